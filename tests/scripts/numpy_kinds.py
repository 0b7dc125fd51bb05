"""Arrays of all kinds: masked, structured, objects, dates, complex, NaN, zero-dimensional."""
# expect: scout

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.animation import FuncAnimation

masked = np.ma.masked_less(np.arange(12.0).reshape(3, 4), 3)
structured = np.zeros(5, dtype=[("x", float), ("y", "i4"), ("name", "U5")])
objects = np.array([None, "text", (1, 2)], dtype=object)
dates = np.arange("2024-02-01", "2024-02-21", dtype="datetime64[D]")
waves = np.exp(1j * np.linspace(0, 6, 20))
scalar = np.array(5.0)
fig, (ax, ax2) = plt.subplots(1, 2, figsize=(4, 2), dpi=60)
image = ax.imshow(masked, vmin=0, vmax=30)
(line,) = ax2.plot(dates, np.arange(20.0))
ax2.set_ylim(-4, 4)
ax2.tick_params(labelbottom=False)


def update(i):
    global scalar
    masked[i % 3, i % 4] = np.ma.masked if i % 2 else i
    structured["y"] += 1
    structured["x"][i % 5] = np.nan
    objects[0] = (i, objects[0] if i % 5 else None)
    scalar += 1
    line.set_ydata(np.where(np.arange(20) == i, np.nan, (waves * np.exp(1j * i)).real))
    image.set_data(masked + structured["y"].sum() % 7)
    ax.set_title(f"{np.isnan(structured['x']).sum()} {scalar} {len(str(objects[0]))}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
