"""Large arrays that may not be written to, are not contiguous, or run backwards."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

locked = np.arange(200_000.0)
locked.setflags(write=False)
fortran = np.asfortranarray(np.arange(200_000.0).reshape(400, 500))
backwards = np.arange(200_000.0)[::-2]
swapped = np.arange(100_000, dtype=">i4")
fig, ax = plt.subplots(figsize=(4, 2), dpi=60)
ax.axis("off")
text = ax.text(0, 0.5, "", size=6)


def update(i):
    try:
        locked[i] = 0
        answer = "written"
    except ValueError:
        answer = "refused"
    fortran[i] += i
    backwards[i] = -1
    swapped[i] += 7
    kinds = [a.flags.f_contiguous for a in (locked, fortran, backwards)], backwards.strides
    sums = [a[: i + 2].sum() for a in (locked, fortran, backwards, swapped)]
    text.set_text(f"{answer} {kinds}\n{sums} {swapped.dtype.str}")


anim = FuncAnimation(fig, update, frames=14)
anim.save("movie.mkv")
