"""Images and lines of an ArtistAnimation that are written to while they are hidden."""
# expect: scout
# also: in-process

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import ArtistAnimation

fig, axs = plt.subplots(1, 2, figsize=(3, 2), dpi=60)
rng = np.random.default_rng(0)
x = np.linspace(0, 1, 200)
frames = [
    [
        axs[0].imshow(rng.random((200, 200)), vmin=0, vmax=2, animated=True),
        *axs[1].plot(x, x**k, "r", animated=True),
    ]
    for k in range(17)
]


class Changing(ArtistAnimation):
    def _draw_frame(self, artists):
        i = frames.index(artists)
        for image, line in frames[i + 1 :]:
            image.get_array()[i * 10] += 0.5
            line.set_ydata(line.get_ydata() * 0.9)
        super()._draw_frame(artists)


anim = Changing(fig, frames)
anim.save("movie.mkv")
