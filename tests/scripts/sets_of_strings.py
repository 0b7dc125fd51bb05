"""A set of strings, whose order differs from process to process; the update sorts it."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(4, 2), dpi=60)
names = {"anna", "berta", "carla", "dora", "emma"}
text = ax.text(0.05, 0.5, "")
seen = []


def update(i):
    seen.append(sorted(names))
    text.set_text(f"{i} " + " ".join(sorted(names)))


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
