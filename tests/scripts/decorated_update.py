"""An update behind decorators that count, time nothing, and keep what they see."""
# expect: scout

import functools

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        kwargs["number"] = wrapper.calls
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


def remembering(memory):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(i, **kwargs):
            memory.append(i)
            return function(i, memory=tuple(memory), **kwargs)

        return wrapper

    return decorate


fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
memory = []


@counted
@remembering(memory)
def update(i, *, number, memory):
    ax.set_title(f"{i} {number} {sum(memory)}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
