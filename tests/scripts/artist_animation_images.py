"""ArtistAnimation of images."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import ArtistAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
x = np.linspace(0, 2 * np.pi, 24)
y = np.linspace(0, 2 * np.pi, 20).reshape(-1, 1)
images = []
for k in range(17):
    image = ax.imshow(np.sin(x + k / 3) + np.cos(y), animated=True)
    if k == 0:
        ax.imshow(np.sin(x) + np.cos(y))  # shown first
    images.append([image])

anim = ArtistAnimation(fig, images, interval=50, blit=True, repeat_delay=1000)
anim.save("movie.mkv")
