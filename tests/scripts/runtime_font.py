"""A font added at run time from a file next to the movie."""
# expect: scout
# leave out: files (a font file holds the time it was made)

from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.animation import FuncAnimation

source = TTFont(Path(matplotlib.get_data_path(), "fonts/ttf/DejaVuSerif-Italic.ttf"))
for entry in source["name"].names:
    if entry.nameID in (1, 4, 16):
        entry.string = "Runtime Font"
source.save("runtime.ttf")
font_manager.fontManager.addfont("runtime.ttf")
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
text = ax.text(0.1, 0.4, "", family="Runtime Font", size=24)


def update(i):
    text.set_text(f"Frame {i}")


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
