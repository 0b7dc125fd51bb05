"""A figure with nothing but text, rotated and boxed."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig = plt.figure(figsize=(3, 2), dpi=60, facecolor="0.9")
text = fig.text(0.5, 0.5, "hello", ha="center", va="center", bbox={"boxstyle": "round"})


def update(i):
    text.set_rotation(20 * i)
    text.set_text("hello"[: i % 6] + " ")
    text.set_fontsize(8 + i)
    fig.suptitle(f"{i}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
