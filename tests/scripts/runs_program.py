"""An update that runs another program: as often as with stock."""
# expect: falls back

import subprocess
import sys

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
code = "import sys; open('runs.txt', 'a').write(sys.argv[1]); print(3 * int(sys.argv[1]))"


def update(i):
    command = [sys.executable, "-I", "-S", "-c", code, str(i)]
    ax.set_title(subprocess.run(command, capture_output=True, text=True).stdout)


anim = FuncAnimation(fig, update, frames=12)
anim.save("movie.mkv")
