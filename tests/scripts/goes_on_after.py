"""What a script does with figure and animation after the save works as ever."""
# expect: scout

import copy
import pickle

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 14, 1])
    return (line,)


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
update(3)
fig.canvas.draw()
fig.savefig("after.rgba", format="rgba")
anim._step()
anim._draw_next_frame(5, blit=False)
copied = pickle.loads(pickle.dumps(fig))
copied_lines = [len(a.lines) for a in copied.axes]
plt.close(copied)
rest = list(anim.new_saved_frame_seq())
title = copy.copy(ax.get_title())
