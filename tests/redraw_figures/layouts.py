"""Layout engines, which come nearer to their solution with every draw."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

import matplotlib.pyplot as plt

from ._catalogue import GRID_X, GRID_Y, Made, X, hill, many_axes, one_axes, scenario, settle, wave


@scenario()
def constrained_layout_that_changes() -> Made:
    """Tick labels become wider, and the layout makes room for them."""
    fig, axs = many_axes(1, 2, layout="constrained")
    axs[0].set_ylabel("y")
    image = axs[1].imshow(hill(0))
    fig.colorbar(image)
    settle(fig)

    def update(i: int) -> None:
        axs[0].set_ylim(0, 10 ** (i + 1))
        settle(fig)

    return fig, update


@scenario()
def constrained_layout_that_does_not_change() -> Made:
    """Only data change, and the layout stays."""
    fig, axs = many_axes(1, 2, layout="constrained")
    (line,) = axs[0].plot(X, wave(0))
    axs[0].set_ylim(-3, 3)
    mesh = axs[1].pcolormesh(GRID_X, GRID_Y, hill(0))
    fig.colorbar(mesh, ax=axs)
    settle(fig)

    def update(i: int) -> None:
        line.set_ydata(wave(i))
        mesh.set_array(hill(i))

    return fig, update


@scenario()
def tight_layout_engine() -> Made:
    """The tight layout engine, with a title that becomes higher."""
    fig, ax = one_axes(layout="tight")
    title = ax.set_title("t")

    def update(i: int) -> None:
        title.set_fontsize(10 + 2 * (i % 3))
        settle(fig)

    return fig, update


@scenario()
def tight_layout_called() -> Made:
    """`tight_layout` is called in each step, once and for all."""
    fig, axs = many_axes(1, 2)

    def update(i: int) -> None:
        axs[0].set_ylabel("long\n" * (i % 3 + 1))
        fig.tight_layout()
        fig.set_layout_engine("none")

    return fig, update


@scenario()
def layout_engine_replaced() -> Made:
    """The layout engine comes and goes."""
    fig, axs = many_axes(1, 2)
    axs[0].set_ylabel("y\ny")
    engines = ["constrained", "none", "tight", "none", "compressed"]

    def update(i: int) -> None:
        fig.set_layout_engine(engines[i % 5])
        settle(fig)

    return fig, update


@scenario()
def layout_with_legend_outside_and_subfigures() -> Made:
    """A legend outside, and titles of subfigures, take part in the layout."""
    fig = plt.figure(figsize=(4, 2.4), layout="constrained")
    left, right = fig.subfigures(1, 2)
    left.subplots().plot(X, X, label="a")
    right.subplots()
    legend = left.legend(loc="outside upper left")
    settle(fig)

    def update(i: int) -> None:
        legend.get_texts()[0].set_text("label " * (i % 3 + 1))
        right.suptitle("title" + "\nnext" * (i % 2))
        settle(fig)

    return fig, update
