"""ArtistAnimation with several artists per frame, not as many for each."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import ArtistAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
artists = []
for k in range(16):
    container = list(ax.barh(["a", "b", "c"], [k, 16 - k, 4 + k % 3], color="C0"))
    if k % 3:
        container += ax.plot([k, 0], [0, 2], "k")
    container.append(ax.text(8, 2.3, f"step {k}"))
    artists.append(container)

anim = ArtistAnimation(fig=fig, artists=artists, interval=100)
anim.save("movie.mkv")
