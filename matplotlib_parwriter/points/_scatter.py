"""A scatter plot of more points than there is memory for."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from matplotlib.artist import allow_rasterization
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.transforms import Bbox, IdentityTransform, Transform

from ._arguments import let_know_of_units, mapping_of, points_of, sort_out, unless_single
from ._brush import Brush, different, points_under, union_of_limits
from ._in_view import in_view, visible_box
from ._kept import Kept
from ._points import Part, Points, Sample, survey
from ._source import Array, open_source

# Points of a chunk: enough that Python takes no time, few enough that they stay near the processor.
_CHUNK_POINTS = 2**16
# Among so many points at most a legend looks for its best place.
_POINTS_FOR_LEGENDS = 100_000
# More different values than these are not all shown by a legend, if it is left to matplotlib.
_VALUES_FOR_LEGENDS = 9

# Attributes of ours, which a collection of matplotlib's does not have.
_OWN = ("_points", "_chunk_points", "_colour_role", "_surveyed_norm", "_kept")
# Attributes that tie a collection to its owner and to its norm.
_TIES = frozenset(
    {
        *("_axes", "_callbacks", "_colorizer", "_id_colorizer", "_id_norm", "_norm"),
        *("_parent_figure", "_remove_method", "_stale", "callbacks", "colorbar", "figure"),
        "stale_callback",
    }
)


class StreamedScatter(PathCollection):
    """
    The points of `~matplotlib.axes.Axes.scatter`, read and drawn one chunk after the other.

    Parameters
    ----------
    ax : `~matplotlib.axes.Axes`
        Where to draw; not a 3-D one.
    source : array of shape (N, 2) or (N, 3), tuple of arrays of shape (N,), or callable
        The points: rows of x, y and, maybe, a value that is mapped to a colour; or these as
        columns, ``(x, y)`` or ``(x, y, values)``; or a function that takes nothing and returns an
        iterable of such arrays of rows, the same at each call. Memory maps opened with mode "r"
        take no memory. Arrays are kept, not copied.
    s : float or array of shape (N,), optional
        As of `scatter`, in points**2.
    c : color or array of shape (N,), (N, 3) or (N, 4), optional
        As of `scatter`; default: the third column if there is one, else the next color. Arrays are
        read in chunks as well.
    alpha : float or array of shape (N,), optional
        As of `scatter`.
    norm : Normalize or str, optional
        As of `scatter`.
    plotnonfinite : bool, default: False
        As of `scatter`: whether to draw points of which the value is not finite.
    rasterized : bool, default: True
        Whether vector formats (SVG, PDF) get one image instead of every point.
    chunk_points : int, default: 65536
        How many points are in memory at the same time.
    **kwargs
        As of `scatter`: *marker*, *cmap*, *vmin*, *vmax*, *linewidths*, *edgecolors* and all
        properties of a `~matplotlib.collections.PathCollection`.

    Raises
    ------
    TypeError, ValueError
        If the source is nothing of this, or an array does not have one item for each point; if
        *norm* is of a class of your own without limits, which might look at all values at once.

    Notes
    -----
    All points are read once here, for limits of the Axes and of the norm, and once for each draw.
    Of what `scatter` would keep for each point, offsets, values and colours, there is a sample: the
    first and the outermost ones (`get_array`, `get_facecolor`, `get_sizes`).
    """

    # matplotlib's legend handlers make a small collection of the class of the one they show.
    def __new__(cls, ax: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Return an artist of this class, or a plain collection for a list of paths."""
        if isinstance(ax, (list, tuple)):
            return PathCollection(ax, *args, **kwargs)
        return super().__new__(cls)

    def __init__(
        self,
        ax: Axes,
        source: Any,
        *,
        s: Any = None,
        c: Any = None,
        alpha: Any = None,
        norm: Any = None,
        plotnonfinite: bool = False,
        rasterized: bool | None = True,
        chunk_points: int = _CHUNK_POINTS,
        **kwargs: Any,
    ) -> None:
        if not isinstance(ax, Axes) or hasattr(ax, "get_proj"):
            raise TypeError(f"points are drawn on 2-D Axes, not on {type(ax).__name__}")
        chunk_points = operator.index(chunk_points)
        if chunk_points < 1:
            raise ValueError(f"chunk_points is at least 1, not {chunk_points}")
        points, color = points_of(
            source, s=s, c=c, alpha=alpha, plotnonfinite=plotnonfinite, keywords=kwargs
        )
        let_know_of_units(ax, points.source, chunk_points)
        mapping = kwargs.get("colorizer")
        convert = (ax.convert_xunits, ax.convert_yunits)
        sample = survey(points, mapping.norm if mapping else norm, chunk_points, convert)
        # matplotlib itself makes of the keywords what it makes of them, for a few of the points.
        model = ax.scatter(
            sample.offsets[:, 0],
            sample.offsets[:, 1],
            s=s if sample.sizes is None else sample.sizes,
            c=next((one for one in (sample.values, sample.colors) if one is not None), color),
            norm=norm,
            alpha=alpha if points.alpha is None else None,
            plotnonfinite=plotnonfinite,
            rasterized=rasterized,
            **kwargs,
        )
        model.remove()
        super().__init__(model.get_paths(), **mapping_of(model))
        vars(self).update({k: v for k, v in vars(model).items() if k not in _TIES})
        self._points = points
        self._chunk_points = chunk_points
        self._surveyed_norm = self.norm
        self._kept = Kept()
        # Private: markers that cannot be filled have the colours of points on their edges.
        is_edge = isinstance(model._original_facecolor, str)  # type: ignore[attr-defined]
        self._colour_role = "edgecolor" if is_edge else "facecolor"
        ax.add_collection(self)

    # What changes from frame to frame.

    def set_source(self, source: Any, *, c: Any = None, s: Any = None, alpha: Any = None) -> None:
        """
        Draw other points.

        Parameters
        ----------
        source : array, tuple of arrays, or callable
            The points, as of the constructor. Limits of the Axes and the norm stay as they are;
            ``ax.relim(); ax.autoscale_view()`` and `autoscale` fit them.
        c : array of shape (N,), (N, 3) or (N, 4), optional
            Values or colours of these points; default: the third column of the source if there is
            one and values are mapped so far, else those so far, if their number fits.
        s, alpha : float or array of shape (N,), optional
            Sizes and opacities of these points; default: those so far.

        Raises
        ------
        TypeError, ValueError
            As of the constructor.
        """
        changes: dict[str, Any] = {"source": open_source(source)}
        if c is not None:
            colours = sort_out(c, changes["source"])
            if colours.rest is not None:
                raise ValueError("a single colour for all points is for set_facecolor")
            changes |= {"values": colours.values, "colors": colours.rows, "uses_values": False}
        elif self._points.is_mapped and changes["source"].has_values:
            changes |= {"values": None, "uses_values": True}
        elif self._points.uses_values:
            changes |= {"values": self._points.source.values(), "uses_values": False}
            if changes["values"] is None:
                raise ValueError("the points so far had their values as a third column: give c")
        for name, given in (("sizes", s), ("alpha", alpha)):
            if given is not None:
                changes[name] = unless_single(given)
        self._change(**changes)
        if s is not None and changes["sizes"] is None:
            super().set_sizes(np.ravel(s))
        if alpha is not None:
            super().set_alpha(alpha if changes["alpha"] is None else None)

    def set_offsets(self, offsets: Any) -> None:
        """Draw other points, as `set_source` does."""
        self.set_source(offsets)

    def set_array(self, A: Any) -> None:  # noqa: N803  matplotlib's name
        """
        Set the values that are mapped to colours.

        Parameters
        ----------
        A : array of shape (N,)
            One for each point; kept, not copied. The norm's limits stay as they are.
        """
        if "_points" not in vars(self):  # the constructor of a base class
            super().set_array(A)
            return
        if A is None:
            raise ValueError("give a colour by set_facecolor, or another source, instead of None")
        self._change(values=np.ravel(A), uses_values=False, colors=None)

    def set_sizes(self, sizes: Any, dpi: float = 72.0) -> None:
        """
        Set the sizes of the markers.

        Parameters
        ----------
        sizes : float or array of shape (N,) or None
            Their areas in points**2: one for all, one for each, or a cycle of them.
        dpi : float, default: 72
            Dots per inch.
        """
        if "_points" not in vars(self):
            super().set_sizes(sizes, dpi)
            return
        each = unless_single(sizes)
        count = len(self._points.source)
        if each is not None and len(each) > count:
            raise ValueError(f"{len(each)} sizes are more than the {count} points")
        if each is not None and len(each) == count:
            self._change(sizes=each)
        else:
            super().set_sizes(None if sizes is None else np.ravel(sizes), dpi)
            self._points = self._points.replace(sizes=None)

    def set_alpha(self, alpha: Any) -> None:
        """
        Set the opacity.

        Parameters
        ----------
        alpha : float or array of shape (N,) or None
            Between 0 and 1, one for all or one for each point.
        """
        if "_points" in vars(self):
            each = unless_single(alpha)
            self._points = self._points.replace(alpha=each)
            alpha = alpha if each is None else None
        super().set_alpha(alpha)

    def set_facecolor(self, c: Any) -> None:
        """Set the colour of the faces: one for all, or a cycle of them."""
        self._forget_colours("facecolor")
        super().set_facecolor(c)

    def set_edgecolor(self, c: Any) -> None:
        """Set the colour of the edges: one for all, a cycle of them, or that of the faces."""
        self._forget_colours("edgecolor")
        super().set_edgecolor(c)

    def _forget_colours(self, role: str) -> None:
        if "_points" in vars(self) and role == self._colour_role:
            self._points = self._points.replace(colors=None)

    def changed(self) -> None:
        """Tell others that values are mapped to other colours."""
        # Another norm may find its limits in other values.
        if "_points" in vars(self) and self.norm is not self._surveyed_norm:
            sample = self._survey(self._points)
            self._A = None if sample.values is None else np.ma.masked_invalid(sample.values)
        super().changed()

    # What others ask a collection for.

    def get_offsets(self) -> Array:
        """
        Return where the points are, without copying them.

        Returns
        -------
        array of shape (N, 2)
            A view of the source, before units are converted; a new array if that has columns.

        Raises
        ------
        TypeError
            If the source is a function.
        """
        if "_points" not in vars(self):
            return np.asanyarray(super().get_offsets())
        return self._points.source.offsets()

    def source_functions(self) -> list[Callable[..., Any]]:
        """Return the functions of the user's that a draw calls for the points."""
        return self._points.source.functions()

    def get_datalim(self, transData: Transform) -> Bbox:  # noqa: N803  matplotlib's name
        """Return the limits of all points, as a collection does."""
        sample = self._is_box_of_sample(transData)
        parts = [self._sample_part()] if sample else self._parts()
        return union_of_limits(self._brush(), parts, transData)

    def contains(self, mouseevent: Any) -> tuple[bool, dict[str, Any]]:
        """Tell which points an event hit, after reading all of them."""
        hit = points_under(mouseevent, self._brush(), self._parts())
        return len(hit) > 0, {"ind": hit}

    def legend_elements(self, prop: Any = "colors", num: Any = "auto", **kwargs: Any) -> Any:  # type: ignore[override]
        """Return handles and labels for a legend, as a collection of all points does."""
        brush: Any = self._brush().take(self._sample_part())
        most = None if num is None else _VALUES_FOR_LEGENDS
        if prop == "colors" and self._A is not None:
            brush._A = different("values", self._A, self._parts(), most)
        elif prop == "sizes" and self._points.sizes is not None:
            brush._sizes = different("sizes", self._sizes, self._parts(), most)
        return brush.legend_elements(prop, num, **kwargs)

    # Drawing.

    @allow_rasterization
    def draw(self, renderer: Any) -> None:
        """Draw the points, chunk by chunk, in their order; or put back what they looked like."""
        if not self.get_visible():
            return
        # Private: how matplotlib draws without drawing, for the layout only.
        if "open_group" in vars(renderer):
            self.update_scalarmappable()
        else:
            seen = self._brush().take(self._sample_part())
            points, size = self._points, self._chunk_points
            self._kept.paint(renderer, seen, points, size, lambda: self._draw_parts(renderer))
        self.stale = False

    # Private: matplotlib decorates the draws of a class and of its base, and a filter of the
    # artist's runs for each of them.
    @allow_rasterization
    def _draw_parts(self, renderer: Any) -> None:
        self.update_scalarmappable()  # of the sample; a norm without limits gets those of all
        brush = self._brush()
        box = None if brush.counts_points else visible_box(renderer, self)
        seen = self._brush().take(self._sample_part())
        effects = self.get_path_effects() or []
        # Effects are drawn one after the other, each for all points.
        for shown in [[effect] for effect in effects] or [[]]:
            for part in self._parts() if box is None else in_view(self._parts(), seen, box):
                collection = brush.take(part)
                collection.set_path_effects(shown)
                collection.draw(renderer)

    def _prepare_points(self) -> Any:
        # Private: what a legend asks for that looks for the best place. It holds them in a list.
        count = len(self._points.source)
        step = max(1, -(-count // _POINTS_FOR_LEGENDS))
        shown = [part.offsets[-part.start % step : part.count : step] for part in self._parts()]
        part = self._sample_part(np.concatenate(shown) if shown else None)
        return self._brush().take(part)._prepare_points()  # type: ignore[attr-defined]

    def _parts(self) -> Iterator[Part]:
        convert = (self.convert_xunits, self.convert_yunits)
        return self._points.parts(self._chunk_points, convert)

    def _sample_part(self, offsets: Array | None = None) -> Part:
        offsets = self._offsets if offsets is None else offsets
        return Part(start=0, count=len(offsets), offsets=offsets)

    def _brush(self) -> Brush:
        return Brush(self, _OWN, self._colour_role, self._points)

    def _is_box_of_sample(self, data: Transform) -> bool:
        """Return whether the sample is as far out as all points are, seen in *data*."""
        places = self.get_offset_transform()
        if self.axes is None or places is not self.axes.transData:
            return False
        if not isinstance(self.get_transform(), IdentityTransform):
            return False
        return data is places or (places.is_affine and places.is_separable)

    def _change(self, **changes: Any) -> None:
        """Take other points, or others of the arrays with an item for each."""
        sample = self._survey(self._points.replace(**changes))
        super().set_array(sample.values)
        if sample.sizes is not None:
            super().set_sizes(sample.sizes)
        if sample.colors is not None:
            getattr(super(), f"set_{self._colour_role}")(sample.colors)
        self.stale = True

    def _survey(self, points: Points) -> Sample:
        """Look at all points, and take them."""
        convert = (self.convert_xunits, self.convert_yunits)
        sample = survey(points, self.norm, self._chunk_points, convert)
        self._points, self._surveyed_norm = points, self.norm
        self._offsets = sample.offsets
        return sample
