"""When a layout engine is run again, or what it sees measured, and when that is left out."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg

from matplotlib_parwriter.redraw import Redrawer, _layout


@pytest.mark.in_turn
def test_a_layout_is_known_again_only_where_the_engine_would_come_to_it() -> None:
    """What has the same size where the engine measures it first may have another one after that."""
    x = np.linspace(0, 5, 80)
    fig, axs = plt.subplots(2, 2, figsize=(4, 3), dpi=60, layout="constrained")
    lines = [ax.plot([], [])[0] for ax in axs.flat]
    with Redrawer(fig, dpi=100) as redrawer:
        for i in range(40):
            for k, (ax, line) in enumerate(zip(axs.flat, lines, strict=True)):
                line.set_data(x[: i + 2], np.cumsum(np.sin(x[: i + 2] * k)) * 10 ** (k * (i > 20)))
                if i % 12 == 0:
                    ax.relim()
                    ax.autoscale_view()
                ax.set_title("t" * (1 + i // 16) + f" {i}")
                ax.set_ylabel("y\n" * (1 + (i > 30)))
            redrawer.frame(check=i >= 30)
        assert not redrawer.mismatches


def test_a_layout_in_which_nothing_changes_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    fig, axs = plt.subplots(1, 2, layout="constrained", dpi=100)
    x = np.linspace(0, 6, 50)
    lines = [ax.plot(x, np.sin(x))[0] for ax in axs]
    for ax in axs:
        ax.set(title="a title", xlabel="x", ylabel="y")
    measured: list[Artist] = []
    measure = _layout._measured

    def counting(item: Artist, renderer: RendererAgg) -> object:
        measured.append(item)
        return measure(item, renderer)

    monkeypatch.setattr(_layout, "_measured", counting)
    with Redrawer(fig, dpi=100, first_check=np.inf) as redrawer:
        for i in range(16):
            for k, line in enumerate(lines):
                line.set_ydata(np.sin(x * (k + 1) + i / 9))
            redrawer.lay_out()
            redrawer.frame()
            if i == 9:
                measured.clear()
    assert not measured
