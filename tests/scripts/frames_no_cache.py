"""Frames nobody can count beforehand, not cached."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
text = ax.text(0.3, 0.5, "")
state = {"left": 16}
progress = []


def until_done():
    while state["left"]:
        yield state["left"]


def update(left):
    state["left"] = max(0, state["left"] - 1)
    text.set_text(f"{left} left {state}")


anim = FuncAnimation(fig, update, frames=until_done, cache_frame_data=False)
anim.save("movie.mkv", progress_callback=lambda i, n: progress.append((i, n)))
