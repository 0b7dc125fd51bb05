"""A module loaded from a file by hand, that no import would find."""

import importlib.util

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

with open("parts.txt", "w") as file:
    file.write("total = 0\n\ndef add(i):\n    global total\n    total += i\n    return total\n")
loader = importlib.machinery.SourceFileLoader("my_parts", "parts.txt")
spec = importlib.util.spec_from_loader("my_parts", loader)
parts = importlib.util.module_from_spec(spec)
spec.loader.exec_module(parts)
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")


def update(i):
    ax.set_title(f"{parts.add(i)} {parts.total}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
total = parts.total
