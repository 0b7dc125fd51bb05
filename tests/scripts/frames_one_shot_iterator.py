"""An iterator to be gone through once, so that the first draw uses up the first frame."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
text = ax.text(0.4, 0.5, "", size=20)
seen = []


def update(word):
    seen.append(word)
    text.set_text(word)


words = iter(
    "a small animation is one that goes through its words once and no more than just once".split()
)
anim = FuncAnimation(fig, update, frames=words, repeat=False, cache_frame_data=False)
anim.save("movie.mkv")
