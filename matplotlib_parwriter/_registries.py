"""
What a script has registered with matplotlib: colormaps, colour names, projections, scales, units.

These are objects of the user's, which updates may know by other names, so they travel in one pickle
with these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib import colors, projections, scale, units

from ._environment import become
from ._origin import is_matplotlibs


@dataclass(frozen=True, kw_only=True)
class Registries:
    """What is registered with matplotlib, by name or class."""

    colormaps: Mapping[str, Any]
    color_names: Mapping[str, Any]
    projections: Mapping[str, Any]
    scales: Mapping[str, Any]
    units: Mapping[Any, Any]


def capture() -> Registries:
    """Return what is registered in this process."""
    return Registries(
        colormaps=_added_colormaps(),
        color_names=dict(colors.get_named_colors_mapping()),
        projections=_not_matplotlibs(_projection_classes()),
        scales=_not_matplotlibs(_scale_classes()),
        units=dict(units.registry),
    )


def changeable() -> dict[str, Any]:
    """Return what an update may change of it, in a form that a digest can be made of."""
    return {
        "colormaps": _added_colormaps(),
        "colors": dict(colors.get_named_colors_mapping()),
        "projections": _not_matplotlibs(_projection_classes()),
        "scales": _not_matplotlibs(_scale_classes()),
        "units": {
            f"{cls.__module__}.{cls.__qualname__}": (
                None if is_matplotlibs(type(converter).__module__) else converter
            )
            for cls, converter in units.registry.items()
        },
    }


def restore(registries: Registries) -> None:
    """
    Let this process, a worker, have what was registered in the user's.

    Parameters
    ----------
    registries : Registries
        What `capture` returned there.
    """
    for name in _added_colormaps():
        mpl.colormaps.unregister(name)
    for name, colormap in registries.colormaps.items():
        mpl.colormaps.register(colormap, name=name, force=True)
    become(colors.get_named_colors_mapping(), registries.color_names)
    become(units.registry, registries.units)
    for cls in registries.projections.values():
        projections.register_projection(cls)
    for cls in registries.scales.values():
        scale.register_scale(cls)


def _added_colormaps() -> dict[str, Any]:
    # Private: the registry does not tell which of its colormaps it was born with.
    builtin = getattr(mpl.colormaps, "_builtin_cmaps", ())
    return {name: mpl.colormaps[name] for name in mpl.colormaps if name not in builtin}


def _projection_classes() -> dict[str, Any]:
    registry = projections.projection_registry
    return {name: registry.get_projection_class(name) for name in registry.get_projection_names()}


def _scale_classes() -> dict[str, Any]:
    # Private: scales can be listed by name in public, but not looked up without an axis.
    return dict(getattr(scale, "_scale_mapping", {}))


def _not_matplotlibs(classes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cls for name, cls in classes.items() if not is_matplotlibs(cls.__module__)}
