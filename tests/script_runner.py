"""Execute animation scripts one after another in this process, and record what each leaves.

``python script_runner.py stock|ours FOLDER`` reads one request per line (JSON: script, cwd, argv)
and answers each with a line that names a JSON file, see `record`. Every script gets a fresh
``__main__``, its folder as ``sys.path[0]``, seeded random generators and default rcParams, with two
changes no script notices: the writer, and a lossless codec.
"""

from __future__ import annotations

import collections
import contextlib
import faulthandler
import functools
import gc
import hashlib
import itertools
import json
import logging
import os
import random
import re
import signal
import sys
import traceback
import types
import warnings
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import matplotlib as mpl
import matplotlib.animation
import matplotlib.backends.backend_agg
import matplotlib.figure
import matplotlib.pyplot as plt
import numpy as np

REPORTS: list[dict[str, Any]] = []
LOG: list[str] = []


def digest(data: bytes) -> str:
    """Give a short hash of *data*."""
    return hashlib.sha1(data).hexdigest()[:16]


class Describer:
    """Turn what a script leaves in its globals into comparable JSON.

    Parameters
    ----------
    folders : list of str
        Modules whose files lie below these are the user's, and described by what is in them.
    """

    def __init__(self, folders: list[str]) -> None:
        self._folders = folders
        self._seen: dict[int, str] = {}
        self._keep: list[object] = []

    def text(self, text: str) -> str:
        """Give *text* without addresses and folder names, which differ between any two runs."""
        for folder in self._folders:
            text = text.replace(folder, "<folder>")
        return re.sub(r" at 0x[0-9a-f]+", "", text)

    def __call__(self, value: Any, depth: int = 0) -> Any:
        """Describe *value*."""
        if value is None or isinstance(value, (bool, int, float, complex, bytes, range)):
            return repr(value)
        if isinstance(value, (str, Path)):
            return self.text(repr(str(value)))
        if isinstance(value, np.ndarray):
            if value.dtype == object:
                return [self(x, depth + 1) for x in value.ravel()]
            return f"array {value.dtype} {value.shape} {digest(np.ascontiguousarray(value))}"
        if isinstance(value, np.generic):
            return repr(value)
        if id(value) in self._seen:
            return f"see {self._seen[id(value)]}"
        self._seen[id(value)] = type(value).__name__
        self._keep.append(value)
        if depth > 12:
            return type(value).__name__
        return self._describe(value, depth + 1)

    def _describe(self, value: Any, depth: int) -> Any:
        name = type(value).__name__
        if isinstance(value, collections.abc.Mapping):
            return {"type": name, **{self.text(repr(k)): self(v, depth) for k, v in value.items()}}
        if isinstance(value, (set, frozenset)):
            return [name, *sorted(self.text(repr(x)) for x in value)]
        if isinstance(value, (list, tuple, collections.deque)):
            return [name, *(self(x, depth) for x in value)]
        if isinstance(value, random.Random):
            return digest(repr(value.getstate()).encode())
        if isinstance(value, np.random.Generator):
            return digest(repr(value.bit_generator.state).encode())
        if isinstance(value, np.random.RandomState):
            return digest(repr(value.get_state()).encode())
        if isinstance(value, types.FunctionType):
            cells = [c.cell_contents for c in value.__closure__ or () if c != types.CellType()]
            parts = (cells, value.__defaults__, value.__kwdefaults__, vars(value))
            return [name, value.__qualname__, *(self(p, depth) for p in parts)]
        if isinstance(value, types.MethodType):
            return [name, value.__qualname__, self(value.__self__, depth)]
        if isinstance(value, functools.partial):
            return [name, *(self(p, depth) for p in (value.func, value.args, value.keywords))]
        if isinstance(value, types.GeneratorType):
            frame = value.gi_frame
            at = None if frame is None else frame.f_lineno
            return [name, at, self(dict(frame.f_locals) if frame else None, depth)]
        if isinstance(value, types.ModuleType):
            if self._users(value):
                return self.namespace(vars(value), depth)
            return f"module {value.__name__}"
        if isinstance(value, weakref.ref):
            return [name, "dead" if value() is None else type(value()).__name__]
        if isinstance(value, functools._lru_cache_wrapper):
            return repr(value.cache_info())
        if isinstance(value, itertools.count):
            return repr(value)
        if hasattr(value, "__length_hint__"):
            return [name, value.__length_hint__()]
        if isinstance(value, type):
            return f"class {value.__qualname__}"
        module = sys.modules.get(type(value).__module__)
        if module is not None and (module.__name__ == "__main__" or self._users(module)):
            slots = {
                slot: self(getattr(value, slot, None), depth)
                for cls in type(value).__mro__
                for slot in getattr(cls, "__slots__", ())
                if slot not in ("__dict__", "__weakref__")
            }
            return {"type": name, **slots, **self.namespace(getattr(value, "__dict__", {}), depth)}
        if type(value).__module__.split(".")[0] in ("pandas", "datetime", "decimal", "fractions"):
            return repr(value)
        return name

    def namespace(self, names: dict[str, Any], depth: int = 0) -> dict[str, Any]:
        """Describe a module's or an object's names."""
        # matplotlib's own attributes on an Artist or an Animation of the user's class.
        return {
            key: self(value, depth)
            for key, value in list(names.items())
            if not (key.startswith("__") and key.endswith("__")) and not key.startswith("_mpl")
        }

    def _users(self, module: types.ModuleType) -> bool:
        file = getattr(module, "__file__", None)
        return bool(file) and any(str(file).startswith(f) for f in self._folders)


# Nothing of ours may stay on these.
_PATCHABLE = (
    mpl.animation.Animation,
    mpl.animation.TimedAnimation,
    mpl.animation.FuncAnimation,
    mpl.animation.ArtistAnimation,
    mpl.animation.AbstractMovieWriter,
    mpl.animation.MovieWriter,
    mpl.animation.FFMpegWriter,
    mpl.figure.Figure,
    mpl.figure.FigureBase,
    mpl.artist.Artist,
    mpl.axes.Axes,
    mpl.backend_bases.FigureCanvasBase,
    mpl.backends.backend_agg.FigureCanvasAgg,
    mpl.backends.backend_agg.RendererAgg,
    plt,
    mpl.animation,
)
# pyplot sets these itself when it is first used.
_SET_BY_FIRST_FIGURE = ("_backend_mod", "_REPL_DISPLAYHOOK", "__warningregistry__")


def attributes() -> dict[tuple[int, str], int]:
    """Give what the names of matplotlib's classes and modules refer to."""
    return {
        (i, name): id(value)
        for i, owner in enumerate(_PATCHABLE)
        for name, value in vars(owner).items()
        if not name.startswith("_abc_") and name not in _SET_BY_FIRST_FIGURE
    }


def figure_state(fig: Any, describe: Describer) -> dict[str, Any]:
    """Describe one figure: its pixels as they are, and as they come out drawn again."""
    canvas = fig.canvas
    as_left = None
    if hasattr(canvas, "renderer") and hasattr(canvas, "buffer_rgba"):
        as_left = digest(bytes(canvas.buffer_rgba()))
    return {
        "as_left": as_left,
        "size": [float(x) for x in fig.get_size_inches()],
        "dpi": float(fig.dpi),
        "vars": sorted(vars(fig)),
        "canvas": [type(canvas).__name__, *sorted(k for k in vars(canvas) if k != "renderer")],
        "saving": canvas.is_saving(),
        "manager": type(canvas.manager).__name__,
        "callbacks": {
            str(signal): len(those)
            for signal, those in sorted(fig._canvas_callbacks.callbacks.items())
        },
        "axes": [
            {
                "vars": sorted(vars(ax)),
                "limits": [float(x) for x in (*ax.get_xlim(), *ax.get_ylim())],
                "position": [float(x) for x in ax.get_position().bounds],
                "children": [type(child).__name__ for child in ax.get_children()],
            }
            for ax in fig.axes
        ],
        "drawn_again": draw(fig),
    }


def draw(fig: Any) -> str:
    """Save the figure to memory twice, and hash the pixels of both."""
    import io

    hashes = []
    for _ in range(2):
        stream = io.BytesIO()
        try:
            fig.savefig(stream, format="rgba")
        except Exception as error:
            hashes.append(f"{type(error).__name__}: {error}")
        else:
            hashes.append(digest(stream.getvalue()))
    return " ".join(hashes)


def animations_in(names: dict[str, Any]) -> dict[str, Any]:
    """Find the script's animations, also those an object of the script holds."""
    found = {}
    for key, value in names.items():
        if isinstance(value, mpl.animation.Animation):
            found[key] = value
        elif not isinstance(value, (type, types.ModuleType)):
            for inner, attribute in getattr(value, "__dict__", {}).items():
                if isinstance(attribute, mpl.animation.Animation):
                    found[f"{key}.{inner}"] = attribute
    return found


def error_state(error: BaseException | None, describe: Describer) -> Any:
    """Describe an exception: type, text, causes, and the user's frames of its traceback."""
    if error is None:
        return None
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        "bases": [cls.__name__ for cls in type(error).__mro__],
        "text": describe.text(str(error)),
        "notes": [describe.text(note) for note in getattr(error, "__notes__", [])],
        "users_frames": [
            [frame.name, frame.line]
            for frame in frames
            if any(frame.filename.startswith(f) for f in describe._folders)
        ],
        "cause": error_state(error.__cause__, describe),
    }


def record(
    names: dict[str, Any],
    error: BaseException | None,
    output: tuple[str, str],
    before: dict[str, Any],
    folders: list[str],
) -> dict[str, Any]:
    """Describe the process as a script left it.

    Pixels and random states come first, because describing may draw, and drawing may change them.
    """
    describe = Describer(folders)
    state: dict[str, Any] = {
        "random": digest(repr(random.getstate()).encode()),
        "numpy_random": digest(repr(np.random.get_state()).encode()),
        "stdout": describe.text(output[0]),
        "stderr": describe.text(output[1]),
        "error": error_state(error, describe),
        "fignums": plt.get_fignums(),
        "current": plt.gcf().number if plt.get_fignums() else None,
        "backend": mpl.get_backend(),
        "interactive": mpl.is_interactive(),
        "rcparams": {
            key: describe.text(repr(value))
            for key, value in dict.items(mpl.rcParams)
            if before["rcparams"].get(key) != value and key != "animation.writer"
        },
        "errstate": repr(np.geterr()),
        "printoptions": repr(np.get_printoptions()),
        "cwd": str(Path.cwd()),
        "path": [describe.text(p) for p in sys.path],
        "filters": len(warnings.filters),
        "streams": [
            sys.stdin is sys.__stdin__,
            sys.stdout is sys.__stdout__,
            sys.stderr is sys.__stderr__,
            sys.excepthook is sys.__excepthook__,
        ],
        "signals": [repr(signal.getsignal(n)) for n in (signal.SIGINT, signal.SIGTERM)],
        "environ": sorted(set(os.environ.items()) ^ set(before["environ"].items())),
        "interpreter": [gc.isenabled(), sys.getrecursionlimit(), sys.getswitchinterval()],
        "root_handlers": len(logging.root.handlers),
        "writers": {
            name: value.__name__
            for name, value in mpl.animation.writers._registered.items()
            if name not in ("parallel-ffmpeg", "parallel-html")
        },
        "patched": [
            f"{_PATCHABLE[i].__name__}.{name}"
            for (i, name), value in attributes().items()
            if before["attributes"].get((i, name)) != value
        ],
        "log": list(LOG),
        "reports": list(REPORTS),
    }
    state["animations"] = {
        key: {
            "vars": sorted(vars(anim)),
            "type": type(anim).__name__,
            "save_seq": describe(list(getattr(anim, "_save_seq", []))),
            "fig_is_saving": anim._fig.canvas.is_saving(),
        }
        for key, anim in animations_in(names).items()
    }
    state["globals"] = describe.namespace(names)
    figures = {f"figure {n}": plt.figure(n) for n in plt.get_fignums()}
    for key, anim in animations_in(names).items():
        if anim._fig not in figures.values():
            figures[f"figure of {key}"] = anim._fig
    if state["current"] is not None:
        plt.figure(state["current"])
    state["figures"] = {key: figure_state(fig, describe) for key, fig in figures.items()}
    return state


@contextlib.contextmanager
def fresh_process(script: Path, cwd: Path, argv: list[str]) -> Iterator[types.ModuleType]:
    """Make this process look as if Python had just been started on *script* in *cwd*."""
    main = types.ModuleType("__main__")
    main.__file__ = str(script)
    old = sys.modules["__main__"], sys.argv, list(sys.path), Path.cwd(), logging.root.handlers[:]
    modules = set(sys.modules)
    errors, options = np.geterr(), np.get_printoptions()
    random.seed(12345)
    np.random.seed(12345)
    sys.modules["__main__"] = main
    sys.argv = [str(script), *argv]
    sys.path[0] = str(script.parent)
    os.chdir(cwd)
    try:
        with warnings.catch_warnings(), mpl.rc_context():
            yield main
    finally:
        plt.close("all")
        sys.modules["__main__"], sys.argv, sys.path[:], cwd_before, handlers = old
        os.chdir(cwd_before)
        logging.root.handlers[:] = handlers
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None) or ""
            if file.startswith((str(script.parent), str(cwd))):
                del sys.modules[name]
        np.seterr(**errors)
        np.set_printoptions(**options)


def watch_our_writer() -> None:
    """Keep every report of our writer, and what our loggers say."""
    from matplotlib_parwriter import ParallelFFMpegWriter

    init = ParallelFFMpegWriter.__init__

    @functools.wraps(init)
    def remember(self: Any, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        WRITERS.append(self)

    ParallelFFMpegWriter.__init__ = remember

    class Keep(logging.Handler):
        def emit(self, entry: logging.LogRecord) -> None:
            LOG.append(f"{entry.levelname}: {entry.getMessage()}")

    logger = logging.getLogger("matplotlib_parwriter")
    logger.addHandler(Keep(level=logging.WARNING))
    logger.propagate = False


WRITERS: list[Any] = []


def report_of(writer: Any) -> dict[str, Any] | None:
    """Give a writer's report as a dict, None where there was no save."""
    report = getattr(writer, "report", None)
    if report is None:
        return None
    names = ("route", "reason", "blocks", "workers", "encoder", "encoder_reason", "frames")
    found = {name: getattr(report, name) for name in names}
    found["seconds"] = {key: round(value, 3) for key, value in report.seconds.items()}
    found["fallback_frame"] = report.fallback_frame
    return found


def execute(request: dict[str, Any], writer: str, outputs: tuple[Path, Path]) -> dict[str, Any]:
    """Execute one script, and record what it leaves."""
    script, cwd = Path(request["script"]), Path(request["cwd"])
    folders = [str(script.parent), str(cwd)]
    LOG.clear()
    REPORTS.clear()
    WRITERS.clear()
    sizes = [path.stat().st_size for path in outputs]
    with fresh_process(script, cwd, request["argv"]) as main:
        mpl.rcParams["animation.ffmpeg_path"] = imageio_ffmpeg.get_ffmpeg_exe()
        mpl.rcParams["animation.codec"] = "ffv1"
        mpl.rcParams["animation.writer"] = "ffmpeg" if writer == "stock" else "parallel-ffmpeg"
        before = {
            "rcparams": dict(dict.items(mpl.rcParams)),
            "attributes": attributes(),
            "environ": dict(os.environ),
        }
        error: BaseException | None = None
        try:
            exec(compile(script.read_bytes(), str(script), "exec"), main.__dict__)
        except BaseException as caught:  # scripts may end with any
            error = caught
        sys.stdout.flush()
        sys.stderr.flush()
        text = [p.read_bytes()[n:].decode() for p, n in zip(outputs, sizes, strict=True)]
        REPORTS.extend(r for w in WRITERS if (r := report_of(w)) is not None)
        state = record(main.__dict__, error, (text[0], text[1]), before, folders)
        state["temp"] = sorted(p.name for p in Path(os.environ["TMPDIR"]).iterdir())
    WRITERS.clear()
    return state


def main() -> None:
    """Serve requests until standard input ends."""
    writer, folder = sys.argv[1], Path(sys.argv[2])
    reply = os.fdopen(os.dup(1), "w")
    # Appending, so that what a worker process writes to an inherited stream is seen as well.
    outputs = folder / "stdout.txt", folder / "stderr.txt"
    for number, path in zip((1, 2), outputs, strict=True):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(file, number)
        os.close(file)
    faulthandler.enable()
    if writer == "ours":
        watch_our_writer()
    for line in sys.stdin:
        request = json.loads(line)
        state = execute(request, writer, outputs)
        path = Path(request["cwd"], "record.json")
        path.write_text(json.dumps(state, indent=1, default=repr))
        reply.write(f"{path}\n")
        reply.flush()


if __name__ == "__main__":
    main()
