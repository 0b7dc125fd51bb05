"""An open socket that the update reads from."""
# expect: in-process
# warns: socket

import socket

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation

sender, receiver = socket.socketpair()
fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
(line,) = ax.plot([0, 1], [0, 1])


def update(i):
    sender.send(bytes([i]))
    (number,) = receiver.recv(1)
    line.set_ydata([number / 16, 1])


anim = FuncAnimation(fig, update, frames=16)
anim.save("movie.mkv")
sender.close()
receiver.close()
