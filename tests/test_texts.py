"""Texts that are drawn from what is kept of them have matplotlib's pixels."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import patheffects
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from matplotlib_parwriter.redraw import Redrawer, _texts

NEVER = float("inf")

pytestmark = pytest.mark.skipif(
    not _texts.IS_KNOWN, reason="this matplotlib draws texts in another way"
)


@pytest.fixture(autouse=True)
def _figures() -> Iterator[None]:
    with mpl.rc_context({"figure.dpi": 60}):
        yield
    plt.close("all")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect how many glyphs were drawn from what is kept."""
    glyphs: list[int] = []
    original = _texts._draw_glyphs

    def counting(*args: Any) -> None:
        glyphs.append(len(args[-1]))
        original(*args)

    monkeypatch.setattr(_texts, "_draw_glyphs", counting)
    return glyphs


def _of_texts(**texts: Any) -> tuple[Figure, list[Text]]:
    fig = plt.figure(figsize=(3, 2))
    made = [fig.text(0.1, 0.5, s, **kwargs) for s, kwargs in texts.items()]
    return fig, made


def _moved(fig: Figure, texts: list[Text], frames: int = 5) -> None:
    """Move the texts to and fro between pixels, and compare each frame."""
    with Redrawer(fig, dpi="figure", first_check=NEVER) as redrawer:
        for i in range(frames):
            for text in texts:
                text.set_position((0.1 + 0.0137 * i, 0.2 + 0.031 * i))
            assert bytes(redrawer.frame()) == bytes(redrawer.plain()), i


@pytest.mark.parametrize(
    "kwargs",
    [
        {},
        {"rotation": 33.3},
        {"rotation": 90, "fontsize": 7.3},
        {"rotation": 180, "ha": "center", "va": "top"},
        {"family": "serif", "style": "italic", "weight": "bold"},
        {"family": ["monospace", "sans-serif"], "fontsize": 20},
        {"antialiased": False},
        {"antialiased": False, "rotation": 20},
        {"alpha": 0.3, "color": "C1"},
        {"bbox": {"boxstyle": "round"}},
        {"path_effects": [patheffects.withStroke(linewidth=3, foreground="w")]},
        {"wrap": True},
    ],
    ids=lambda kwargs: " ".join(kwargs) or "plain",
)
@pytest.mark.parametrize(
    "s", ["AVAT fi 0.25", "two\nlines, and a longer one", r"$\frac{x_1}{2}$ m"]
)
def test_moved_texts(s: str, kwargs: dict[str, Any], drawn: list[int]) -> None:
    _moved(*_of_texts(**{s: kwargs}))
    if "path_effects" not in kwargs:
        assert sum(drawn) > 0


def test_the_same_letters_at_several_sizes_angles_and_resolutions() -> None:
    sizes, angles = (8, 8.5, 20), (0, 45, 90, 45.1)
    fig = plt.figure(figsize=(3, 2))
    texts = [fig.text(0.1, 0.5, "abc", size=s, rotation=a) for s in sizes for a in angles]
    _moved(fig, texts)
    fig.set_dpi(73)
    _moved(fig, texts)


def test_features_and_languages(drawn: list[int]) -> None:
    fig, texts = _of_texts(
        **{
            "fi AV": {"fontfeatures": ["-liga", "-kern"]},
            "fi AV 2": {"fontfeatures": ["kern"]},
            "абв": {"language": "sr"},
            "абвг": {"language": [("bg", 0, 2), ("sr", 2, 4)]},
        }
    )
    _moved(fig, texts)
    texts[0].set_fontfeatures(["kern"])
    texts[2].set_language("ru")
    _moved(fig, texts)
    assert sum(drawn) > 0


def test_what_is_kept_depends_on_rcparams(drawn: list[int]) -> None:
    fig, texts = _of_texts(**{"Quick AV": {}, r"$x^2$": {}})
    with Redrawer(fig, dpi="figure", first_check=NEVER) as redrawer:
        for i, settings in enumerate(
            [
                {},
                {"font.sans-serif": ["DejaVu Serif"]},
                {"font.family": ["monospace"]},
                {"text.hinting": "none"},
                {"text.hinting": "native", "text.hinting_factor": 1},
                {"mathtext.fontset": "cm"},
            ]
        ):
            with warnings.catch_warnings(), mpl.rc_context():
                warnings.simplefilter("ignore")
                mpl.rcParams.update(settings)
                for _ in range(2):
                    texts[0].set_x(0.1 + 0.01 * i)
                    assert bytes(redrawer.frame()) == bytes(redrawer.plain()), settings
    assert sum(drawn) > 0


def test_a_missing_glyph_is_warned_of_as_in_stock() -> None:
    fig, texts = _of_texts(**{"missing \U00012000 here": {}})
    with Redrawer(fig, dpi="figure", first_check=NEVER) as redrawer:
        for i in range(3):
            texts[0].set_x(0.2 + 0.01 * i)
            texts[0].set_text(f"missing {chr(0x12000 + i)} here")
            with pytest.warns(UserWarning, match="missing from font") as here:
                frame = bytes(redrawer.frame())
            with pytest.warns(UserWarning, match="missing from font") as in_stock:
                assert bytes(redrawer.plain()) == frame
            assert len(here) == len(in_stock)


def test_a_method_put_into_the_renderer_class_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    fig, texts = _of_texts(abc={})
    calls = []
    original = RendererAgg.draw_text

    def draw_text(*args: Any, **kwargs: Any) -> None:
        calls.append(args)
        original(*args, **kwargs)

    with Redrawer(fig, dpi="figure", first_check=NEVER) as redrawer:
        redrawer.frame()
        monkeypatch.setattr(RendererAgg, "draw_text", draw_text)
        texts[0].set_x(0.3)
        redrawer.frame()
    assert len(calls) == 1


def test_ticks_that_move_and_a_camera_that_turns(drawn: list[int]) -> None:
    fig = plt.figure(figsize=(4, 2))
    flat, deep = fig.add_subplot(1, 2, 1), fig.add_subplot(1, 2, 2, projection="3d")
    deep.plot([0, 1, 2], [0, 1, 4], [2, 1, 0])
    with Redrawer(fig, dpi="figure", first_check=NEVER) as redrawer:
        for i in range(12):
            flat.set_xlim(i / 7, 5 + i / 3)
            deep.view_init(30, 10 * i)
            assert bytes(redrawer.frame()) == bytes(redrawer.plain()), i
    assert len(drawn) > 100


def test_more_texts_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_texts, "_KEPT", 3)
    fig, (text,) = _of_texts(a={})
    with Redrawer(fig, dpi="figure", first_check=NEVER) as redrawer:
        for s in np.array(["a", "b", "c", "d", "e", "a", "d", "b"]):
            text.set_text(s)
            assert bytes(redrawer.frame()) == bytes(redrawer.plain())


def _turning(frames: int, redrawer: Redrawer) -> None:
    (axes,) = redrawer._figure.axes
    for i in range(frames):
        axes.view_init(30, 3 * i)  # type: ignore[attr-defined]
        redrawer.frame()


def test_a_wrong_text_is_noticed_where_no_frame_is_drawn_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    original = _texts.Texts._shape
    fig = plt.figure(figsize=(3, 2))
    fig.add_subplot(projection="3d")
    with Redrawer(fig, dpi="figure", first_check=40) as redrawer:
        _turning(39, redrawer)
        assert redrawer._scene is not None
        assert redrawer._scene.is_resting
        monkeypatch.setattr(_texts.Texts, "_shape", lambda *args: original(*args)[1:])
        _turning(5, redrawer)
    assert [(m.frame, m.artist) for m in redrawer.mismatches] == [(40, "a text")]
    assert not redrawer.mismatches[0].corrected


def test_checked_texts_are_drawn_by_matplotlib() -> None:
    fig, texts = _of_texts(**{"Quick AV": {"rotation": 30}, r"$\frac{x^2}{3}$": {}})
    with Redrawer(fig, dpi="figure", first_check=0) as redrawer:
        for i in range(6):
            for text in texts:
                text.set_x(0.1 + 0.0137 * i)
            redrawer._is_due = True
            assert bytes(redrawer.frame()) == bytes(redrawer.plain())
    assert not redrawer.mismatches
    assert not redrawer._texts.were_wrong
