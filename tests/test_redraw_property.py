"""Random figures and random changes to them: every frame has the pixels that matplotlib draws.

Hypothesis makes scripts: lines that set a figure up, and then lines that change it, with frames in
between. The lines come from the tables below. What it prints when a frame differs is such a script,
shrunk.

Two ways to compare take turns. Either a frame is followed by a plain draw of the same figure. Or
the script is run for two figures, of which the engine draws one and matplotlib the other; this is
for what the draws themselves settle, layouts above all, where the second of two draws may differ
from the first by matplotlib's own doing, and for what plain draws might repair.

``REDRAW_EXAMPLES=5000 pytest tests/test_redraw_property.py`` runs that many examples, others every
time.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matplotlib_parwriter.redraw import Redrawer

EXAMPLES = int(os.environ.get("REDRAW_EXAMPLES", "0"))

PREAMBLE = """\
import io, pickle
import matplotlib as mpl, matplotlib.pyplot as plt, numpy as np
from matplotlib import collections, dates, lines, offsetbox, patches
from matplotlib import patheffects, ticker, transforms
from matplotlib.colors import BoundaryNorm, LogNorm, Normalize
from matplotlib.path import Path
x = np.linspace(1, 6, 12)
y = np.sin(x) + 2
z = np.outer(y, x)
xy = np.column_stack([x, y])
shift = transforms.Affine2D()
def fade(image, dpi):
    return 0.5 * image, 0, 0
"""

# --- tables -------------------------------------------------------------------------------------
# {a} is an artist, {ax} Axes, {new} a name not used before; other words in braces are from here.

VALUES: Mapping[str, tuple[str, ...]] = {
    "alpha": ("None", "0.5", "1", "0"),
    "angle": ("0", "30", "90", "-45"),
    "arrow": ("'->'", "'-|>'", "'fancy'", "'wedge'"),
    "bool": ("True", "False"),
    "box": ("None", "dict(fc='yellow')", "dict(boxstyle='round', alpha=0.4)"),
    "boxstyle": ("'round'", "'sawtooth'", "'square,pad=0.7'"),
    "clip": (
        "None",
        "patches.Circle((0.5, 0.5), 0.3, transform={ax}.transAxes)",
        "Path.unit_circle(), {ax}.transData",
    ),
    "cmap": ("'viridis'", "'gray'", "'coolwarm'"),
    "color": ("'red'", "'C2'", "'#33557780'", "'none'", "(0.1, 0.8, 0.4, 0.3)"),
    "coords": ("'data'", "'axes fraction'", "'figure points'", "'offset points'"),
    "data": ("y", "(y * 2)", "y[::-1]", "(y - 3)", "np.where(x > 3, y, np.nan)"),
    "drawstyle": ("'default'", "'steps-mid'"),
    "edge": ("'left'", "'right'"),
    "effects": (
        "[]",
        "[patheffects.withStroke(linewidth=3, foreground='red')]",
        "[patheffects.SimpleLineShadow(), patheffects.Normal()]",
    ),
    "filter": ("None", "fade"),
    "fillstyle": ("'full'", "'left'", "'none'"),
    "fontset": ("'dejavusans'", "'cm'", "'stix'"),
    "formatter": (
        "ticker.ScalarFormatter()",
        "ticker.FormatStrFormatter('%.2f')",
        "ticker.NullFormatter()",
        "ticker.FuncFormatter(lambda v, i: str(v)[:3])",
        "ticker.PercentFormatter()",
    ),
    "halign": ("'left'", "'center'", "'right'"),
    "hatch": ("None", "'//'", "'xx.'"),
    "image": ("z", "z[::-1]", "np.sin(z)", "z[:5, :7]", "z * 1e5"),
    "interpolation": ("'nearest'", "'bilinear'", "'antialiased'"),
    "limits": ("0, 5", "2, 4", "1, 700", "-3, 3", "6, 1", "2.0001, 2.0002"),
    "loc": ("'best'", "'upper left'", "'lower right'", "(0.3, 0.4)"),
    "locator": (
        "ticker.AutoLocator()",
        "ticker.MaxNLocator(3)",
        "ticker.MultipleLocator(1.5)",
        "ticker.NullLocator()",
        "ticker.FixedLocator([2, 3, 5])",
    ),
    "ls": ("'-'", "'--'", "':'", "'None'", "(1, (3, 1, 1, 1))"),
    "lw": ("1", "3", "0", "0.3"),
    "marker": ("'o'", "''", "'s'", "'$f$'", "'+'", "(5, 1, 20)"),
    "markevery": ("None", "3", "(1, 2)", "0.1"),
    "norm": ("Normalize()", "Normalize(0, 4)", "LogNorm(0.5, 20)", "BoundaryNorm([0, 1, 5], 256)"),
    "number": ("1", "2", "3.5", "0.5"),
    "place": ("[0.2, 0.2, 0.5, 0.6]", "[0.5, 0.5, 0.3, 0.3]", "[0, 0, 1, 1]"),
    "scale": ("'linear'", "'log'", "'symlog'", "'logit'"),
    "side": ("'top'", "'bottom'"),
    "size": ("6", "12", "20"),
    "sketch": ("None", "2, 10, 3"),
    "spine": ("'left'", "'top'"),
    "text": ("'text'", "''", "'gyq'", r"'$\\alpha^2$'", r"'two\nlines'", "'longer than others'"),
    "valign": ("'top'", "'baseline'", "'center'"),
    "which": ("'major'", "'minor'", "'both'"),
    "zorder": ("1", "-5", "2.5", "10"),
}

ARTIST = (
    "{a}.set_visible({bool})",
    "{a}.set_zorder({zorder})",
    "{a}.set_alpha({alpha})",
    "{a}.set_clip_on({bool})",
    "{a}.set_clip_box(None)",
    "{a}.set_clip_box({ax}.bbox)",
    "{a}.set_rasterized({bool})",
    "{a}.set_animated({bool})",
    "{a}.set_path_effects({effects})",
    "{a}.set_sketch_params({sketch})",
    "{a}.set_snap({bool})",
    "{a}.set_agg_filter({filter})",
    "{a}.set_in_layout({bool})",
    "{a}.set_label({text})",
    "{a}.set_gid('name')",
    "{a}.set_picker(True)",
    "{a}.stale = True",
    "{a}.pchanged()",
)
CLIP_PATH = ("{a}.set_clip_path({clip})", "{a}.set_clip_path({ax}.patch)")
MOVED = (
    "{a}.set_transform({a}.get_transform() + transforms.Affine2D().translate(5, 3))",
    "{a}.set_transform({ax}.transAxes)",
    "{a}.set_transform(shift + {ax}.transData)",
    "{a}.set_transform(shift + {ax}.transData)\nshift.translate(0.2, 0.1)",
)
COLOR_MAP = (
    "{a}.set_cmap({cmap})",
    "{a}.set_clim({limits})",
    "{a}.set_norm({norm})",
    "{a}.norm.vmin = {number}",
    "if {a}.get_array() is not None: {a}.autoscale()",
    "{a}.changed()",
)
LINE = (
    *ARTIST,
    *CLIP_PATH,
    *MOVED,
    "{a}.set_ydata({data})",
    "{a}.set_data(x[:5], y[:5])",
    "{a}.set_data([], [])",
    "{a}.set_color({color})",
    "{a}.set_linewidth({lw})",
    "{a}.set_linestyle({ls})",
    "{a}.set_marker({marker})",
    "{a}.set_markersize({size})",
    "{a}.set_markeredgecolor({color})",
    "{a}.set_markerfacecolor({color})",
    "{a}.set_markeredgewidth({lw})",
    "{a}.set_fillstyle({fillstyle})",
    "{a}.set_drawstyle({drawstyle})",
    "{a}.set_markevery({markevery})",
    "{a}.set_dashes([3, {number}])",
    "{a}.set_antialiased({bool})",
    "{a}.set_gapcolor({color})",
    "{a}.set_solid_capstyle('butt')",
    "{a}.get_path().vertices[2, 1] += 0.5",
    "{a}.get_ydata(orig=False)[3:] -= 0.5",
    "{a}.recache(always=True)",
    "{a}.get_ydata(orig=True)[1:3] = 1\n{a}.recache(always=True)",
)
COLLECTION = (
    *ARTIST,
    *CLIP_PATH,
    *MOVED,
    "{a}.set_facecolor({color})",
    "{a}.set_edgecolor({color})",
    "{a}.set_linewidth([{lw}, {lw}])",
    "{a}.set_linestyle({ls})",
    "{a}.set_hatch({hatch})",
    "{a}.set_antialiased({bool})",
    "{a}.set_capstyle('round')",
    "for path in {a}.get_paths()[:1]: path.vertices[:] *= 0.9",
    "for path in {a}.get_paths()[:1]: path.vertices = path.vertices + 0.1",
    "{a}.get_facecolor()[:] = 0.3",
    "{a}.get_edgecolor()[:] = 0.6",
)
MAPPED_COLLECTION = (*COLLECTION, *COLOR_MAP)
POINTS = (
    *MAPPED_COLLECTION,
    "{a}.set_offsets(xy[::2] + 0.3)",
    "{a}.set_offsets(np.empty((0, 2)))",
    "{a}.get_offsets()[:3] += 0.4",
    "{a}.set_sizes([{size}])",
    "{a}.set_sizes(10 * x)",
    "{a}.get_sizes()[:] = 30",
    "{a}.set_array(x)",
    "{a}.set_array(None)",
    "{a}.set_paths([Path.unit_rectangle()])",
    "{a}.set_offset_transform(shift + {ax}.transData)",
    "{a}.set_offset_transform({ax}.transAxes)",
)
IMAGE = (
    *ARTIST,
    *CLIP_PATH,
    *COLOR_MAP,
    "{a}.set_data({image})",
    "{a}.set_data(np.ma.masked_greater(z, 8))",
    "{a}.get_array()[2:4] = 5",
    "{a}.set_extent([0, 3, 1, {number}])",
    "{a}.set_interpolation({interpolation})",
    "{a}.set_resample({bool})",
    "{a}.set_interpolation_stage('rgba')",
    "{a}.set_transform(transforms.Affine2D().rotate_deg({angle}) + {ax}.transData)",
)
TEXT = (
    *ARTIST,
    "{a}.set_text({text})",
    "{a}.set_position(({number}, {number}))",
    "{a}.set_rotation({angle})",
    "{a}.set_fontsize({size})",
    "{a}.set_color({color})",
    "{a}.set_ha({halign})",
    "{a}.set_va({valign})",
    "{a}.set_bbox({box})",
    "{a}.set_weight('bold')",
    "{a}.set_style('italic')",
    "{a}.set_family('monospace')",
    "{a}.set_math_fontfamily({fontset})",
    "{a}.set_linespacing({number})",
    "{a}.set_wrap({bool})",
    "{a}.set_antialiased({bool})",
    "{a}.set_parse_math({bool})",
    "{a}.get_fontproperties().set_size({size})",
    "if {a}.get_bbox_patch(): {a}.get_bbox_patch().set_facecolor({color})",
    "if {a}.get_bbox_patch(): {a}.get_bbox_patch().set_boxstyle({boxstyle})",
    "{a}.set_transform(shift + {ax}.transData)",
)
PATCH = (
    *ARTIST,
    *CLIP_PATH,
    *MOVED,
    "{a}.set_facecolor({color})",
    "{a}.set_edgecolor({color})",
    "{a}.set_linewidth({lw})",
    "{a}.set_linestyle({ls})",
    "{a}.set_hatch({hatch})",
    "{a}.set_fill({bool})",
    "{a}.set_antialiased({bool})",
    "{a}.set_joinstyle('round')",
)
RECTANGLE = (
    *PATCH,
    "{a}.set_height({number})",
    "{a}.set_width({number})",
    "{a}.set_xy(({number}, {number}))",
    "{a}.angle = {angle}",
)
LEGEND = (
    "{a}.set_visible({bool})",
    "{a}.set_zorder({zorder})",
    "{a}.set_loc({loc})",
    "{a}.set_title({text})",
    "{a}.set_frame_on({bool})",
    "{a}.get_frame().set_facecolor({color})",
    "{a}.get_frame().set_linewidth({lw})",
    "{a}.set_bbox_to_anchor((0.5, {number}))",
    "{a}.set_in_layout({bool})",
    "for text in {a}.get_texts(): text.set_text({text})",
    "for text in {a}.get_texts(): text.set_color({color})",
    "for handle in {a}.legend_handles: handle.set_alpha({alpha})",
    "for handle in {a}.get_lines(): handle.set_color({color})",
)


@dataclass(frozen=True)
class Kind:
    """A kind of artist: how to make one, on what Axes, and what changes it."""

    make: str
    changes: tuple[str, ...]
    axes: tuple[str, ...] = ("plain",)


ANY_2D = ("plain", "polar")
PLAIN_3D = ("3d",)

KINDS: Mapping[str, Kind] = {
    "line": Kind("({a},) = {ax}.plot(x, y.copy(), label='a line')", LINE, ANY_2D),
    "markers": Kind("({a},) = {ax}.plot(x, y + 1, 'o--', mec='k', label='q')", LINE, ANY_2D),
    "long line": Kind("({a},) = {ax}.plot(np.linspace(0, 7, 3000), np.arange(3000) % 7)", LINE),
    "points": Kind("{a} = {ax}.scatter(x, y, c=y, label='points')", POINTS, ANY_2D),
    "one colour": Kind("{a} = {ax}.scatter(x, y, s=20, c='C3', marker='^')", POINTS, ANY_2D),
    "bar": Kind(
        "{a} = {ax}.bar([1, 2, 3], [3, 1, 2], label='bars', yerr=0.2)[1]", RECTANGLE, ANY_2D
    ),
    "histogram": Kind("{a} = {ax}.hist(y, 5, hatch='/')[2][1]", RECTANGLE),
    "steps": Kind("{a} = {ax}.stairs(y[1:], x, fill={bool})", (*PATCH, "{a}.set_data({data}[1:])")),
    "image": Kind("{a} = {ax}.imshow(z.copy(), aspect='auto', extent=(1, 6, 0, 4))", IMAGE),
    "half image": Kind("{a} = {ax}.imshow(z.copy(), alpha=0.5, interpolation='bicubic')", IMAGE),
    "colours": Kind(
        "{a} = {ax}.imshow(np.dstack([z, z.T, z]) / 20, extent=(1, 4, 1, 3), zorder={zorder})",
        (*ARTIST, "{a}.set_data(np.dstack([z.T, z, z]) / 30)", "{a}.set_extent([0, 3, 1, 5])"),
    ),
    "mesh": Kind(
        "{a} = {ax}.pcolormesh(x, y, z.copy(), shading='{shading}')",
        (*MAPPED_COLLECTION, "{a}.set_array(z.T)", "{a}.get_array()[3:5] = 4"),
        ANY_2D,
    ),
    "cells": Kind("{a} = {ax}.pcolor(x, x, z)", (*MAPPED_COLLECTION, "{a}.set_array(z.T)")),
    "contours": Kind("{a} = {ax}.contour(x, x, z)", MAPPED_COLLECTION),
    "filled contours": Kind("{a} = {ax}.contourf(x, x, z, hatches=['', '/'])", MAPPED_COLLECTION),
    "contour label": Kind("{a} = {ax}.clabel({ax}.contour(x, x, z, [4, 9]))[0]", TEXT),
    "arrows": Kind(
        "{a} = {ax}.quiver(x, y, y, -x, x)",
        (
            *MAPPED_COLLECTION,
            "{a}.set_UVC(x, {data})",
            "{a}.set_UVC(y, {data}, y)",
            "{a}.U *= 0.5",
            "{a}.scale = {number}",
            "{a}.width = 0.02",
            "{a}.pivot = 'mid'",
            "{a}.set_offsets(xy - 0.3)",
        ),
        ANY_2D,
    ),
    "key": Kind(
        "{a} = {ax}.quiverkey({ax}.quiver(x, y, y, x), 0.5, 0.9, 3, 'key')",
        ("{a}.text.set_text({text})", "{a}.label.set_color('red')")[:1] + ARTIST[:2],
    ),
    "barbs": Kind("{a} = {ax}.barbs(x, y, 20 * y, 9 * x)", (*COLLECTION, "{a}.set_UVC(x, y)")),
    "area": Kind("{a} = {ax}.fill_between(x, y, y / 2, label='area')", COLLECTION, ANY_2D),
    "error bars": Kind("{a} = {ax}.errorbar(x, y, 0.3, fmt='o')[2][0]", COLLECTION, ANY_2D),
    "segments": Kind(
        "{a} = collections.LineCollection([xy, xy + 1], array=[1, 2])\n{ax}.add_collection({a})",
        (*MAPPED_COLLECTION, "{a}.set_segments([xy * 0.7])", "{a}.set_verts([xy + 0.4])"),
    ),
    "polygons": Kind(
        "{a} = collections.PolyCollection([xy[:4], xy[5:9]])\n{ax}.add_collection({a})",
        (*COLLECTION, "{a}.set_verts([xy[3:8]])"),
    ),
    "vertical lines": Kind("{a} = {ax}.vlines([2, 3], 0, 3)", COLLECTION),
    "triangles": Kind("{a} = {ax}.tripcolor(x, y % 1, y, shading='gouraud')", MAPPED_COLLECTION),
    "hexagons": Kind("{a} = {ax}.hexbin(x, y, gridsize=5)", MAPPED_COLLECTION),
    "level": Kind("{a} = {ax}.axhline(2, ls='--')", (*LINE[:14], "{a}.set_ydata([3, 3])")),
    "slope": Kind("{a} = {ax}.axline((2, 2), slope=0.5)", LINE[: len(ARTIST) + 2]),
    "span": Kind("{a} = {ax}.axvspan(2, 3, alpha=0.4)", PATCH),
    "text": Kind("{a} = {ax}.text(2, 2, {text})", (*TEXT, *CLIP_PATH), ANY_2D),
    "mathtext": Kind(r"{a} = {ax}.text(3, 2, r'$\\frac{{x}}{{y_2}}$', rotation={angle})", TEXT),
    "annotation": Kind(
        "{a} = {ax}.annotate('note', (2, 2), (3, 1), arrowprops=dict(arrowstyle={arrow}))",
        (
            *TEXT,
            "{a}.xy = {number}, {number}",
            "{a}.xyann = {number}, 2",
            "{a}.xycoords = {coords}",
            "{a}.set_anncoords({coords})",
            "{a}.arrow_patch.set_color({color})",
            "{a}.arrow_patch.set_arrowstyle({arrow})",
            "{a}.set_annotation_clip({bool})",
        ),
    ),
    "rectangle": Kind("{a} = {ax}.add_patch(patches.Rectangle((2, 1), 1, 2))", RECTANGLE, ANY_2D),
    "circle": Kind(
        "{a} = {ax}.add_patch(patches.Circle((3, 2), 1, hatch='x'))",
        (*PATCH, "{a}.set_radius({number})", "{a}.center = {number}, 2", "{a}.width = 3"),
    ),
    "polygon": Kind(
        "{a} = {ax}.fill(x, y)[0]",
        (*PATCH, "{a}.set_xy(xy[:5])", "{a}.xy[2] = 1", "{a}.get_path().vertices[1] += 1"),
    ),
    "path": Kind(
        "{a} = {ax}.add_patch(patches.PathPatch(Path(xy.copy()), fill=False))",
        (*PATCH, "{a}.set_path(Path(xy[:4]))", "{a}.get_path().vertices[2] += 1"),
    ),
    "wedge": Kind(
        "{a} = {ax}.pie([1, 2, 3], labels=list('abc'))[0][1]",
        (*PATCH, "{a}.set_radius({number})", "{a}.set_theta1({angle})", "{a}.r = 0.7"),
    ),
    "fancy box": Kind(
        "{a} = {ax}.add_patch(patches.FancyBboxPatch((2, 1), 1, 1))",
        (*PATCH, "{a}.set_boxstyle({boxstyle})", "{a}.set_bounds(1, 1, 2, {number})"),
    ),
    "arrow": Kind(
        "{a} = {ax}.add_patch(patches.FancyArrowPatch((1, 1), (3, 2), mutation_scale=20))",
        (*PATCH, "{a}.set_positions((2, 1), (4, {number}))", "{a}.set_arrowstyle({arrow})"),
    ),
    "table": Kind(
        "{a} = {ax}.table([['a', 'b'], ['c', 'd']], loc='center')",
        (
            *ARTIST[:3],
            "{a}[0, 0].get_text().set_text({text})",
            "{a}[1, 1].set_facecolor({color})",
            "{a}.auto_set_font_size({bool})",
            "{a}.scale(1, {number})",
        ),
    ),
    "anchored": Kind(
        "{a} = {ax}.add_artist(offsetbox.AnchoredText('anchored', 'upper left'))",
        (*ARTIST[:2], "{a}.txt.set_text({text})", "{a}.patch.set_facecolor({color})"),
    ),
    "thumbnail": Kind(
        "{a} = {ax}.add_artist(offsetbox.AnnotationBbox(offsetbox.OffsetImage(z), (3, 2)))",
        (
            *ARTIST[:2],
            "{a}.xy = {number}, 1",
            "{a}.offsetbox.set_zoom({number})",
            "{a}.offsetbox.set_data({image})",
            "{a}.set_fontsize({size})",
        ),
    ),
    "box plot": Kind("{a} = {ax}.boxplot([y, x])['medians'][0]", LINE[:14]),
    "days": Kind(
        "({a},) = {ax}.plot(np.datetime64('2024-01-30') + np.arange(12), y)",
        LINE[: len(ARTIST)],
        ("dates",),
    ),
    "legend": Kind("{a} = {ax}.legend(loc={loc})", LEGEND, ANY_2D),
    # 3-D.
    "line 3d": Kind(
        "({a},) = {ax}.plot(x, y, y[::-1])",
        (
            *ARTIST,
            "{a}.set_data_3d(x, {data}, y)",
            "{a}.set_3d_properties({data})",
            "{a}.set_color({color})",
            "{a}.set_linewidth({lw})",
            "{a}.get_data_3d()[1][2] += 1",
        ),
        PLAIN_3D,
    ),
    "points 3d": Kind(
        "{a} = {ax}.scatter(x, y, x, c=y, depthshade={bool})",
        (
            *ARTIST,
            *COLOR_MAP,
            "{a}._offsets3d = x, {data}, y",
            "{a}.set_sizes([{size}])",
            "{a}.set_facecolor({color})",
            "{a}.set_depthshade({bool})",
            "{a}.set_array(x)",
        ),
        PLAIN_3D,
    ),
    "surface": Kind(
        "{a} = {ax}.plot_surface(x, x[:, None], np.sin(z), cmap='viridis', rcount=6, ccount=6)",
        (
            *ARTIST,
            "{a}.set_facecolor({color})",
            "{a}.set_edgecolor({color})",
            "{a}.set_sort_zpos({number})",
            "{a}.set_zsort('max')",
            "{a}.set_cmap({cmap})",
        ),
        PLAIN_3D,
    ),
    "bars 3d": Kind(
        "{a} = {ax}.bar3d([1, 2], [1, 3], 0, 1, 1, [2, 3])",
        (*ARTIST, "{a}.set_facecolor({color})", "{a}.set_linewidth({lw})"),
        PLAIN_3D,
    ),
    "text 3d": Kind(
        "{a} = {ax}.text(2, 1, 1, {text}, 'x')",
        (*TEXT[:-1], "{a}.set_position_3d((1, {number}, 2))", "{a}.set_z(2)"),
        PLAIN_3D,
    ),
    "contours 3d": Kind("{a} = {ax}.contour(x, x, z, levels=4)", ARTIST, PLAIN_3D),
}

_AXIS = (
    "{axis}.set_visible({bool})",
    "{axis}.set_zorder({zorder})",
    "{axis}.set_label_text({text})",
    "{axis}.label.set_color({color})",
    "{axis}.labelpad = {size}",
    "{axis}.set_major_locator({locator})",
    "{axis}.set_minor_locator({locator})",
    "{axis}.set_major_formatter({formatter})",
    "{axis}.set_minor_formatter({formatter})",
    "{axis}.grid({bool}, which={which}, ls={ls})",
    "{axis}.set_tick_params(which={which}, length={size}, colors={color})",
    "{axis}.set_tick_params(labelsize={size}, labelrotation={angle}, direction='inout')",
    "{axis}.set_tick_params(pad={size}, zorder={zorder})",
    "{axis}.set_ticks([2, 3], labels=['two', {text}])",
    "{axis}.set_ticks([2, 4])",
    "{axis}.set_ticks([2.5, 3], minor=True)",
    "{axis}.set_inverted({bool})",
    "{axis}.get_major_ticks()[0].label1.set_color({color})",
    "{axis}.get_major_ticks()[0].set_visible({bool})",
    "{axis}.get_major_ticks()[0].label1.set_fontsize({size})",
    "for line in {axis}.get_ticklines(): line.set_markersize({size})",
    "for line in {axis}.get_gridlines(): line.set_linestyle({ls})",
    "for label in {axis}.get_ticklabels(): label.set_rotation({angle})",
    "for label in {axis}.get_ticklabels(): label.set_fontweight('bold')",
    "{axis}.get_major_formatter().set_locs([1, 2])",
    "{axis}.offsetText.set_color({color})",
    "{axis}.set_ticks_position('default')",
    "{axis}.reset_ticks()",
)
_ANY_AXES = (
    *(line.replace("{axis}", "{ax}.xaxis") for line in _AXIS),
    *(line.replace("{axis}", "{ax}.yaxis") for line in _AXIS),
    "{ax}.set_title({text})",
    "{ax}.set_title({text}, loc={edge}, color={color}, fontsize={size})",
    "{ax}.title.set_visible({bool})",
    "{ax}.title.set_position((0.3, {number}))",
    "{ax}.set_facecolor({color})",
    "{ax}.patch.set_hatch({hatch})",
    "{ax}.patch.set_alpha({alpha})",
    "{ax}.set_visible({bool})",
    "{ax}.set_zorder({zorder})",
    "{ax}.set_alpha({alpha})",
    "{ax}.set_axis_off()",
    "{ax}.set_axis_on()",
    "{ax}.set_axisbelow({bool})",
    "{ax}.set_axisbelow('line')",
    "{ax}.grid({bool})",
    "{ax}.set_position({place})",
    "{ax}.set_rasterization_zorder({zorder})",
    "{ax}.set_rasterized({bool})",
    "{ax}.set_agg_filter({filter})",
    "{ax}.set_animated({bool})",
    "{ax}.set_prop_cycle(color=['red'])",
    "{ax}.relim()\n{ax}.autoscale_view()",
    "{ax}.autoscale({bool})",
    "{ax}.set_subplotspec(fig.add_gridspec(2, 2)[0, {edge_index}])",
    "{ax}.set_in_layout({bool})",
    "{ax}.get_tightbbox()",
    "{ax}.stale = True",
    "{ax}.set_label('axes')",
    "{ax}.set_gid('axes')",
    "{ax}.reset_position()",
)
AXES_CHANGES: Mapping[str, tuple[str, ...]] = {
    "plain": (
        *_ANY_AXES,
        "{ax}.set_xlim({limits})",
        "{ax}.set_ylim({limits})",
        "{ax}.set_xlim({limits}, auto=True)",
        "{ax}.viewLim.intervalx = 1, 5",
        "{ax}.viewLim.y0 = 0.5",
        "{ax}.set_xscale({scale})",
        "{ax}.set_yscale({scale})",
        "{ax}.set_yscale('log', base=2, subs=[3])",
        "{ax}.invert_xaxis()",
        "{ax}.margins({number})",
        "{ax}.use_sticky_edges = {bool}",
        "{ax}.set_aspect('equal')",
        "{ax}.set_aspect('equal', adjustable='datalim')",
        "{ax}.set_aspect('auto')",
        "{ax}.set_box_aspect({number})",
        "{ax}.set_frame_on({bool})",
        "{ax}.set_anchor('W')",
        "{ax}.minorticks_on()",
        "{ax}.minorticks_off()",
        "{ax}.tick_params(right=True, labelright={bool})",
        "{ax}.xaxis.tick_top()",
        "{ax}.xaxis.set_label_position({side})",
        "{ax}.yaxis.set_offset_position({edge})",
        "{ax}.yaxis.set_label_position({edge})",
        "{ax}.xaxis.set_label_coords(0.3, -0.1)",
        "{ax}.ticklabel_format(axis='y', style='sci', scilimits=(0, 0))",
        "{ax}.ticklabel_format(axis='x', useOffset=2)",
        "{ax}.locator_params(axis='x', nbins=3)",
        "{ax}.label_outer()",
        "{ax}.spines[{spine}].set_visible({bool})",
        "{ax}.spines[{spine}].set_color({color})",
        "{ax}.spines[{spine}].set_linewidth({lw})",
        "{ax}.spines[{spine}].set_position(('outward', {size}))",
        "{ax}.spines[{spine}].set_position(('data', {number}))",
        "{ax}.spines[{spine}].set_bounds(1, 3)",
        "{ax}.spines[{spine}].set_zorder({zorder})",
        "{new} = {ax}.twinx()\n{new}.plot(x, 100 * y)",
        "{new} = {ax}.inset_axes([0.5, 0.5, 0.4, 0.4])\n{new}.plot(x, y)",
        "{ax}.indicate_inset([2, 1, 1, 2])",
        "{ax}.secondary_xaxis('top', functions=(np.square, np.sqrt))",
        "{ax}.secondary_yaxis('right')",
    ),
    "polar": (
        *_ANY_AXES,
        "{ax}.set_frame_on({bool})",
        "{ax}.set_rmax({number})",
        "{ax}.set_rlim(0, {size})",
        "{ax}.set_rorigin(-{number})",
        "{ax}.set_theta_offset({number})",
        "{ax}.set_theta_direction(-1)",
        "{ax}.set_theta_zero_location('N')",
        "{ax}.set_thetalim(0, {number})",
        "{ax}.set_rlabel_position({angle})",
        "{ax}.set_rticks([1, 2])",
        "{ax}.set_thetagrids([0, 90, 200])",
        "{ax}.set_rscale('symlog')",
        "{ax}.spines['polar'].set_linewidth({lw})",
    ),
    "3d": (
        *_ANY_AXES,
        *(line.replace("{axis}", "{ax}.zaxis") for line in _AXIS),
        "{ax}.view_init(elev={angle}, azim={angle})",
        "{ax}.view_init(elev=20, azim=40, roll={angle})",
        "{ax}.azim = {angle}",
        "{ax}.azim += 10",
        "{ax}.set_xlim(1, {size})",
        "{ax}.set_zlim(0, {size})",
        "{ax}.set_zlabel({text})",
        "{ax}.set_proj_type('ortho')",
        "{ax}.set_proj_type('persp', focal_length={number})",
        "{ax}.set_box_aspect((1, 1, {number}))",
        "{ax}.set_box_aspect(None, zoom={number})",
        "{ax}.xaxis.set_pane_color({color})",
        "{ax}.computed_zorder = {bool}",
        "{ax}.invert_zaxis()",
    ),
    "dates": (
        *_ANY_AXES,
        "{ax}.set_xlim(np.datetime64('2024-02-01'), np.datetime64('2024-02-05'))",
        "{ax}.set_xlim(np.datetime64('2023-02-01'), np.datetime64('2025-02-05'))",
        "{ax}.xaxis.set_major_formatter(dates.ConciseDateFormatter({ax}.xaxis.get_major_locator()))",
        "{ax}.xaxis.set_major_formatter(dates.DateFormatter('%d'))",
        "{ax}.figure.autofmt_xdate()",
    ),
}
# Not text.hinting: fonts are cached with it, so that two plain draws after a change differ.
FIGURE_CHANGES = (
    "fig.set_size_inches({number}, 2)",
    "fig.set_size_inches(4, 3)",
    "fig.set_facecolor({color})",
    "fig.patch.set_visible({bool})",
    "fig.patch.set_hatch({hatch})",
    "fig.set_frameon({bool})",
    "fig.suptitle({text})",
    "fig.supxlabel({text})",
    "fig.set_dpi({dpi})",
    "fig.subplots_adjust(left=0.3, wspace={number})",
    "fig.align_labels()",
    "fig.legend(loc='upper right')",
    "fig.text(0.5, 0.5, {text})",
    "fig.add_artist(lines.Line2D([0, 1], [0, 1]))",
    "fig.figimage(z, 10, 20, zorder={zorder})",
    "fig.set_layout_engine({layout})",
    "fig.suppressComposite = {bool}",
    "fig.set_visible({bool})",
    "fig.stale = True",
    "shift.translate(0.3, 0.1)",
    "shift.rotate_deg(5)",
    "shift.clear()",
    "shift.set_matrix(np.diag([1, {number}, 1]))",
    "mpl.rcParams['path.simplify'] = {bool}",
    "mpl.rcParams['text.antialiased'] = {bool}",
    "mpl.rcParams['mathtext.fontset'] = {fontset}",
    "mpl.rcParams['font.size'] = {size}",
    "mpl.rcParams['font.family'] = 'monospace'",
    "mpl.rcParams['agg.path.chunksize'] = 100",
    "mpl.rcParams['path.snap'] = {bool}",
    "mpl.rcParams['path.sketch'] = 1, 20, 2",
    "mpl.rcParams['hatch.linewidth'] = {number}",
    "mpl.rcParams['axes.unicode_minus'] = {bool}",
    "mpl.rcParams['xtick.color'] = {color}",
    "mpl.rcParams['image.composite_image'] = {bool}",
    "mpl.rcParams['lines.linewidth'] = 5",
    # Drawn in between, by others.
    "fig.canvas.draw()",
    "fig.draw_without_rendering()",
    "fig.savefig(io.BytesIO(), dpi={dpi})",
    "fig.savefig(io.BytesIO(), format='rgba', bbox_inches='tight')",
    "fig.savefig(io.BytesIO(), format='svg')",
    "fig.get_tightbbox()",
    "pickle.dumps(fig)",
)
MORE_VALUES: Mapping[str, tuple[str, ...]] = {
    "dpi": ("100", "50", "72"),
    "edge_index": ("0", "1"),
    "layout": ("'none'", "'constrained'", "'tight'", "'compressed'"),
    "shading": ("nearest", "gouraud"),
}
FIGURES = (
    "fig = plt.figure(figsize=(4, 3))",
    "fig = plt.figure(figsize=(4, 3), layout='constrained')",
    "fig = plt.figure(figsize=(4, 3), layout='tight')",
    "fig = mpl.figure.Figure(figsize=(4, 3))",
)
PROJECTIONS = {"plain": "", "polar": ", projection='polar'", "3d": ", projection='3d'"}
SAVEFIG: tuple[dict[str, Any], ...] = (
    {"dpi": 60, "facecolor": (1.0, 1.0, 1.0, 1.0), "transparent": False},
    {"dpi": "figure"},
    {"dpi": 60, "transparent": True},
    {"dpi": 80, "facecolor": (0.9, 0.5, 0.5, 0.5)},
)
# With these, what is drawn depends on how often it was drawn before.
SETTLING = ("layout=", "layout_engine", "quiver(")


# --- scripts ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Script:
    """What is done to a figure; ``frame(n)`` in a line of its own is n frames."""

    lines: tuple[str, ...]
    savefig: Mapping[str, Any]
    twin: bool

    def __str__(self) -> str:
        how = "compared with a second figure" if self.twin else "compared with the same figure"
        return "\n".join([PREAMBLE, *self.lines, f"# Redrawer(fig, **{self.savefig}), {how}"])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Let Hypothesis print it as a script."""
        printer.text(f"\n{self}\n")


@dataclass
class _Author:
    """Write a script, keeping in mind what there is on the figure."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    lines: list[str] = field(default_factory=list)
    axes: dict[str, str] = field(default_factory=dict)
    artists: dict[str, tuple[str, str]] = field(default_factory=dict)
    names: int = 0

    def pick(self, values: Any) -> Any:
        return self.draw(st.sampled_from(tuple(values)))

    def new_name(self, prefix: str) -> str:
        self.names += 1
        return f"{prefix}{self.names}"

    def write(self, template: str, **names: str) -> None:
        self.lines += self.fill(template, names).split("\n")

    def fill(self, template: str, names: Mapping[str, str]) -> str:
        author = self

        class Words(dict[str, str]):
            def __missing__(self, key: str) -> str:
                value = author.pick(VALUES.get(key) or MORE_VALUES[key])
                return author.fill(value, names) if "{ax}" in value else value

        return template.format_map(Words(names))

    def set_up(self) -> None:
        self.write(self.pick(FIGURES))
        rows, columns = self.pick([(1, 1), (1, 2), (2, 2)])
        shared = self.pick(["", ", sharex=ax1"])
        for number in range(1, self.pick(range(1, rows * columns + 1)) + 1):
            kind = self.pick(["plain", "plain", "plain", "polar", "3d", "dates"])
            name = self.new_name("ax")
            more = PROJECTIONS.get(kind, "")
            if shared and number > 1 and kind == self.axes["ax1"] == "plain":
                more += shared
            self.axes[name] = kind
            self.write(f"{name} = fig.add_subplot({rows}, {columns}, {number}{more})")
        for ax in tuple(self.axes):
            self.add_artist(ax)
        while self.draw(st.booleans()):
            self.pick([self.add_artist, self.add_colorbar, self.change_axes])()

    def add_artist(self, ax: str | None = None) -> None:
        ax = ax or self.pick(self.axes)
        kind = self.pick(k for k, kind in KINDS.items() if self.axes[ax] in kind.axes)
        name = self.new_name("a")
        self.artists[name] = kind, ax
        self.write(KINDS[kind].make, a=name, ax=ax)

    def add_colorbar(self) -> None:
        # Legends have no colours, and the third dimension has no room.
        mappable = ("points", "image", "mesh", "filled contours", "hexagons")
        named = [(name, ax) for name, (kind, ax) in self.artists.items() if kind in mappable]
        if named:
            name, ax = self.pick(named)
            self.write(f"fig.colorbar({name}, ax={ax})")

    def change_artist(self) -> None:
        if self.artists:
            name = self.pick(self.artists)
            kind, ax = self.artists[name]
            self.write(self.pick(KINDS[kind].changes), a=name, ax=ax)

    def change_axes(self) -> None:
        ax = self.pick(self.axes)
        new = self.new_name("ax")
        self.write(self.pick(AXES_CHANGES[self.axes[ax]]), ax=ax, new=new)

    def change_figure(self) -> None:
        self.write(self.pick(FIGURE_CHANGES))

    def remove_artist(self) -> None:
        if self.artists:
            name = self.pick(self.artists)
            del self.artists[name]
            self.write(f"{name}.remove()")

    def clear_axes(self) -> None:
        ax = self.pick(self.axes)
        gone = [name for name, (_, of) in self.artists.items() if of == ax]
        for name in gone:
            del self.artists[name]
        self.write(f"{ax}.clear()")
        self.add_artist(ax)

    def live(self) -> None:
        # What is changed often is not recorded for a while, so changes are few and frames many.
        self.write("frame(3)")
        more = st.sampled_from([True] * 6 + [False])
        changes = [
            *[self.change_artist] * 5,
            *[self.change_axes] * 4,
            *[self.change_figure] * 2,
            self.add_artist,
            self.remove_artist,
            self.clear_axes,
        ]
        while self.draw(more):
            self.pick(changes)()
            if self.draw(st.booleans()):
                self.write(f"frame({self.pick([1, 3, 6])})")
        self.write("frame(1)")


@st.composite
def scripts(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Script:
    author = _Author(draw)
    author.set_up()
    author.live()
    settles = any(word in line for word in SETTLING for line in author.lines)
    return Script(tuple(author.lines), author.pick(SAVEFIG), settles or draw(st.booleans()))


# --- running them -------------------------------------------------------------------------------


def outcome(draw: Callable[[], Any]) -> Any:
    """Return the image, or the type of exception."""
    try:
        return bytes(draw())
    except Exception as error:
        return type(error)


class Run:
    """One script being run."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.redrawer: Redrawer | None = None
        self.count = 0
        self.spaces: list[dict[str, Any]] = [{} for _ in range(1 + script.twin)]
        self.execute(PREAMBLE)

    def execute(self, line: str) -> None:
        for space in self.spaces:
            exec(line, space)

    def run(self) -> None:
        for number, line in enumerate(self.script.lines):
            if line.startswith("frame("):
                self.frames(int(line[6:-1]), f"line {number}: {line}")
            else:
                self.execute(line)
        assert self.redrawer is not None
        assert not self.redrawer.mismatches
        self.redrawer.close()
        for artist in self.spaces[0]["fig"].findobj():
            assert type(artist.stale) is bool
            assert not {"draw", "draw_grid", "draw_pane", "get_tightbbox"} & vars(artist).keys()

    def frames(self, count: int, where: str) -> None:
        fig = self.spaces[0]["fig"]
        if self.redrawer is None:
            self.redrawer = Redrawer(fig, **self.script.savefig)
            if self.script.twin:
                # A reference frame is drawn twice, which would settle the first figure sooner.
                self.redrawer._schedule.is_due = lambda frame: False  # type: ignore[method-assign]
        for i in range(count):
            image = outcome(self.redrawer.frame)
            # Of the same figure, those in the middle are drawn with nothing in between.
            if self.script.twin or i in (0, count - 1):
                assert image == outcome(self.plain), f"{where}: frame {i}"

    def plain(self) -> Any:
        """Draw what the frame just drawn has to be."""
        assert self.redrawer is not None
        if not self.script.twin:
            return self.redrawer.plain()
        sink = io.BytesIO()
        self.spaces[1]["fig"].savefig(sink, format="rgba", **self.script.savefig)
        return sink.getvalue()

    def close(self) -> None:
        for space in self.spaces:
            plt.close(space.get("fig"))


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Ignore what matplotlib warns of, which is much with figures like these."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


# What fails is shrunk, which takes minutes.
@pytest.mark.timeout(900 + 2 * EXAMPLES)
@settings(
    max_examples=EXAMPLES or 50,
    derandomize=not EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(script=scripts())
def test_frames_are_the_same(script: Script) -> None:
    run = None
    try:
        with mpl.rc_context():
            run = Run(script)
            run.run()
    finally:
        if run is not None:
            run.close()
