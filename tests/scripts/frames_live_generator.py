"""Frames from a generator that already runs."""
# expect: in-process
# warns: animation.<frames>

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

made = []


def numbers():
    total = 0
    for k in range(18):
        total += k
        made.append(total)
        yield total


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
text = ax.text(0.4, 0.5, "", size=20)
seen = []


def update(number):
    seen.append(number)
    text.set_text(f"{number} {len(made)}")


source = numbers()
next(source)
anim = FuncAnimation(fig, update, frames=source, save_count=30)
anim.save("movie.mkv")
