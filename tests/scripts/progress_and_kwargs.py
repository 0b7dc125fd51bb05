"""What save can be told: fps, dpi, metadata, extra_args, bitrate, a progress callback."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])
progress = []


def update(i):
    line.set_ydata([i / 18, 0.5])


anim = FuncAnimation(fig, update, frames=18)
anim.save(
    "movie.mkv",
    fps=12.5,
    dpi=80,
    bitrate=800,
    metadata={"title": "A title", "artist": "Somebody"},
    extra_args=["-g", "1"],
    progress_callback=lambda i, n: progress.append((i, n)),
)
