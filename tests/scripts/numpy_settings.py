"""np.seterr and np.set_printoptions of the script decide what the update does and prints."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

np.set_printoptions(precision=2, suppress=True)
np.seterr(divide="raise")
fig, ax = plt.subplots(figsize=(4, 2), dpi=60)
text = ax.text(0.05, 0.5, "")


def update(i):
    try:
        value = np.ones(2) / (i % 3)
    except FloatingPointError:
        value = np.array([np.pi, i * np.e])
    with np.errstate(divide="ignore"):
        other = np.array([1.0]) / 0
    text.set_text(f"{value} {other}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
