"""Scripts that set a figure up and change it, with frames in between, as Hypothesis writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from ._axes_changes import AXES_CHANGES, FIGURE_CHANGES
from ._kinds import KINDS
from ._values import FIGURES, PREAMBLE, PROJECTIONS, SAVEFIG, SETTLING, VALUES


@dataclass(frozen=True)
class Script:
    """What is done to a figure; ``frame(n)`` in a line of its own is n frames."""

    lines: tuple[str, ...]
    savefig: Mapping[str, Any]
    twin: bool

    def __str__(self) -> str:
        how = "compared with a second figure" if self.twin else "compared with the same figure"
        return "\n".join([PREAMBLE, *self.lines, f"# Redrawer(fig, **{self.savefig}), {how}"])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Let Hypothesis print it as a script."""
        printer.text(f"\n{self}\n")


@dataclass
class _Author:
    """Write a script, keeping in mind what there is on the figure."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    lines: list[str] = field(default_factory=list)
    axes: dict[str, str] = field(default_factory=dict)
    artists: dict[str, tuple[str, str]] = field(default_factory=dict)
    names: int = 0

    def pick(self, values: Any) -> Any:
        return self.draw(st.sampled_from(tuple(values)))

    def new_name(self, prefix: str) -> str:
        self.names += 1
        return f"{prefix}{self.names}"

    def write(self, template: str, **names: str) -> None:
        self.lines += self.fill(template, names).split("\n")

    def fill(self, template: str, names: Mapping[str, str]) -> str:
        author = self

        class Words(dict[str, str]):
            def __missing__(self, key: str) -> str:
                value = author.pick(VALUES[key])
                return author.fill(value, names) if "{ax}" in value else value

        return template.format_map(Words(names))

    def set_up(self) -> None:
        self.write(self.pick(FIGURES))
        rows, columns = self.pick([(1, 1), (1, 2), (2, 2)])
        shared = self.pick(["", ", sharex=ax1"])
        for number in range(1, self.pick(range(1, rows * columns + 1)) + 1):
            kind = self.pick(["plain", "plain", "plain", "polar", "3d", "dates"])
            name = self.new_name("ax")
            more = PROJECTIONS.get(kind, "")
            if shared and number > 1 and kind == self.axes["ax1"] == "plain":
                more += shared
            self.axes[name] = kind
            self.write(f"{name} = fig.add_subplot({rows}, {columns}, {number}{more})")
        for ax in tuple(self.axes):
            self.add_artist(ax)
        while self.draw(st.booleans()):
            self.pick([self.add_artist, self.add_colorbar, self.change_axes])()

    def add_artist(self, ax: str | None = None) -> None:
        ax = ax or self.pick(self.axes)
        kind = self.pick(k for k, kind in KINDS.items() if self.axes[ax] in kind.axes)
        name = self.new_name("a")
        self.artists[name] = kind, ax
        self.write(KINDS[kind].make, a=name, ax=ax)

    def add_colorbar(self) -> None:
        # Legends have no colours, and the third dimension has no room.
        mappable = ("points", "image", "mesh", "filled contours", "hexagons")
        named = [(name, ax) for name, (kind, ax) in self.artists.items() if kind in mappable]
        if named:
            name, ax = self.pick(named)
            self.write(f"fig.colorbar({name}, ax={ax})")

    def change_artist(self) -> None:
        if self.artists:
            name = self.pick(self.artists)
            kind, ax = self.artists[name]
            self.write(self.pick(KINDS[kind].changes), a=name, ax=ax)

    def change_axes(self) -> None:
        ax = self.pick(self.axes)
        new = self.new_name("ax")
        self.write(self.pick(AXES_CHANGES[self.axes[ax]]), ax=ax, new=new)

    def change_figure(self) -> None:
        self.write(self.pick(FIGURE_CHANGES))

    def remove_artist(self) -> None:
        if self.artists:
            name = self.pick(self.artists)
            del self.artists[name]
            self.write(f"{name}.remove()")

    def clear_axes(self) -> None:
        ax = self.pick(self.axes)
        gone = [name for name, (_, of) in self.artists.items() if of == ax]
        for name in gone:
            del self.artists[name]
        self.write(f"{ax}.clear()")
        self.add_artist(ax)

    def live(self) -> None:
        # What is changed often is not recorded for a while, so changes are few and frames many.
        self.write("frame(3)")
        more = st.sampled_from([True] * 6 + [False])
        changes = [
            *[self.change_artist] * 5,
            *[self.change_axes] * 4,
            *[self.change_figure] * 2,
            self.add_artist,
            self.remove_artist,
            self.clear_axes,
        ]
        while self.draw(more):
            self.pick(changes)()
            if self.draw(st.booleans()):
                self.write(f"frame({self.pick([1, 3, 6])})")
        self.write("frame(1)")


@st.composite
def scripts(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Script:
    author = _Author(draw)
    author.set_up()
    author.live()
    settles = any(word in line for word in SETTLING for line in author.lines)
    return Script(tuple(author.lines), author.pick(SAVEFIG), settles or draw(st.booleans()))
