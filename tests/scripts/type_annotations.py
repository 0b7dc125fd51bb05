"""Names that only annotations and unused code mention, and a future import."""
# expect: scout

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

if TYPE_CHECKING:
    from nowhere import Nothing

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
ax.axis("off")
(line,) = ax.plot([0, 1], [0, 1])


def update(i: int) -> Nothing | None:
    line.set_ydata([i / 16, 1])
    if i > 1000:
        undefined_name  # noqa: B018, F821


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
