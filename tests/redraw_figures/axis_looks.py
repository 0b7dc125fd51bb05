"""An axis, its label and the titles; an axis is known again by what it would draw."""

# ruff: noqa: D401 - the docstring of a scenario says what is special about the figure

from matplotlib import patches, patheffects
from matplotlib.path import Path

from ._catalogue import Made, X, darker, many_axes, one_axes, scenario, wave


@scenario()
def axis_labels() -> Made:
    """Axis labels change, and how far they are from the axis."""
    fig, ax = one_axes()

    def update(i: int) -> None:
        ax.set_xlabel(f"step {i}", labelpad=i, loc=("left", "right")[i % 2])
        ax.set_ylabel("y" if i % 2 else "$\\frac{y}{2}$", fontsize=8 + i)
        if i % 3 == 2:
            ax.yaxis.set_label_position("right")

    return fig, update


@scenario()
def labels_aligned() -> Made:
    """A label is aligned with that of another Axes, whose tick labels become wider."""
    fig, axs = many_axes(2, 1)
    for ax in axs:
        ax.set_ylabel("y")
    fig.align_labels()
    return fig, lambda i: axs[1].set_ylim(0, 10 ** (i + 1))


@scenario()
def title_each_frame() -> Made:
    """Three titles, of which some change in each frame."""
    fig, ax = one_axes()
    ax.plot(X, wave(0))

    def update(i: int) -> None:
        ax.set_title(f"t = {i}")
        ax.set_title(f"left {i // 2}", loc="left", fontsize=8)
        ax.set_title("right" if i % 2 else "", loc="right")

    return fig, update


@scenario()
def title_above_ticks() -> Made:
    """Ticks go to the top and back, and the title keeps clear of them."""
    fig, ax = one_axes()
    ax.set_title("moves")
    ax.set_xlabel("x")

    def update(i: int) -> None:
        if i % 2:
            ax.xaxis.tick_top()
            ax.xaxis.set_label_position("top")
        else:
            ax.xaxis.tick_bottom()
            ax.xaxis.set_label_position("bottom")

    return fig, update


@scenario()
def title_placed_by_hand() -> Made:
    """A title has a place and a distance of its own."""
    fig, ax = one_axes()
    title = ax.set_title("by hand", y=0.5)

    def update(i: int) -> None:
        title.set_y(0.5 + 0.05 * i)
        ax.set_title("padded", loc="left", pad=3 * i)

    return fig, update


@scenario()
def suptitle_and_figure_text() -> Made:
    """Texts of the figure itself."""
    fig, _ = one_axes()
    suptitle = fig.suptitle("0")
    text = fig.text(0.02, 0.02, "corner", ha="left")

    def update(i: int) -> None:
        suptitle.set_text(f"step {i}")
        text.set_position((0.02 + 0.05 * i, 0.02))
        fig.supxlabel("x" * (i % 3 + 1))

    return fig, update


@scenario()
def label_on_a_spine_in_data_units() -> Made:
    """The x label hangs on a spine that moves with the limits of y, and there are no ticks."""
    fig, ax = one_axes()
    ax.plot(X - 3, wave(0))
    ax.spines.bottom.set_position(("data", 0))
    ax.tick_params(axis="x", bottom=False, labelbottom=False)
    ax.set_xlabel("x")
    return fig, lambda i: ax.set_ylim(-2 - i, 3)


@scenario()
def axis_with_filter_or_effects() -> Made:
    """Filters of a whole axis, effects and clipping of its parts."""
    fig, ax = one_axes()
    ax.grid(True)
    ax.set_xlabel("x")

    def update(i: int) -> None:
        ax.xaxis.set_agg_filter(darker(0.1 * i) if i % 2 else None)
        stroke = patheffects.withStroke(linewidth=1 + i, foreground="y")
        ax.yaxis.get_major_ticks()[1].label1.set_path_effects([stroke])
        ax.xaxis.label.set_path_effects([stroke])
        ax.yaxis.get_gridlines()[2].set_clip_path(Path.unit_circle(), ax.transAxes)
        ax.yaxis.get_gridlines()[1].set_sketch_params(scale=i)

    return fig, update


@scenario()
def axis_that_hides_parts() -> Made:
    """Parts of ticks are hidden one by one, and labels hidden and shown."""
    fig, ax = one_axes()
    ax.set_xlabel("x")

    def update(i: int) -> None:
        ticks = ax.xaxis.get_major_ticks()
        ticks[i % 4].label1.set_visible(False)
        ticks[(i + 1) % 4].tick1line.set_visible(False)
        ax.yaxis.get_major_ticks()[2].set_visible(i % 2 == 0)
        ax.xaxis.label.set_visible(i % 3 != 1)
        ax.yaxis.get_offset_text().set_visible(False)
        ax.xaxis.set_remove_overlapping_locs(i % 2 == 0)

    return fig, update


@scenario()
def axis_scaled_by_functions_after_clear() -> Made:
    """After `clear()` the same limits and labels, but points between them lie elsewhere."""
    fig, ax = one_axes()

    def update(i: int) -> None:
        power = 1 + 0.2 * i
        ax.clear()
        ax.set_xscale("function", functions=(lambda v: v**power, lambda v: v ** (1 / power)))
        ax.set_yscale("symlog", linthresh=1 + i, linscale=1 + 0.3 * i)
        ax.set(xlim=(0, 4), ylim=(-100, 100), xticks=[0, 1, 2, 3, 4])

    return fig, update


@scenario()
def clear_and_other_look() -> Made:
    """After `clear()` all is the same but for one property of the axes each time."""
    fig, ax = one_axes()

    def update(i: int) -> None:
        ax.clear()
        ax.set(xlim=(0, 6), ylim=(0, 6), xlabel="x", ylabel="y")
        steps = [
            lambda: ax.xaxis.label.set_color("r"),
            lambda: ax.tick_params(axis="x", width=3),
            lambda: ax.xaxis.get_major_ticks()[2].label1.set_weight("bold"),
            lambda: ax.yaxis.set_label_coords(-0.1, 0.2),
            lambda: ax.grid(True, dashes=(2, 2)),
            lambda: ax.set_xticks([1.5], minor=True),
            lambda: ax.yaxis.label.set_rotation(0),
            lambda: ax.xaxis.get_major_formatter().set_useMathText(True),
        ]
        steps[i % len(steps)]()

    return fig, update


@scenario()
def measures_labels_after_clear() -> Made:
    """Where a draw has put the labels of an axis is used in the next frame."""
    fig, ax = one_axes()
    ax.set_xlabel("x")
    ax.plot(X, 1e7 * X)
    fig.canvas.draw()

    def update(i: int) -> None:
        label = ax.xaxis.label.get_window_extent().bounds
        offset = ax.yaxis.get_offset_text()
        title = f"{offset.get_text()} {offset.get_position()[1]:.0f}"
        ax.clear()
        ax.set_xlabel("x" * (1 + i % 3))
        ax.set_title(title)
        ax.plot(X, 10.0 ** (7 + i % 2) * X)
        ax.add_patch(patches.Rectangle(label[:2], *label[2:], transform=None, clip_on=False))

    return fig, update
