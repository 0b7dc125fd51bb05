"""An object that prints whenever it is restored or copied, which is not the script's doing."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Noisy:
    def __init__(self):
        self.total = 0

    def __setstate__(self, state):
        print("restored")
        self.total = state["total"]

    def __deepcopy__(self, memo):
        print("copied")
        return self


noisy = Noisy()
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")


def update(i):
    noisy.total += i
    ax.set_title(f"{noisy.total}")


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
