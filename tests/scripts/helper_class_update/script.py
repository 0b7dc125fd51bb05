"""The update is a method of a class in a helper module; the helper draws on its own figure."""
# expect: scout

import board
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
the_board = board.Board(ax)
board.register(the_board)
anim = FuncAnimation(fig, the_board.update, frames=16)
anim.save("movie.mkv")
