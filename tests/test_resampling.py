"""Images whose pixels are made with less work are matplotlib's images, whatever their data."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import colors
from matplotlib.image import AxesImage

from matplotlib_parwriter.redraw import Redrawer, _image_item
from matplotlib_parwriter.redraw._resampling import IS_KNOWN

FRAMES = 4
NEVER = float("inf")

pytestmark = [
    pytest.mark.skipif(not IS_KNOWN, reason="this matplotlib makes pixels in another way"),
    pytest.mark.filterwarnings("ignore"),
]

Values = Callable[[np.random.Generator, tuple[int, int]], np.ndarray]

DATA: dict[str, Values] = {
    "float64": lambda rng, shape: 3 * rng.normal(size=shape),
    "float32": lambda rng, shape: (3 * rng.normal(size=shape)).astype("f4"),
    "float16": lambda rng, shape: rng.random(shape).astype("f2"),
    "uint8": lambda rng, shape: rng.integers(0, 200, shape, dtype=np.uint8),
    "int32": lambda rng, shape: rng.integers(-50, 200, shape, dtype=np.int32),
    "large int64": lambda rng, shape: rng.integers(0, 2**40, shape),
    "bool": lambda rng, shape: rng.random(shape) > 0.5,
    "masked": lambda rng, shape: np.ma.masked_greater(rng.random(shape), 0.8),
    "not finite": lambda rng, shape: np.where(rng.random(shape) > 0.9, np.nan, rng.random(shape)),
    "RGB bytes": lambda rng, shape: rng.integers(0, 255, (*shape, 3), dtype=np.uint8),
    "RGB floats": lambda rng, shape: rng.random((*shape, 3)).astype("f4"),
    "RGBA floats": lambda rng, shape: rng.random((*shape, 4)),
}

NORMS: list[Callable[[], dict[str, Any]]] = [
    dict,
    lambda: {"vmin": -1, "vmax": 1.5},
    lambda: {"norm": colors.Normalize(0, 1, clip=True)},
    lambda: {"norm": colors.LogNorm(0.1, 10)},
    lambda: {"norm": colors.BoundaryNorm([0, 0.2, 0.5, 1, 3, 100], 256)},
    lambda: {"norm": colors.PowerNorm(0.5, 0, 3)},
]
TRANSPARENT = colors.LinearSegmentedColormap.from_list("transparent", [(1, 0, 0, 0), (0, 0, 1, 1)])
UNUSUAL = colors.ListedColormap(["r", "g", "b"]).with_extremes(under="w", over="k", bad="y")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect at which stages pixels were made here."""
    stages: list[str] = []

    def counted(stage: str, original: Any) -> Any:
        def pixels(*args: Any) -> Any:
            result = original(*args)
            if result is not None:
                stages.append(stage)
            return result

        return pixels

    nearest, rgba = _image_item.Nearest, _image_item.rgba_pixels
    monkeypatch.setattr(nearest, "pixels", counted("nearest", nearest.pixels))
    monkeypatch.setattr(_image_item, "rgba_pixels", counted("rgba", rgba))
    yield stages
    plt.close("all")


def _random_image(
    rng: np.random.Generator, kind: str
) -> tuple[AxesImage, Callable[[], np.ndarray]]:
    """Show an image of random size and place, and return what makes other data for it."""
    _, ax = plt.subplots(figsize=rng.uniform(1.5, 5, 2), dpi=rng.choice([60, 72, 100.3]))
    shape = int(rng.integers(1, 90)), int(rng.integers(1, 90))
    kwargs: dict[str, Any] = {
        "cmap": rng.choice(np.array(["viridis", "tab10", TRANSPARENT, UNUSUAL], object)),
        "origin": rng.choice(["upper", "lower"]),
        "aspect": rng.choice(["auto", "equal"]),
        "interpolation": rng.choice(["auto", "auto", "nearest", "bilinear", "hanning", "none"]),
        "interpolation_stage": rng.choice(["auto", "data", "rgba"]),
    }
    if rng.random() < 0.2:
        kwargs["alpha"] = rng.random()
    if rng.random() < 0.4:
        kwargs["extent"] = (*np.sort(rng.uniform(-5, 5, 2)), *np.sort(rng.uniform(-5, 5, 2)))
    if "RGB" not in kind:
        kwargs |= NORMS[rng.integers(len(NORMS))]()
    image = ax.imshow(DATA[kind](rng, shape), **kwargs)
    ax.set_axis_off()  # to draw it takes most of the time
    left, right, bottom, top = image.get_extent()
    if rng.random() < 0.5:
        ax.set_xlim(left + rng.uniform(-2, 2), right + rng.uniform(-2, 2))
    if rng.random() < 0.3:
        ax.set_ylim(top + rng.uniform(-2, 2), bottom + rng.uniform(-2, 2))
    return image, lambda: DATA[kind](rng, shape)


@pytest.mark.parametrize("kind", DATA)
def test_random_images(kind: str, made: list[str]) -> None:
    for seed in range(6):
        rng = np.random.default_rng(seed)
        image, other = _random_image(rng, kind)
        with Redrawer(image.figure, dpi="figure", first_check=NEVER) as redrawer:
            for frame in range(FRAMES):
                if frame:
                    image.set_data(other())
                assert bytes(redrawer.frame()) == bytes(redrawer.plain()), (seed, frame)
        plt.close("all")
    assert bool(made) != (kind in ("masked", "not finite", "RGBA floats", "bool"))


def _enlarged(**kwargs: Any) -> AxesImage:
    _, ax = plt.subplots(figsize=(3, 3), dpi=60)
    ax.set_axis_off()
    return ax.imshow(np.arange(48.0).reshape(6, 8), **kwargs)


def _changes(image: AxesImage, redrawer: Redrawer, frames: int = 4) -> None:
    for i in range(frames):
        image.set_data(np.arange(48.0).reshape(6, 8)[::-1] - i)
        assert bytes(redrawer.frame()) == bytes(redrawer.plain())


def _draws_of(image: AxesImage) -> Redrawer:
    return Redrawer(image.figure, dpi="figure", first_check=NEVER)


def test_zoomed_and_moved_images_are_mapped_anew(made: list[str]) -> None:
    image = _enlarged()
    with _draws_of(image) as redrawer:
        _changes(image, redrawer)
        for limits in ((-3, 5), (1.3, 4.2), (7, 0), (20, 30), (-0.5, 7.5)):
            image.axes.set_xlim(limits)
            _changes(image, redrawer)
        image.origin = "lower"
        _changes(image, redrawer)
        image.set_extent((2, 5, 1, 4))
        _changes(image, redrawer)
        image.figure.set_size_inches(2, 4)
        _changes(image, redrawer)
    assert made.count("nearest") >= 10


@pytest.mark.usefixtures("made")
def test_data_written_to_in_place_show() -> None:
    image = _enlarged(vmin=0, vmax=50)
    with _draws_of(image) as redrawer:
        for i in range(5):
            image.get_array()[i, :] = 50 - i
            assert bytes(redrawer.frame()) == bytes(redrawer.plain())
        image.get_array()[0, 0] = np.nan  # which no mask tells
        assert bytes(redrawer.frame()) == bytes(redrawer.plain())


@pytest.mark.usefixtures("made")
def test_colormaps_norms_and_limits_may_change() -> None:
    image = _enlarged()
    with _draws_of(image) as redrawer:
        _changes(image, redrawer)
        image.set_cmap("gray")
        _changes(image, redrawer)
        image.set_clim(10, 20)
        _changes(image, redrawer)
        image.norm = colors.LogNorm(1, 40)
        _changes(image, redrawer)
        image.set_norm(None)
        _changes(image, redrawer)


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("place", ["artist", "class"])
def test_functions_of_the_users_are_called_as_often_as_in_stock(place: str) -> None:
    calls = []

    class Norm(colors.Normalize):
        def __call__(self, value: Any, clip: bool | None = None) -> Any:
            calls.append("norm")
            return super().__call__(value, clip)

    def to_rgba(*args: Any, **kwargs: Any) -> Any:
        calls.append("to_rgba")
        return AxesImage.to_rgba(image, *args, **kwargs)

    image = _enlarged(**({"norm": Norm(0, 50)} if place == "class" else {}))
    if place == "artist":
        image.to_rgba = to_rgba  # type: ignore[method-assign]
    with _draws_of(image) as redrawer:
        counts = []
        for i in range(3):
            image.set_data(np.arange(48.0).reshape(6, 8) + i)
            calls.clear()
            redrawer.frame()
            counts.append(len(calls))
            calls.clear()
            image.figure.savefig(io.BytesIO(), format="rgba", dpi="figure")
            counts.append(len(calls))
    assert counts == [counts[1]] * 6
    assert counts[0] > 0


def test_a_difference_from_matplotlib_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def wrong(*_: Any) -> np.ndarray:
        calls.append(1)
        return np.zeros((3, 3, 4), np.uint8)

    monkeypatch.setattr(_image_item, "rgba_pixels", wrong)
    image = _enlarged(interpolation_stage="rgba")
    with _draws_of(image) as redrawer:
        _changes(image, redrawer)
    assert len(calls) == 1


@pytest.mark.parametrize("stage", ["data", "rgba"])
def test_a_new_image_in_every_frame(stage: Any, made: list[str]) -> None:
    image = _enlarged()
    axes = image.axes
    with _draws_of(image) as redrawer:
        for i in range(8):
            axes.clear()
            axes.set_axis_off()
            axes.imshow(np.arange(48.0).reshape(6, 8) % (i + 3), interpolation_stage=stage)
            assert bytes(redrawer.frame()) == bytes(redrawer.plain())
    assert len(made) >= 6


def test_many_places() -> None:
    _, ax = plt.subplots(figsize=(2, 2), dpi=60)
    ax.set_axis_off()
    ax.set(xlim=(0, 50), ylim=(0, 50))
    images = [
        ax.imshow(np.arange(4.0).reshape(2, 2), extent=(i, i + 9.3, i, i + 8)) for i in range(40)
    ]
    with _draws_of(images[0]) as redrawer:
        for i in range(4):
            for k, image in enumerate(images):
                image.set_data(np.arange(4.0).reshape(2, 2) * k + i)
            assert bytes(redrawer.frame()) == bytes(redrawer.plain())
