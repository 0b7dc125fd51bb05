"""An image, whose pixels are made with less work where that gives the same ones."""

from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.cbook import _setattr_cm
from matplotlib.image import AxesImage
from matplotlib.transforms import BboxBase

from ._items import Item
from ._resampling import IS_KNOWN, Nearest, Target, rgba_pixels, stage_of, target_of

# What matplotlib makes pixels by; what the user puts in their place is called as in stock.
_METHODS = frozenset({"_make_image", "make_image", "to_rgba"})
# How many places of images are remembered.
_REMEMBERED = 16


class ImageMemory:
    """
    Make pixels of the images of one figure, and keep what is known of their places.

    It is shared, because many a script makes a new image for every frame. The first pixels of each
    kind, and the first ones at each place, are compared with matplotlib's.
    """

    def __init__(self) -> None:
        # Whether pixels of a kind were the same as matplotlib's.
        self._is_right: dict[Any, bool] = {}
        # By place, the latest ones last; None after an image has been there for the first time.
        self._nearest: dict[Any, Nearest | None] = {}

    def pixels(
        self, image: AxesImage, data: np.ndarray, target: Target
    ) -> tuple[Any, np.ndarray] | None:
        """
        Return the pixels of *image*, and of what kind they are.

        Returns
        -------
        (hashable, array) or None
            None if they had better be made by matplotlib.
        """
        stage = stage_of(image, data, target)
        place = _place_of(image, data, target)
        kind = (stage, data.dtype, data.ndim) if stage == "rgba" else place
        if not stage or not self._is_right.get(kind, True):
            return None
        if stage == "rgba":
            colours = rgba_pixels(image, data, target)
            return None if colours is None else (kind, colours)
        is_new = place not in self._nearest
        nearest = self._nearest.pop(place, None)
        if not is_new and (nearest is None or not nearest.fits(data)):
            nearest = Nearest(image, data, target)
            self._is_right.pop(kind, None)
        self._nearest[place] = nearest
        if len(self._nearest) > _REMEMBERED:
            gone = next(iter(self._nearest))
            del self._nearest[gone]
            self._is_right.pop(gone, None)
        # Finding out which data are the nearest takes longer than it saves in a single frame.
        return None if nearest is None else (kind, nearest.pixels(image, data))

    def has_compared(self, kind: Any) -> bool:
        """Return whether pixels of this kind are known to be right."""
        return kind in self._is_right

    def compare(self, kind: Any, ours: Any, right: Any) -> None:
        """Take note of whether what is *ours* is *right*: pixels and their corner."""
        self._is_right[kind] = ours[1:3] == right[1:3] and np.array_equal(ours[0], right[0])


class ImageItem(Item):
    """
    An image of data, such as ``imshow`` makes.

    Parameters
    ----------
    artist : `~matplotlib.image.AxesImage`
        The image; see `is_image`.
    memory : ImageMemory
        What makes its pixels.
    """

    __slots__ = ("_eased", "_memory")

    artist: AxesImage

    def __init__(self, artist: AxesImage, memory: ImageMemory) -> None:
        super().__init__(artist)
        self._memory = memory
        self._eased = False

    @property
    def is_eased(self) -> bool:
        """Whether the latest draw took less than matplotlib's, though the artist had changed."""
        return self._eased

    def _call(self, method: str, renderer: RendererAgg) -> None:
        self._eased = False
        if self.foreign or not is_image(self.artist):
            super()._call(method, renderer)
            return
        with _setattr_cm(self.artist, _make_image=self._make_image):
            super()._call(method, renderer)

    def _make_image(
        self,
        data: np.ndarray,
        in_box: BboxBase,
        out_box: BboxBase,
        clip_box: BboxBase,
        magnification: float = 1.0,
        unsampled: bool = False,
        round_to_pixel_border: bool = True,
    ) -> Any:
        """Stand in for ``_ImageBase._make_image``."""
        image, memory = self.artist, self._memory

        def original() -> Any:
            boxes = in_box, out_box, clip_box
            return type(image)._make_image(
                image, data, *boxes, magnification, unsampled, round_to_pixel_border
            )

        if data is None or not data.size or unsampled or not round_to_pixel_border:
            return original()
        target = target_of(image, data, in_box, out_box, clip_box, magnification)
        made = None if target is None else memory.pixels(image, data, target)
        if target is None or made is None:
            return original()
        kind, pixels = made
        ours = pixels, target.x, target.y, target.transform
        if not memory.has_compared(kind):
            right = original()
            memory.compare(kind, ours, right)
            return right
        self._eased = True
        return ours


def is_image(artist: Any) -> bool:
    """Return whether it is known how *artist* makes its pixels."""
    return IS_KNOWN and type(artist) is AxesImage and not _METHODS & vars(artist).keys()


def _place_of(image: AxesImage, data: np.ndarray, target: Target) -> tuple[Any, ...]:
    return (
        data.shape,
        data.dtype,
        target.shape,
        target.transform.get_matrix().tobytes() if target.transform.is_affine else None,
        image.origin,
        image.get_interpolation(),
        image.get_resample(),
    )
