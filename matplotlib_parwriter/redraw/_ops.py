"""
Display lists: the calls that an artist makes to Agg's C++ renderer, kept to be made again.

`RendererAgg` computes in Python what is to be drawn and hands it to the C++ renderer in its
attribute ``_renderer``. A `Recorder` takes the place of that one while an artist draws: it passes
every call on, and keeps it. The arguments are frozen, because matplotlib changes graphics contexts,
transforms and the bitmaps of glyphs again after the call.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.path import Path
from matplotlib.transforms import Transform

# Private: the class of RendererAgg._renderer. Display lists are lists of calls of its methods.
from matplotlib.backends._backend_agg import RendererAgg as CRenderer  # isort: skip

# Arrays and paths up to this many numbers are copied; beyond, an artist that changes one in place
# is noticed by its content (see _rules), and the copy would cost more than it is worth.
_COPIED = 20_000

_DRAWING = (
    "draw_path",
    "draw_markers",
    "draw_text_image",
    "draw_image",
    "draw_path_collection",
    "draw_quad_mesh",
    "draw_gouraud_triangles",
)


class Op(NamedTuple):
    """One call to the C++ renderer."""

    method: Callable[..., None]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


def replay(ops: list[Op], target: Any) -> None:
    """
    Make recorded calls again.

    Parameters
    ----------
    ops : list of Op
        The calls.
    target : CRenderer
        The C++ renderer to draw on, of the same size and dpi as the one recorded.
    """
    for method, args, kwargs in ops:
        method(target, *args, **kwargs)


class Recorder:
    """
    Stand in for a C++ renderer, pass drawing calls on and keep them.

    Parameters
    ----------
    target : CRenderer
        The C++ renderer.
    paints : bool, default: True
        Whether to pass drawing calls on.

    Attributes
    ----------
    ops : list of Op
        The calls so far.
    incomplete : bool
        Whether something happened that calls of the same kind would not bring about again.
    """

    def __init__(self, target: Any, *, paints: bool = True) -> None:
        self.target = target
        self.paints = paints
        self.ops: list[Op] = []
        self.incomplete = False

    def __getattr__(self, name: str) -> Any:
        # Reading or copying pixels, or clearing them: what comes of it depends on what else was
        # drawn.
        self.incomplete = True
        return getattr(self.target, name)


def _recording(name: str) -> Callable[..., None]:
    function = getattr(CRenderer, name)

    def method(self: Recorder, *args: Any, **kwargs: Any) -> None:
        frozen = tuple([_frozen(arg) for arg in args])
        self.ops.append(Op(function, frozen, {k: _frozen(v) for k, v in kwargs.items()}))
        if self.paints:
            # By its name, as it may be a recorder, too.
            getattr(self.target, name)(*args, **kwargs)

    return method


for _name in _DRAWING:
    setattr(Recorder, _name, _recording(_name))


@contextlib.contextmanager
def recording(renderer: RendererAgg, *, paints: bool = True) -> Iterator[Recorder]:
    """
    Record what is drawn on *renderer* within the context.

    Parameters
    ----------
    renderer : `~matplotlib.backends.backend_agg.RendererAgg`
        The renderer.
    paints : bool, default: True
        Whether the calls are carried out, too.

    Yields
    ------
    Recorder
        What keeps the calls.
    """
    target = renderer._renderer
    recorder = Recorder(target, paints=paints)
    _set_target(renderer, recorder)
    try:
        yield recorder
    finally:
        _set_target(renderer, target)


def target_of(renderer: RendererAgg) -> Any:
    """Return the C++ renderer that *renderer* draws on."""
    return renderer._renderer


def _set_target(renderer: RendererAgg, target: Any) -> None:
    # Private: what RendererAgg does itself around filters.
    renderer._renderer = target
    for name in _DRAWING:
        if name in vars(renderer):
            setattr(renderer, name, getattr(target, name))


class ClipKeeper:
    """
    Keep the vertices of the clip path that a C++ renderer was given last.

    It has a mask for them, and knows them again by their address: if they were freed, that mask
    might be taken for the one of another path, which came to lie where the first one was.
    """

    __slots__ = ("vertices",)

    def __init__(self) -> None:
        self.vertices: np.ndarray | None = None

    def new_gc(self) -> GraphicsContextBase:
        """Return a graphics context, as `~.RendererBase.new_gc` does, whose clip path is kept."""
        return _KeepingGC(self)

    def clip_path_of(self, gc: Any) -> tuple[Any, Any]:
        """Return what the C++ renderer is to clip to, which it asks for in every call."""
        path, transform = GraphicsContextBase.get_clip_path(gc)
        if path is not None:
            self.vertices = path.vertices
        return path, transform


class _KeepingGC(GraphicsContextBase):
    def __init__(self, keeper: ClipKeeper) -> None:
        super().__init__()
        self._keeper = keeper

    def get_clip_path(self) -> tuple[Any, Any]:
        return self._keeper.clip_path_of(self)


class _FrozenGC:
    """What the C++ renderer asks a graphics context for, as it was at one moment."""

    __slots__ = (
        "_alpha",
        "_antialiased",
        "_capstyle",
        "_clippath",
        "_cliprect",
        "_forced_alpha",
        "_joinstyle",
        "_keeper",
        "_linewidth",
        "_rgb",
        "get_dashes",
        "get_hatch_color",
        "get_hatch_linewidth",
        "get_hatch_path",
        "get_sketch_params",
        "get_snap",
    )

    def __init__(self, gc: GraphicsContextBase) -> None:
        # Private: these are the names by which the C++ code reads them (py_converters.h).
        self._alpha = gc._alpha
        self._forced_alpha = gc._forced_alpha
        self._antialiased = gc._antialiased
        self._capstyle = gc._capstyle
        self._joinstyle = gc._joinstyle
        self._linewidth = gc._linewidth
        self._rgb = gc._rgb
        self._cliprect = _frozen_box(gc._cliprect)
        # Not frozen: the C++ renderer makes a mask of a clip path for the first artist that has it,
        # snapped as that one is, and takes it for all others that have the same object.
        self._clippath = gc._clippath
        self._keeper = gc._keeper if isinstance(gc, _KeepingGC) else ClipKeeper()
        self.get_dashes = _constant(gc.get_dashes())
        self.get_hatch_color = _constant(gc.get_hatch_color())
        self.get_hatch_linewidth = _constant(gc.get_hatch_linewidth())
        self.get_hatch_path = _constant(gc.get_hatch_path())
        self.get_sketch_params = _constant(gc.get_sketch_params())
        self.get_snap = _constant(gc.get_snap())

    def get_clip_path(self) -> tuple[Any, Any]:
        return self._keeper.clip_path_of(self) if self._clippath is not None else (None, None)


def _constant(value: Any) -> Callable[[], Any]:
    return lambda: value


def _frozen_box(box: Any) -> Any:
    return None if box is None else np.array(box.get_points())


def _frozen(arg: Any) -> Any:
    """Return *arg* as it is now, whatever becomes of it."""
    if isinstance(arg, GraphicsContextBase):
        return _FrozenGC(arg)
    if isinstance(arg, Transform):
        return np.array(arg.get_matrix())
    if isinstance(arg, np.ndarray):
        return arg.copy() if arg.size <= _COPIED else arg
    if isinstance(arg, Path):
        return _frozen_path(arg)
    if isinstance(arg, list) and arg and isinstance(arg[0], Path):
        return [_frozen_path(path) for path in arg]
    if isinstance(arg, (list, dict, set)):
        return arg.copy()
    if type(arg).__name__ in ("FT2Font", "FT2Image"):
        # Up to matplotlib 3.10 texts are drawn with what holds the bitmap, and is used again.
        return np.array(arg)
    return arg


def _frozen_path(path: Path) -> Path:
    if path.vertices.size > _COPIED:
        return path
    # Private: keeps the path's simplification, as matplotlib does where it changes vertices.
    return Path._fast_from_codes_and_verts(
        np.array(path.vertices), None if path.codes is None else np.array(path.codes), path
    )
