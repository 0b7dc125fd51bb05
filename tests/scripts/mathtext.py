"""Formulas."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(4, 2), dpi=60)
title = ax.set_title("")
text = ax.text(0.1, 0.5, "", size=16)


def update(i):
    title.set_text(rf"$\alpha_{{{i}}} = \frac{{{i}}}{{\sqrt{{\beta}}}}$")
    text.set_text(rf"$\int_0^{{{i}}} x^{{{i % 4}}}\,dx$")


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
