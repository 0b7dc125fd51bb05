"""The attributes of matplotlib's objects that digests leave out.

Rows of the tables are names of matplotlib's classes; a row holds for the classes derived from it as
well. The names were found by comparing figures that were drawn with copies that were not
(`tests/test_digest_*.py` does that again with the matplotlib it runs with). `_digest` says which
draw code sets each group of them.
"""

from __future__ import annotations

import enum
from functools import lru_cache

from matplotlib.transforms import Affine2D, TransformNode

from ._origin import is_matplotlibs

_Names = dict[str, frozenset[str]]


def _table(**rows: str) -> _Names:
    return {name: frozenset(row.split()) for name, row in rows.items()}


# Never part of a digest: references upwards, callbacks, caches that drawing fills now and then.
_CACHES: _Names = _table(
    Animation="""frame_seq _save_seq _old_saved_seq _draw_was_started _drawn_artists
        _blit_cache _first_draw_id _close_id _resize_id""",
    Artist="""_stale stale_callback _axes _parent_figure _root_figure _callbacks
        _remove_method""",
    FigureBase="_align_label_groups _fig_callbacks",
    Figure="""_canvas_callbacks _mouse_key_ids _button_pick_id _scroll_pick_id canvas number _number
        _cachedRenderer _axobservers""",
    _AxesBase="""_axis_map _mouseover_set _projection_init callbacks""",
    Axes3D="button_pressed _sx _sy _rotate_btn _pan_btn _zoom_btn _pseudo_w _pseudo_h",
    Axis="majorTicks minorTicks callbacks",
    Line2D="""_path _xy _x _y _transformed_path _subslice _invalidx _invalidy _x_filled
        ind_offset""",
    ColorizingArtist="callbacks _id_colorizer _id_norm",
    Colorizer="callbacks _id_colorizer _id_norm",
    ScalarMappable="callbacks _id_norm",
    Normalize="callbacks",
    Colormap="_lut _isinit",
    _ImageBase="_imcache _rgbacache",
    Text="_renderer",
    Annotation="_draggable",
    AnnotationBbox="_draggable",
    Legend="_draggable",
    ContourSet="_contour_generator",
    TransformNode="_parents _invalid _shorthand_name",
    Transform="_inverted _affine",
    TransformedBbox="_points",
    BboxBase="_points_orig",
    TransformedPatchPath="_path",
    TransformedPath="_transformed_path _transformed_points",
)

# What each draw sets from the rest: a figure just drawn and one about to be drawn differ in it.
_SETTLED: _Names = _table(
    Artist="_transformSet",
    _AxesBase="_position _transform",
    Axes3D="M invM _frameon _view_u _view_v _view_w",
    PolarAxes="_originViewLim _realViewLim axesLim",
    SecondaryAxis="_viewLim _parentscale",
    Axis="_tick_position",
    Axis3D="line pane gridlines",
    Line3D="_xorig _yorig",
    _CollectionWithSizes="_transforms",
    EllipseCollection="_transforms _transform",
    QuadMesh="_bbox",
    Collection="_face_is_mapped _edge_is_mapped _mapped_colors",
    Line3DCollection="_paths _offset_zordered zorder",
    Path3DCollection="""_offsets _sizes _linewidths _z_markers_idx _vzs _offset_zordered _in_draw
        zorder _data_scale""",
    Patch3DCollection="_offsets _z_markers_idx _vzs _offset_zordered _in_draw zorder _data_scale",
    Poly3DCollection="_paths _facecolors _edgecolors _facecolors2d _edgecolors2d zorder",
    Collection3D="_paths zorder",
    Patch3D="_path2d zorder",
    PathPatch3D="_path2d zorder",
    Annotation="_transform _arrow_relpos",
    FancyArrowPatch="_path_original _dpi_cor",
    Patch="_patch_transform",
    Rectangle="_aspect_ratio_correction",
    Ellipse="_aspect_ratio_correction",
    Shadow="_shadow_transform",
    Spine="_path _transform _width _height",
    OffsetBox="_offset width height",
    Legend="texts legend_handles",
    BboxImage="_transform",
    Cell="_x0 _y0 _width",
    InsetIndicator="_connectors",
    Quiver="span _trans_scale _new_UV _paths _transform _dpi_at_last_init",
    QuiverKey="_initialized kw verts vector _transform _dpi_at_last_init",
    Formatter="""axis locs _locs format _format orderOfMagnitude _orderOfMagnitude offset _sublabels
        _labelled offset_string _offset_string _formatter""",
    Locator="axis _freq",
    AutoMinorLocator="ndivs",
    Arc="_path _theta1 _theta2",
    GridlinesCollection="_paths",
    AttributeCopier="_x _y _ref_angle _offset_radius _external_pad",
    Ticks="locs_angles",
    TickLabels="_locs_angles_labels _axislabel_pad _text",
)
# What a spine's position is before it is first asked for, and then.
DEFAULT_SPINE = (None, ("outward", 0.0))
# What the first draw sets for good, and what cannot be seen.
_UNSEEN: _Names = _table(
    Artist="_mouseover _picker _url",
    Line2D="_pickradius",
    Collection="_pickradius _urls",
    _AxesBase="""_stale_viewlims dataLim ignore_existing_data_limits _subplotspec
        _forward_navigation_events fmt_xdata fmt_ydata fmt_zdata _navigate _navigate_mode""",
    Axis="_converter units _pickradius",
    Quiver="scale width",
)
# Like `_SETTLED`, for an artist by the attribute under which its owner holds it.
_BOX = "_x _y _width _height _mutation_scale _transform"
_ARROW = "_posA_posB _mutation_scale patchA _transform shrinkA shrinkB"
_TEXT_3D = "_x _y _rotation _rotation_mode _verticalalignment _horizontalalignment _transform"
_SETTLED_IN_ROLE: _Names = _table(
    **{
        "_AxesBase.title": "_y",
        "_AxesBase._left_title": "_y",
        "_AxesBase._right_title": "_y",
        "PolarAxes.patch": "_path center r theta1 theta2 width",
        "AxisArtist.offsetText": "_x _y _text",
        "Axis.label": "_x _y",
        "Axis.offsetText": "_x _y _text",
        "Axis3D.label": _TEXT_3D,
        "Axis3D.offsetText": _TEXT_3D,
        "Text._bbox_patch": _BOX,
        "Legend.legendPatch": _BOX,
        "AnchoredOffsetbox.patch": _BOX,
        "AnnotationBbox.patch": _BOX,
        "AnnotationBbox.arrow_patch": _ARROW,
        "Annotation.arrow_patch": f"{_ARROW} _arrow_transmuter",
        "SecondaryAxis._axis": "_autoscale_on _scale",
        "FigureBase._suptitle": "",
        "FigureBase._supxlabel": "",
        "FigureBase._supylabel": "",
        "QuiverKey.text": "_x _y _transform",
        "Cell._text": "_x _y",
        "InsetIndicator._rectangle": "_x0 _y0 _width _height",
    }
)


class Scope(enum.Enum):
    """What attributes are looked at for."""

    STATE = (_CACHES,)
    """Equal states have equal futures; both figures have been drawn."""
    LAYOUT = (_CACHES, _SETTLED)
    """The same where a layout engine moves the axes by a hair in each draw."""
    FRAME = (_CACHES, _SETTLED, _UNSEEN)
    """Equal contents have equal pixels; one of the figures may not have been drawn for long."""


@lru_cache(maxsize=4096)
def left_out(kind: type, role: str | None, scope: Scope) -> frozenset[str]:
    """Return the attribute names that the digest of an instance of *kind* leaves out.

    Parameters
    ----------
    kind : type
        The object's class.
    role : str or None
        What it is to its owner, from `role_of`.
    scope : Scope
        What its attributes are looked at for.
    """
    names: set[str] = set()
    for row in _rows(kind):
        for table in scope.value:
            names |= table.get(row, frozenset())
    if issubclass(kind, TransformNode) and not issubclass(kind, Affine2D):
        names.add("_mtx")  # computed from the other attributes
    if scope is not Scope.STATE and role is not None:
        for one in role.split():
            names |= _SETTLED_IN_ROLE[one]
    return frozenset(names)


@lru_cache(maxsize=4096)
def role_of(owner: type, name: str) -> str | None:
    """Return what an artist is to an *owner* that holds it as *name*, None if nothing special."""
    roles = [f"{row}.{name}" for row in _rows(owner) if f"{row}.{name}" in _SETTLED_IN_ROLE]
    return " ".join(roles) or None


def _rows(kind: type) -> list[str]:
    # The base class of 3-D axis objects is called Axis like that of all.
    return [
        "Axis3D" if base.__module__.endswith(".axis3d") else base.__name__
        for base in kind.__mro__
        if is_matplotlib(base)
    ]


def is_matplotlib(kind: type) -> bool:
    """Tell whether *kind* is one of matplotlib's own classes."""
    return is_matplotlibs(kind.__module__)
