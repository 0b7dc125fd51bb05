"""An object with ``__call__`` as the update."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation


class UpdateDist:
    def __init__(self, ax, rng):
        self.success = 0
        self.rng = rng
        (self.line,) = ax.plot([], [])
        self.x = np.linspace(0.01, 0.99, 60)
        ax.set(xlim=(0, 1), ylim=(0, 5))

    def __call__(self, i):
        self.success += int(self.rng.random() < 0.6)
        y = self.x**self.success * (1 - self.x) ** (i - self.success + 1)
        self.line.set_data(self.x, y / (y.mean() + 1e-9))
        return (self.line,)


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
updater = UpdateDist(ax, np.random.default_rng(2))
anim = FuncAnimation(fig, updater, frames=18, blit=True)
anim.save("movie.mkv")
