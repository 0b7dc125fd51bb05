"""Functions within functions that share a nonlocal, in a main() without a guard."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


def main():
    total = 0
    history = []

    def outer():
        def add(i):
            nonlocal total
            total += i
            history.append(total)

        def label():
            return f"{total} {len(history)}"

        return add, label

    add, label = outer()
    fig, ax = plt.subplots(figsize=(3, 2), dpi=60)

    def update(i):
        add(i)
        ax.set_title(label())

    anim = FuncAnimation(fig, update, frames=16)
    anim.save("movie.mkv")
    return history


history = main()
