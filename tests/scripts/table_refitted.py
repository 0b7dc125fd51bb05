"""Tables, whose letters are fitted to cells at each draw from where the last one left them."""
# expect: falls back
# also: in-process

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, (kept, cleared) = plt.subplots(2, figsize=(4, 3), dpi=100)
kept.axis("off")
table = kept.table([["value", "a"], ["norm", "b"]], loc="center")
table.auto_set_column_width([1])


def update(i):
    table[0, 1].get_text().set_text(f"{10 ** (i * 0.8):.3f}")
    cleared.clear()
    cleared.axis("off")
    rows = [["residual", f"{1.7**-i:.{3 + i // 2}f}"], ["norm", f"{1.9**i:,.1f}"]]
    cleared.table(rows, loc="center")


anim = FuncAnimation(fig, update, frames=24)
anim.save("movie.mkv", codec="ffv1", dpi=60)
