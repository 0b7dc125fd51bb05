"""An image, whose pixels are made with less work where that gives the same ones."""

from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.cbook import _setattr_cm
from matplotlib.image import AxesImage
from matplotlib.transforms import BboxBase

from ._items import Item
from ._resampling import (
    IS_KNOWN,
    Nearest,
    Stage,
    Target,
    rgba_pixels,
    stage_of,
    target_of,
)

# What matplotlib makes pixels by; what the user puts in their place is called as in stock.
_METHODS = frozenset({"_make_image", "make_image", "to_rgba"})


class ImageItem(Item):
    """
    An image of data, such as ``imshow`` makes.

    The first pixels of either kind that are made here (`_resampling`), and the first ones after the
    image has got another place, are compared with matplotlib's.

    Parameters
    ----------
    artist : `~matplotlib.image.AxesImage`
        The image; see `is_image`.
    """

    __slots__ = ("_compared", "_eased", "_nearest", "_place", "_seen")

    artist: AxesImage

    def __init__(self, artist: AxesImage) -> None:
        super().__init__(artist)
        self._compared: dict[Stage, bool] = {}  # whether pixels were the same
        self._eased = False
        self._nearest: Nearest | None = None
        self._place: Any = None  # where *_nearest* holds
        self._seen: Any = None  # where the image was in the latest frame

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

        def original() -> Any:
            return type(self.artist)._make_image(
                self.artist,
                *(data, in_box, out_box, clip_box, magnification, unsampled),
                round_to_pixel_border,
            )

        if data is None or not data.size or unsampled or not round_to_pixel_border:
            return original()
        target = target_of(self.artist, data, in_box, out_box, clip_box, magnification)
        stage: Stage = "" if target is None else stage_of(self.artist, data, target)
        if target is None or not stage or not self._compared.get(stage, True):
            return original()
        pixels = self._pixels(stage, data, target)
        if pixels is None:
            return original()
        if stage not in self._compared:
            right = original()
            self._compared[stage] = right[1:3] == (target.x, target.y) and np.array_equal(
                right[0], pixels
            )
            return right
        self._eased = True
        return pixels, target.x, target.y, target.transform

    def _pixels(self, stage: Stage, data: np.ndarray, target: Target) -> np.ndarray | None:
        if stage == "rgba":
            return rgba_pixels(self.artist, data, target)
        before, self._seen = self._seen, _place_of(self.artist, data, target)
        if self._nearest is None or self._place != self._seen or not self._nearest.fits(data):
            if before != self._seen:
                return None  # finding out takes longer than it saves in a single frame
            self._nearest = Nearest(self.artist, data, target)
            self._place = self._seen
            self._compared.pop("nearest", None)
        return self._nearest.pixels(self.artist, data)


def is_image(artist: Any) -> bool:
    """Return whether it is known how *artist* makes its pixels."""
    return IS_KNOWN and type(artist) is AxesImage and not _METHODS & vars(artist).keys()


def _place_of(image: AxesImage, data: np.ndarray, target: Target) -> tuple[Any, ...]:
    return (
        data.shape,
        data.dtype,
        target.shape,
        target.transform.get_matrix().tobytes(),
        image.origin,
        image.get_interpolation(),
        image.get_resample(),
    )
