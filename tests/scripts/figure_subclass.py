"""A Figure and an Axes class of the script's own, with state and drawing of their own."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.axes import Axes
from matplotlib.figure import Figure


class WatermarkFigure(Figure):
    def __init__(self, *args, watermark="", **kwargs):
        super().__init__(*args, **kwargs)
        self.watermark = self.text(0.5, 0.5, watermark, alpha=0.3, size=24, ha="center")


class CountingAxes(Axes):
    name = "counting"

    def count(self, number):
        self.total = getattr(self, "total", 0) + number
        self.set_title(f"total {self.total}")


fig = plt.figure(FigureClass=WatermarkFigure, figsize=(3, 2), dpi=60, watermark="draft")
ax = fig.add_axes(CountingAxes(fig, (0.2, 0.2, 0.7, 0.6)))


def update(i):
    ax.count(i)
    fig.watermark.set_rotation(5 * i)


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
