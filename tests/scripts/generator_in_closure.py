"""A live generator that the update takes its values from: nothing can pickle one."""
# expect: in-process
# warns: generator

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


def fibonacci():
    a, b = 1, 1
    while True:
        yield a
        a, b = b, a + b


def make_update(text):
    values = fibonacci()

    def update(i):
        text.set_text(str(next(values)))

    return update


fig = plt.figure(figsize=(3, 2), dpi=60)
update = make_update(fig.text(0.2, 0.4, "", size=20))
anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
