"""A class that holds its own animation, with bound methods for update, init and frames."""
# expect: scout

import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation


class Scope:
    def __init__(self):
        self.fig, self.ax = plt.subplots(figsize=(3, 2), dpi=60)
        self.data = [0]
        (self.line,) = self.ax.plot(self.data)
        self.ax.set(xlim=(0, 18), ylim=(0, 18))
        self.anim = FuncAnimation(
            self.fig, self.update, self.emit, init_func=self.clear, save_count=17, blit=True
        )

    def clear(self):
        self.data = [0]
        return (self.line,)

    def emit(self):
        for k in range(17):
            yield (k * len(self.data)) % 18

    def update(self, value):
        self.data.append(value)
        self.line.set_data(range(len(self.data)), self.data)
        return (self.line,)


scope = Scope()
scope.anim.save("movie.mkv")
