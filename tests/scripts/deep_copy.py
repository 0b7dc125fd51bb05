"""An update that keeps deep copies of its state and of artists' data."""
# expect: scout

import copy

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
state = {"history": [], "nested": {"a": [1]}}


def update(i):
    global state
    state = copy.deepcopy(state)
    state["history"].append(list(copy.copy(line.get_ydata())))
    state["nested"]["a"].append(i)
    line.set_ydata([sum(state["nested"]["a"]) / 130, len(state["history"]) / 17])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
