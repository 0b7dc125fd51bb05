"""A progress bar of the user's own around the frames."""
# needs: tqdm
# leave out: stderr (the bar shows the time), globals (it holds it)

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from tqdm import tqdm

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    line.set_ydata([i / 17, 1])


bar = tqdm(range(17))
anim = FuncAnimation(fig, update, frames=bar)
anim.save("movie.mkv")
bar.close()
