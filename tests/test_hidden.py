"""Hidden artists cost little: their data is neither watched nor digested before they are shown."""

from __future__ import annotations

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.image import BboxImage, NonUniformImage, PcolorImage
from matplotlib.transforms import Bbox

from matplotlib_parwriter._digest import frame_digest, state_digest
from matplotlib_parwriter.redraw import Redrawer


def _make(kind: str) -> tuple[mpl.figure.Figure, mpl.artist.Artist, np.ndarray]:
    """Return a figure, an artist of this kind on it, and data that it shows."""
    fig, ax = plt.subplots(figsize=(3, 2), dpi=60)
    ax.set(xlim=(0, 10), ylim=(0, 10))
    data = np.arange(100.0).reshape(10, 10)
    x = np.arange(10.0)
    artist: mpl.artist.Artist
    if kind == "image":
        artist = ax.imshow(data, extent=(0, 10, 0, 10))
    elif kind == "figure image":
        artist = fig.figimage(data)
    elif kind == "mesh":
        artist = ax.pcolormesh(data)
    elif kind == "line":
        (artist,) = ax.plot(x, x)
        artist.recache()
        return fig, artist, artist.get_xydata()
    elif kind == "bbox image":
        artist = ax.add_artist(BboxImage(Bbox([[20, 20], [90, 90]]), norm=plt.Normalize(0, 100)))
        artist.set_data(data)
    elif kind == "non-uniform image":
        artist = NonUniformImage(ax, extent=(0, 10, 0, 10))
        artist.set_data(x, x, data)
        ax.add_image(artist)
    else:
        artist = PcolorImage(ax, np.arange(11.0), np.arange(11.0), data)
        ax.add_image(artist)
    return fig, artist, artist.get_array()


KINDS = ["image", "figure image", "mesh", "line", "bbox image", "non-uniform image", "pcolor image"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_written_while_hidden_is_drawn(kind: str) -> None:
    fig, artist, data = _make(kind)
    redrawer = Redrawer(fig, dpi=60)
    shown = []
    for i in range(24):
        artist.set_visible(i // 4 % 2 == 1)
        data[3:6] = (2 + i) / (1 + i) * data[3:6] % 10
        if isinstance(artist, PcolorImage):  # which keeps its colours
            artist.set_data(np.arange(11.0), np.arange(11.0), data)
        frame = bytes(redrawer.frame())
        assert frame == bytes(redrawer.plain())
        if artist.get_visible():
            shown.append(frame)
    redrawer.close()
    assert len(set(shown)) > 1


def test_array_of_a_hidden_image_counts_when_it_is_shown() -> None:
    fig, image, data = _make("image")
    digests = []
    for value in (1, 2):
        for visible in (False, True):
            image.set_visible(visible)
            data[5, 5] = value
            digests.append(frame_digest(fig))
    hidden, shown, hidden_again, shown_otherwise = digests
    assert hidden == hidden_again
    assert len({hidden, shown, shown_otherwise}) == 3


def test_array_of_a_hidden_image_is_a_state() -> None:
    fig, image, data = _make("image")
    image.set_visible(False)
    before = state_digest({"figure": fig})
    data[5, 5] = 7
    assert state_digest({"figure": fig}) != before


def test_hidden_image_of_the_users_class_counts() -> None:
    class Image(mpl.image.AxesImage):
        pass

    fig, ax = plt.subplots()
    image = ax.add_image(Image(ax))
    image.set_data(np.zeros((5, 5)))
    image.set_visible(False)
    before = frame_digest(fig)
    image.get_array()[2, 2] = 1
    assert frame_digest(fig) != before
