"""A board that draws itself, and a registry of boards."""

boards = []


def register(board):
    boards.append(board)


class Board:
    moves = []

    def __init__(self, ax):
        self.ax = ax
        self.image = ax.imshow([[0, 1], [1, 0]], vmin=0, vmax=20)

    def update(self, i):
        self.moves.append(i)
        self.image.set_data([[i, len(self.moves)], [len(boards), 20 - i]])
        for board in boards:
            board.ax.set_title(f"{len(board.moves)} moves")
