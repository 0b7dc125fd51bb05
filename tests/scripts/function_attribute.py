"""State in attributes of the function."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
text = ax.text(0.1, 0.5, "")


def update(i):
    update.calls += 1
    update.history.append(update.calls * i)
    text.set_text(f"{update.calls}: {update.history[-3:]}")


update.calls = 0
update.history = []
anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
