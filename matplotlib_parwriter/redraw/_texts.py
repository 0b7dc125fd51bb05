"""
Texts that have moved: drawn as `RendererAgg` does it, from what stays the same of them.

Of the time that a text takes, most goes into looking its font up, shaping it, and computing for
each glyph how it is turned. The glyphs themselves must be rendered anew, for they lie between
pixels. So what is shaped is kept, and the rest done once for a text, or for the texts of a frame.
"""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import RendererAgg, get_hinting_flag
from matplotlib.font_manager import FontProperties

from ._ops import CRenderer, Op, recording

# What is repeated here of RendererAgg was done otherwise before.
IS_KNOWN = mpl.__version_info__[:2] >= (3, 11)
if IS_KNOWN:
    from matplotlib.ft2font import RenderMode

# How many shaped texts are kept.
_KEPT = 4096
_DRAW_TEXT = RendererAgg.draw_text
# What decides, beside its properties, which font is found.
_FAMILIES = tuple(
    f"font.{name}" for name in ("family", "serif", "sans-serif", "cursive", "fantasy", "monospace")
)


class _Glyph(NamedTuple):
    """A glyph, and its place in its text, in pixels to the right and upwards."""

    font: Any
    size: float
    number: int
    x: float
    y: float


class Texts:
    """
    Draw texts on renderers, and keep how they were shaped.

    Attributes
    ----------
    were_wrong : bool
        Whether a text that was checked was not drawn as matplotlib does. From then on all texts are
        drawn by matplotlib.
    """

    def __init__(self) -> None:
        self.were_wrong = False
        self._shaped: dict[Any, list[_Glyph]] = {}
        # In one frame: what font it is also depends on those that were added.
        self._fonts: dict[Any, Any] = {}

    def drawing_on(self, renderer: RendererAgg, *, checks: bool) -> Callable[..., None]:
        """
        Return what draws the texts of one frame.

        Parameters
        ----------
        renderer : `~matplotlib.backends.backend_agg.RendererAgg`
            What they are drawn on.
        checks : bool
            Whether to draw them by matplotlib, and to compare what would have been drawn: frames
            that are not drawn plainly as well are checked in this way only.

        Returns
        -------
        callable
            What can stand in for ``renderer.draw_text``.
        """
        self._fonts = {}

        def draw_kept(
            gc: Any,
            x: float,
            y: float,
            s: str,
            prop: FontProperties,
            angle: float,
            ismath: Any = False,
            mtext: Any = None,
        ) -> None:
            if ismath:
                _draw_mathtext(renderer, gc, x, y, s, prop, angle)
            else:
                _draw_glyphs(renderer, gc, x, y, angle, self._shape(renderer, s, prop, mtext))

        def draw_text(*args: Any, **kwargs: Any) -> None:
            if not IS_KNOWN or self.were_wrong or RendererAgg.draw_text is not _DRAW_TEXT:
                RendererAgg.draw_text(renderer, *args, **kwargs)
            elif checks:
                kept = _calls(renderer, lambda: draw_kept(*args, **kwargs), paints=False)
                right = _calls(renderer, lambda: RendererAgg.draw_text(renderer, *args, **kwargs))
                self.were_wrong = self.were_wrong or not _are_equal(kept, right)
            else:
                draw_kept(*args, **kwargs)

        return draw_text

    def _shape(
        self, renderer: RendererAgg, s: str, prop: FontProperties, mtext: Any
    ) -> list[_Glyph]:
        settings: Any = mpl.rcParams
        # By its hash, a font's properties are known again by matplotlib, too.
        wanted = hash(prop), *[tuple(settings[name]) for name in _FAMILIES]
        font = self._fonts.get(wanted)
        if font is None:
            # Private: it finds the font, and prepares it, which is done again before it shapes.
            font = self._fonts[wanted] = renderer._prepare_font(prop)
        size = prop.get_size_in_points()
        features = None if mtext is None else mtext.get_fontfeatures()
        language = None if mtext is None else mtext.get_language()
        how = size, renderer.dpi, get_hinting_flag(), repr(features), repr(language)
        glyphs = self._shaped.get((font, s, how))
        if glyphs is None:
            font = renderer._prepare_font(prop)
            # Private: as in RendererAgg.draw_text.
            items = font._layout(s, flags=how[2], features=features, language=language)
            glyphs = [_Glyph(i.ft_object, size, i.glyph_index, i.x, i.y) for i in items]
            if len(self._shaped) >= _KEPT:
                self._shaped.clear()
            # Of a missing glyph, matplotlib warns where it measures the text, not here.
            self._shaped[font, s, how] = glyphs
        return glyphs


def _draw_mathtext(
    renderer: RendererAgg, gc: Any, x: float, y: float, s: str, prop: FontProperties, angle: float
) -> None:
    # As in RendererAgg.draw_mathtext; what is parsed is kept there.
    parse = renderer.mathtext_parser.parse(s, renderer.dpi, prop, antialiased=gc.get_antialiased())
    glyphs = [_Glyph(font, size, number, x, y) for font, size, _, number, x, y in parse.glyphs]
    _draw_glyphs(renderer, gc, x, y, angle, glyphs)
    if parse.rects:
        # Private: it draws fraction bars and the like.
        renderer._draw_text_glyphs_and_boxes(gc, x, y, angle, (), parse.rects)


@lru_cache(maxsize=256)
def _turned(angle: float) -> tuple[float, float, np.ndarray]:
    """Return cosine, sine, and FreeType's matrix, in 16.16 fixed point."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    matrix = (0x10000 * np.array([[cos, -sin], [sin, cos]]) @ [[1, 0], [0, 1]]).round().astype(int)
    return cos, sin, matrix


def _draw_glyphs(
    renderer: RendererAgg, gc: Any, x: float, y: float, angle: float, glyphs: Sequence[_Glyph]
) -> None:
    """Draw glyphs as ``RendererAgg._draw_text_glyphs_and_boxes`` does; *y* is downwards."""
    cos, sin, matrix = _turned(angle)
    flags = get_hinting_flag()
    antialiased = gc.get_antialiased()
    mode = RenderMode.NORMAL if antialiased else RenderMode.MONO
    # Private: the C++ renderer, or what records its calls.
    target = renderer._renderer
    height = renderer.height
    sized: Any = None
    for font, size, number, dx, dy in glyphs:
        if sized != (font, size):
            font.set_size(size, renderer.dpi)
            sized = font, size
        place = [
            round(0x40 * (x + dx * cos - dy * sin)),
            round(0x40 * (height - y + dx * sin + dy * cos)),
        ]
        font._set_transform(matrix, place)
        bitmap = font._render_glyph(number, flags, mode)
        buffer = bitmap.buffer
        if not antialiased:
            buffer *= 0xFF
        bottom = int(height) - bitmap.top + buffer.shape[0]
        target.draw_text_image(buffer, bitmap.left, bottom, 0, gc)


def _calls(renderer: RendererAgg, draw: Callable[[], None], *, paints: bool = True) -> list[Op]:
    """Return the calls that *draw* makes to the C++ renderer, which are carried out or not."""
    with recording(renderer, paints=paints) as recorder:
        draw()
    return recorder.ops


def _are_equal(a: Sequence[Op], b: Sequence[Op]) -> bool:
    """Return whether the same glyphs are drawn at the same places, and as many other things."""
    return len(a) == len(b) and all(
        one.method is other.method
        and (
            one.method is not CRenderer.draw_text_image
            or (np.array_equal(one.args[0], other.args[0]) and one.args[1:4] == other.args[1:4])
        )
        for one, other in zip(a, b, strict=True)
    )
