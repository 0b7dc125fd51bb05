"""A subclass of FuncAnimation that does something more for each frame."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Counted(FuncAnimation):
    count = 0

    def _draw_frame(self, framedata):
        self.count += 1
        super()._draw_frame(framedata)
        ax.set_title(f"drawn {self.count}")


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 16, 1])


anim = Counted(fig, update, frames=16)
anim.save("movie.mkv")
