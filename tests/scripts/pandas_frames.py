"""pandas: rows as frames, a table that grows, a plot of pandas' own."""
# needs: pandas

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.animation import FuncAnimation

index = pd.date_range("2024-02-25", periods=16)
table = pd.DataFrame({"a": range(16), "b": [k * k for k in range(16)]}, index=index)
seen = pd.DataFrame(columns=["a", "b"])
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)


def update(frame):
    global seen
    when, row = frame
    seen = pd.concat([seen, row.to_frame().T]) if len(seen) else row.to_frame().T
    ax.clear()
    seen.plot(ax=ax, legend=False)
    ax.set_title(when.strftime("%d %b"))


anim = FuncAnimation(fig, update, frames=list(table.iterrows()))
anim.save("movie.mkv")
