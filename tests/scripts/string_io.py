"""Output collected in a StringIO that the figure then shows."""
# expect: scout

import contextlib
import io

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
text = ax.text(0.05, 0.1, "", size=6)
collected = io.StringIO()


def update(i):
    with contextlib.redirect_stdout(collected):
        print("frame", i)
    text.set_text("\n".join(collected.getvalue().splitlines()[-8:]))


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
everything = collected.getvalue()
