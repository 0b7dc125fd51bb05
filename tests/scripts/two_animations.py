"""Two animations on one figure, of different lengths, one of them an ArtistAnimation."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import ArtistAnimation, FuncAnimation

fig, (left, right) = plt.subplots(1, 2, figsize=(4, 2), dpi=60)
(line,) = left.plot([0, 1], [0, 1])
order = []
progress = []


def update(i):
    order.append(("first", i))
    line.set_ydata([i / 18, len(order) / 60])


def other(i):
    order.append(("second", i))
    left.set_title(f"{i} {len(order)}")


dots = [right.plot([k], [k], "o") for k in range(17)]
anim = FuncAnimation(fig, update, frames=20)
second = FuncAnimation(fig, other, frames=18)
third = ArtistAnimation(fig, dots)
anim.save(
    "movie.mkv",
    extra_anim=[second, third],
    progress_callback=lambda i, n: progress.append((i, n)),
)
