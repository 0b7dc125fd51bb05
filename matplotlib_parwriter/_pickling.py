"""
How single objects travel in a snapshot.

What lives in one process only travels as a stand-in (`Pickler.persistent_id`): canvases, figure
managers, timers, and the namespaces of the user's modules. What pickle leaves behind although a
movie needs it, such as callbacks between artists, is taken along (`_reducers`).
"""

import argparse
import enum
import functools
import gc
import math
import mmap
import pickle
import types
import weakref
from collections.abc import Callable, Sequence
from typing import IO, Any

import cloudpickle
import numpy as np

# Private to cloudpickle: what its pickles of the user's classes call.
from cloudpickle.cloudpickle import _make_skeleton_class, _make_skeleton_enum
from matplotlib.animation import Animation
from matplotlib.backend_bases import FigureCanvasBase, FigureManagerBase, TimerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.cbook import CallbackRegistry
from matplotlib.figure import Figure
from tqdm.std import tqdm

from ._arrays import Arrays
from ._digest_code import imported_modules
from ._draw import draws_at_once
from ._memmaps import File, map_file
from ._memories import Memory, Piece
from ._reducers import (
    reduce_animation,
    reduce_bar,
    reduce_cached_function,
    reduce_callbacks,
    reduce_cell,
    reduce_enum,
    reduce_figure,
    reduce_shared_attributes,
    reduce_weak,
)
from ._singletons import Singletons, reduce_singleton
from ._usermodules import new_namespace

# What pickles as a name by which another process finds the same memory (of multiprocessing, and of
# forks of it), so that workers would write to the user's.
_SHARED = frozenset({"SharedMemory", "ShareableList"})
# Those that have a name, which are the same objects in a worker; of others, so many are told apart.
_NANS = (math.nan, np.nan)
_MANY_NANS = 100
_CachedFunction = type(functools.lru_cache(lambda: None))


class _Namespace(dict):  # type: ignore[type-arg]
    """Stands for the globals of a user's module while its functions are pickled."""

    def __init__(self, name: str) -> None:
        super().__init__(__name__=name)


class Pickler(cloudpickle.Pickler):
    """
    Pickle an animation, its figure, and the user's modules.

    Parameters
    ----------
    file : binary file
        Where the pickle goes.
    modules : sequence of module
        The user's modules, which travel with their state.
    buffer_callback : callable
        Called with each `pickle.PickleBuffer` that travels beside the pickle.

    Attributes
    ----------
    met : set of str
        Names of the user's modules that something pickled so far refers to.
    arrays : Arrays
        What of arrays has to travel beside the pickle, too.
    """

    def __init__(
        self,
        file: IO[bytes],
        modules: Sequence[types.ModuleType],
        buffer_callback: Callable[[pickle.PickleBuffer], Any],
    ) -> None:
        super().__init__(file, protocol=5, buffer_callback=buffer_callback)
        self.met: set[str] = set()
        self.arrays = Arrays()
        self._singletons = Singletons()
        self._modules = {module.__name__: module for module in modules}
        self._ordinary: set[type] = set()  # classes of what no stand-in is for
        self._nans = list(_NANS)
        for module in modules:
            # cloudpickle gives functions with the same globals one common dict; this is it.
            self.globals_ref[id(vars(module))] = _Namespace(module.__name__)

    def persistent_id(self, obj: Any) -> tuple[Any, ...] | None:
        """Return what stands for *obj* in a worker, None for what is pickled itself."""
        # Asked of every object there is, so of each class the rest is asked once.
        kind = type(obj)
        if kind is float:
            # It is equal to nothing, so that it is that object matters.
            return None if obj == obj else ("nan", self._number_of_nan(obj))
        if kind in self._ordinary:
            return None
        if isinstance(obj, FigureCanvasBase):
            return ("canvas", id(obj), type(obj) if draws_at_once(obj) else FigureCanvasAgg)
        if isinstance(obj, FigureManagerBase):
            return ("manager", obj.num)
        if isinstance(obj, TimerBase):
            return ("timer", obj.interval)
        if isinstance(obj, types.ModuleType):
            known = self._modules.get(obj.__name__) is obj
            return self._meet("module", obj.__name__) if known else None
        if kind is _Namespace:
            return self._meet("namespace", obj["__name__"])
        if isinstance(obj, Memory):
            return ("memory", obj.index)
        if isinstance(obj, File):
            return ("file", obj.index)
        self._ordinary.add(kind)
        return None

    def reducer_override(self, obj: Any) -> Any:
        """Reduce what pickle and cloudpickle would not, or not as a save needs it."""
        # First, for a proxy says that it is what it stands for.
        if type(obj) is weakref.ref or type(obj) in weakref.ProxyTypes:
            return reduce_weak(obj)
        if isinstance(obj, types.FunctionType):
            self._meet_imports(obj.__code__, obj.__globals__.get("__package__"))
        elif isinstance(obj, enum.EnumMeta) and obj.__module__ in self._modules:
            return reduce_enum(obj, super().reducer_override(obj))
        elif isinstance(obj, Figure):
            return reduce_figure(obj)
        elif isinstance(obj, Animation):
            return reduce_animation(obj)
        elif isinstance(obj, CallbackRegistry):
            return reduce_callbacks(obj)
        elif isinstance(obj, types.CellType):
            return reduce_cell(obj)
        elif isinstance(obj, _CachedFunction) and obj.__module__ in self._modules:
            return reduce_cached_function(obj)
        elif isinstance(obj, tqdm):
            return reduce_bar(obj)
        elif isinstance(obj, types.MappingProxyType):
            return types.MappingProxyType, (gc.get_referents(obj)[0],)  # which it only shows
        elif isinstance(obj, np.ndarray):
            reduced = self.arrays.reduce(obj)
            if reduced is not None:
                return reduced
        elif any(kind.__name__ in _SHARED for kind in type(obj).__mro__):
            raise pickle.PicklingError("it is memory that processes share")
        elif (name := self._singletons.name_of(obj)) is not None:
            return reduce_singleton(obj, name)
        elif type(obj).__module__ in self._modules or type(obj) is argparse.Namespace:
            reduced = reduce_shared_attributes(obj)
            if reduced is not None:
                return reduced
        return super().reducer_override(obj)

    def _function_getnewargs(self, func: types.FunctionType) -> tuple[Any, ...]:
        # Private to cloudpickle, which gives every function cells of its own; functions that share
        # a variable by ``nonlocal`` then each have their own.
        *arguments, _ = super()._function_getnewargs(func)
        return (*arguments, func.__closure__)

    def _number_of_nan(self, nan: float) -> int:
        for number, known in enumerate(self._nans):
            if known is nan:
                return number
        if len(self._nans) < _MANY_NANS:
            self._nans.append(nan)
        return len(self._nans) - 1

    def _meet(self, kind: str, name: str) -> tuple[Any, ...]:
        # Functions of the main module take along what they name; all of a script may be a lot.
        if kind == "module" or name != "__main__":
            self.met.add(name)
        module = self._modules[name]
        return (kind, name, module.__package__, getattr(module, "__file__", None))

    def _meet_imports(self, code: types.CodeType, package: str | None) -> None:
        """Take along user modules that *code* may import when it runs."""
        names = {*code.co_names, *imported_modules(code, package)}
        self.met.update(names & self._modules.keys())
        for constant in code.co_consts:
            if isinstance(constant, types.CodeType):
                self._meet_imports(constant, package)
            elif isinstance(constant, str) and constant in self._modules:
                self.met.add(constant)  # as in ``sys.modules["helpers"]``


class Unpickler(pickle.Unpickler):
    """
    Put live objects where `Pickler` put stand-ins.

    Parameters
    ----------
    file : binary file
        Where the pickle comes from.
    identity : str
        The same for pickles that share classes of the user's, another one for all others.
    buffers : sequence of buffers
        What travelled beside it by its buffer callback.
    memories : sequence of Piece
        What travelled beside it of arrays.
    files : sequence of File
        What memmaps are made of.
    """

    def __init__(
        self,
        file: IO[bytes],
        *,
        identity: str,
        buffers: Sequence[Any] = (),
        memories: Sequence[Piece] = (),
        files: Sequence[File] = (),
    ) -> None:
        super().__init__(file, buffers=buffers)
        self._memories = memories
        self._files = files
        self._maps: dict[int, mmap.mmap] = {}
        self._nans = dict(enumerate(_NANS))
        self._identity = identity
        self._canvases: dict[int, FigureCanvasBase] = {}
        self._managers: dict[Any, FigureManagerBase] = {}
        self._modules: dict[str, types.ModuleType] = {}

    def find_class(self, module_name: str, global_name: str) -> Any:
        """Return what a pickle calls by name."""
        found = super().find_class(module_name, global_name)
        if found in (_make_skeleton_class, _make_skeleton_enum):
            return functools.partial(self._new_class, found)
        return found

    def _new_class(self, make: Callable[..., type], *arguments: Any) -> type:
        # cloudpickle makes a class of the user's once for a process. The copy of another save, or
        # an earlier copy of this one, may have left something on it.
        *before, tracker, extra = arguments
        return make(*before, f"{self._identity} {tracker}", extra)

    def persistent_load(self, pid: tuple[Any, ...]) -> Any:
        """Return what stands here for an object of the user's process."""
        kind, *rest = pid
        if kind == "canvas":
            identity, cls = rest
            if identity not in self._canvases:
                # A canvas needs a figure; its own comes with `_set_figure_state`.
                self._canvases[identity] = cls(Figure())
            return self._canvases[identity]
        if kind == "manager":
            return self.manager(*rest)
        if kind == "timer":
            return TimerBase(*rest)
        if kind == "nan":
            return self._nans.setdefault(rest[0], float("nan"))
        if kind == "memory":
            return self._memories[rest[0]]
        if kind == "file":
            return self._map(rest[0])
        name, package, file = rest
        if name not in self._modules:
            self._modules[name] = new_namespace(name, package, file)
        return self._modules[name] if kind == "module" else vars(self._modules[name])

    def _map(self, index: int) -> mmap.mmap:
        if index not in self._maps:
            self._maps[index] = map_file(self._files[index])
        return self._maps[index]

    def manager(self, number: Any) -> FigureManagerBase:
        """Return the manager *number*, not initialised, for it needs a canvas with its figure."""
        return self._managers.setdefault(number, object.__new__(FigureManagerBase))

    def module(self, name: str) -> types.ModuleType:
        """Return the user's module *name*, which is empty if nothing loaded so far refers to it."""
        if name not in self._modules:
            self._modules[name] = new_namespace(name, name.rpartition(".")[0], None)
        return self._modules[name]
