"""A script that patches matplotlib itself; the patch shows only in frames in the middle."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.text import Text

draw = Text.draw


def shout(self, renderer):
    if self.get_text() in ("frame 9", "frame 10"):
        self.set_color("red")
    draw(self, renderer)


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
text = ax.text(0.2, 0.5, "")


def update(i):
    text.set_text(f"frame {i}")
    text.set_color("k")


anim = FuncAnimation(fig, update, frames=16)
Text.draw = shout
anim.save("movie.mkv")
Text.draw = draw
