"""
The pixels of an image: what `AxesImage` makes of its data, in fewer passes over large arrays.

matplotlib goes one of two ways from an image's data to its pixels:

at the stage "data"
    Data are resampled, then normed and mapped to colours. Where a pixel shows the datum nearest to
    it, as when an image is enlarged, here each datum is mapped once, and pixels get their colours
    by index. On the rim, where the image covers a pixel in part, that shows the datum times the
    coverage, and is mapped by itself.
at the stage "rgba"
    Data are mapped first, and their colours resampled, by matplotlib here as well. Where these are
    opaque, only pixels on the rim have to be divided by their alpha; and what is left to do with
    the floats is done in pieces that stay in the processor's cache.

Both give the same bytes, as norms and colormaps treat each datum by itself. All else is left to
matplotlib: masked data, an alpha of the image, norms that call functions of the user's.
"""

from dataclasses import dataclass
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib import colors

# Private: what `_ImageBase._make_image` resamples by.
from matplotlib.image import AxesImage, _resample
from matplotlib.transforms import Affine2D, Bbox, BboxBase, IdentityTransform, Transform

# What is repeated here of `_ImageBase._make_image`, which is private, was done otherwise before.
IS_KNOWN = mpl.__version_info__[:2] >= (3, 11)
if IS_KNOWN:
    from matplotlib.colorizer import Colorizer

_NORMS = (
    *(colors.Normalize, colors.NoNorm, colors.BoundaryNorm, colors.CenteredNorm),
    *(colors.TwoSlopeNorm, colors.PowerNorm, colors.LogNorm, colors.SymLogNorm, colors.AsinhNorm),
)
_COLORMAPS = (colors.ListedColormap, colors.LinearSegmentedColormap)
# Of these it is certain that a datum's colour does not depend on where in the array it lies;
# numpy's logarithms may take another way at the end of an array.
_NEAREST_NORMS = (colors.Normalize,)
_PIECE_BYTES = 1 << 18

Stage = Literal["nearest", "rgba", ""]


@dataclass(frozen=True, kw_only=True)
class Target:
    """
    Where the data of an image go.

    Attributes
    ----------
    x, y : float
        Of the corner, in pixels of the figure.
    shape : (int, int)
        Rows and columns of pixels.
    transform : `~matplotlib.transforms.Transform`
        From columns and rows of the data to those of the pixels.
    """

    x: float
    y: float
    shape: tuple[int, int]
    transform: Transform


def target_of(
    image: AxesImage,
    data: np.ndarray,
    in_box: BboxBase,
    out_box: BboxBase,
    clip_box: BboxBase,
    magnification: float,
) -> Target | None:
    """
    Return where the data of *image* go, as ``_ImageBase._make_image`` computes it.

    Parameters
    ----------
    image : `~matplotlib.image.AxesImage`
        The image.
    data : array of shape (M, N) or (M, N, 3)
        Its data.
    in_box, out_box, clip_box : `~matplotlib.transforms.BboxBase`
        Its place among the data of the Axes, that in pixels, and what it is clipped to in pixels.
    magnification : float
        Of the renderer.

    Returns
    -------
    Target or None
        None where there are no pixels.
    """
    clipped = Bbox.intersection(out_box, clip_box)
    if clipped is None:
        return None
    left, bottom, right, top = np.asarray(clipped.extents) * magnification
    # Half up on the one side and half down on the other, with some room for rounding errors.
    x0, x1 = np.floor(left + 0.5), np.floor(right + 0.5 + 1e-8)
    y0, y1 = np.ceil(bottom - 0.5 - 1e-8), np.ceil(top - 0.5)
    if x0 == x1 or y0 == y1:
        return None
    rows, columns = data.shape[:2]
    transform: Transform = IdentityTransform()
    if image.origin == "upper":
        transform = Affine2D().translate(0, -rows).scale(1, -1)
    transform += (
        Affine2D()
        .scale(in_box.width / columns, in_box.height / rows)
        .translate(in_box.x0, in_box.y0)
        + image.get_transform()
    )
    transform += Affine2D().scale(magnification).translate(-x0, -y0)
    return Target(
        x=x0 / magnification,
        y=y0 / magnification,
        shape=(int(y1 - y0), int(x1 - x0)),
        transform=transform,
    )


def stage_of(image: AxesImage, data: np.ndarray, target: Target) -> Stage:
    """
    Return which of the two ways *image* goes; "" where it is to be left to matplotlib.

    Parameters
    ----------
    image, data
        See `target_of`.
    target : Target
        Where the data go.
    """
    if not target.transform.is_affine or image.get_alpha() is not None:
        return ""
    # What `set_data` keeps of ordinary arrays; a matrix, or a quantity with units, is left alone.
    if type(data) is not np.ma.MaskedArray or type(data.data) is not np.ndarray:
        return ""
    if np.ma.is_masked(data):
        return ""
    if data.dtype.kind not in "fiu" or data.dtype.itemsize > 8 or not data.dtype.isnative:
        return ""
    if data.ndim == 3:
        is_rgb = data.shape[2] == 3 and (data.dtype == np.uint8 or data.dtype.kind == "f")
        return "rgba" if is_rgb else ""
    # Private: there is no public way to ask for either.
    colorizer, stage = image._colorizer, image._interpolation_stage
    if type(colorizer) is not Colorizer or type(colorizer.norm) not in _NORMS:
        return ""
    if type(colorizer.cmap) not in _COLORMAPS or not colorizer.norm.scaled():
        return ""
    factors = _enlargement(data, target)
    if stage in ("antialiased", "auto"):
        stage = "rgba" if min(factors) < 3 else "data"
    if stage == "rgba":
        return "rgba"
    if type(colorizer.norm) in _NEAREST_NORMS and _is_nearest(image, factors):
        return "nearest"
    return ""


def _enlargement(data: np.ndarray, target: Target) -> tuple[float, float]:
    corners = np.array([[0, 0], [data.shape[1], data.shape[0]]])
    width, height = np.abs(np.diff(target.transform.transform(corners), axis=0))[0]
    return width / data.shape[1], height / data.shape[0]


def _is_nearest(image: AxesImage, factors: tuple[float, float]) -> bool:
    """Return whether a pixel shows one datum, by the names for that, and by how it is enlarged."""
    interpolation = image.get_interpolation()
    if interpolation in ("antialiased", "auto"):
        return min(factors) > 3
    return interpolation == "nearest"


def rgba_pixels(image: AxesImage, data: np.ndarray, target: Target) -> np.ndarray | None:
    """
    Return the pixels of an image at the stage "rgba".

    Parameters
    ----------
    image, data, target
        See `stage_of`.

    Returns
    -------
    array of uint8, shape (rows, columns, 4), or None
        None if colours are not opaque, or not numbers.
    """
    if data.ndim == 2:
        colours = image.to_rgba(data)
    else:
        if data.dtype == np.uint8:
            data = np.divide(data, 0xFF, dtype=np.float32)
        colours = np.dstack([data, np.ones(data.shape[:2])])
    if not (colours[..., 3] == 1).all():
        return None
    floats = _resample(image, np.asarray(colours), target.shape, target.transform)
    pixels = np.empty(floats.shape, np.uint8)
    rows = max(1, _PIECE_BYTES // max(1, floats[0].nbytes))
    for start in range(0, len(floats), rows):
        piece = floats[start : start + rows]
        if np.isnan(piece.min()):
            return None
        _divide_by_alpha(piece)
        np.multiply(piece, 255, out=piece)
        pixels[start : start + rows] = piece
    return pixels


def _divide_by_alpha(colours: np.ndarray) -> None:
    """Divide colours by their alpha, which stays as it is, in place."""
    rim = colours[..., 3] != 1
    if rim.any():
        divided = colours[rim]
        alpha = divided[:, 3].copy()
        divided /= np.where(alpha != 0, alpha, 1)[:, np.newaxis]
        divided[:, 3] = alpha
        colours[rim] = divided


class Nearest:
    """
    Which datum each pixel of an image shows, and how much of the pixel it covers.

    Parameters
    ----------
    image, data, target
        See `stage_of`; an image at the stage "nearest".
    """

    def __init__(self, image: AxesImage, data: np.ndarray, target: Target) -> None:
        def resampled(values: np.ndarray, **kwargs: Any) -> np.ndarray:
            values = values.reshape(data.shape)
            return _resample(image, values, target.shape, target.transform, **kwargs)

        self._dtype = _scaled_dtype(data)
        numbers = resampled(np.arange(data.size, dtype=np.float64))
        covered = resampled(np.ones(data.size))
        shown = np.divide(numbers, covered, out=np.zeros_like(numbers), where=covered != 0)
        self._shown = np.rint(shown).astype(np.intp)
        coverage = resampled(np.ones(data.size, self._dtype))
        alpha = resampled(np.ones(data.size, np.float32), resample=True)
        rim = (coverage != 1) | (alpha != 1)
        self._rim = np.flatnonzero(rim)
        self._shown_on_rim, self._coverage, self._alpha = (
            self._shown[rim],
            coverage[rim],
            alpha[rim],
        )

    def fits(self, data: np.ndarray) -> bool:
        """Return whether matplotlib would resample *data*, of the same shape, in the same way."""
        return _scaled_dtype(data) == self._dtype

    def pixels(self, image: AxesImage, data: np.ndarray) -> np.ndarray:
        """
        Return the pixels of *image* with these *data*.

        Returns
        -------
        array of uint8, shape (rows, columns, 4)
            As ``_ImageBase._make_image`` gives them.
        """
        values = np.ma.getdata(data).astype(self._dtype).ravel()
        pixels = _mapped(image, values)[self._shown]
        if len(self._rim):
            seen = np.zeros_like(self._coverage)
            np.multiply(
                values[self._shown_on_rim], self._coverage, out=seen, where=self._coverage != 0
            )
            colours = _mapped(image, seen).view(np.uint8).reshape(-1, 4)
            colours[:, 3] = colours[:, 3].astype(np.float32) * self._alpha
            pixels.reshape(-1)[self._rim] = colours.view(np.uint32).ravel()
        return pixels.view(np.uint8).reshape(*pixels.shape, 4)


def _mapped(image: AxesImage, values: np.ndarray) -> np.ndarray:
    """Return the colours of *values*, four bytes as one number each."""
    normed: Any = image.norm(np.ma.masked_array(values, np.zeros(values.shape, bool)))
    return image.to_rgba(normed, bytes=True, norm=False).view(np.uint32).ravel()


def _scaled_dtype(data: np.ndarray) -> np.dtype:
    """Return as what numbers the data are resampled."""
    if data.dtype.kind == "f":
        return np.dtype("f8" if data.dtype.itemsize > 4 else "f4")
    span = data.max().astype("f8") - data.min().astype("f8")
    return np.dtype("f8" if span > 1e8 else "f4")
