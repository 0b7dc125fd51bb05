"""A subclass of TimedAnimation, as in matplotlib's gallery."""
# expect: scout

import matplotlib.animation as animation
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.lines import Line2D


class SubplotAnimation(animation.TimedAnimation):
    def __init__(self):
        fig, (ax1, ax2) = plt.subplots(1, 2, figsize=(4, 2), dpi=60)
        self.t = np.linspace(0, 80, 17)
        self.x = np.cos(2 * np.pi * self.t / 10.0)
        self.line1 = Line2D([], [], color="black")
        ax1.add_line(self.line1)
        ax1.set(xlim=(-1, 1), ylim=(0, 80))
        self.line2 = Line2D([], [], color="red", marker="o")
        ax2.add_line(self.line2)
        ax2.set(xlim=(0, 80), ylim=(-1, 1))
        self.drawn = []
        animation.TimedAnimation.__init__(self, fig, interval=50)

    def _draw_frame(self, framedata):
        i = framedata
        self.drawn.append(i)
        self.line1.set_data(self.x[:i], self.t[:i])
        self.line2.set_data(self.t[i - 1 : i], self.x[i - 1 : i])
        self._drawn_artists = [self.line1, self.line2]

    def new_frame_seq(self):
        return iter(range(self.t.size))

    def _init_draw(self):
        for line in (self.line1, self.line2):
            line.set_data([], [])


anim = SubplotAnimation()
anim.save("movie.mkv")
