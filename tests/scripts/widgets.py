"""A slider, buttons and a cursor that the update moves; their callbacks do the drawing."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation
from matplotlib.widgets import CheckButtons, Slider

fig = plt.figure(figsize=(4, 3), dpi=60)
ax = fig.add_axes([0.1, 0.4, 0.6, 0.5])
x = np.linspace(0, 6, 40)
(line,) = ax.plot(x, np.sin(x))
slider = Slider(fig.add_axes([0.2, 0.1, 0.6, 0.1]), "phase", 0, 6, valinit=0)
buttons = CheckButtons(fig.add_axes([0.75, 0.4, 0.2, 0.4]), ["a", "b"], [True, False])
values = []


def on_change(value):
    values.append(round(value, 3))
    line.set_ydata(np.sin(x + value))


slider.on_changed(on_change)


def update(i):
    slider.set_val(i / 3)
    if i % 4 == 0:
        buttons.set_active(i % 2)


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
