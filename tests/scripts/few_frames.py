"""Movies of so few frames that blocks hardly fit."""

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

for number in (1, 2, 3, 8):
    fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
    (line,) = ax.plot([0, 1], [0, 1])
    calls = []

    def update(i, line=line, calls=calls):
        calls.append(i)
        line.set_ydata([i / 14, len(calls) / 14])

    anim = FuncAnimation(fig, update, frames=number)
    anim.save(f"movie{number}.mkv")
    plt.close(fig)
