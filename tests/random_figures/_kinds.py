"""Kinds of artists, how they are made and what changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ._artist_changes import (
    ARTIST,
    CLIP_PATH,
    COLLECTION,
    COLOR_MAP,
    IMAGE,
    LEGEND,
    LINE,
    MAPPED_COLLECTION,
    PATCH,
    POINTS,
    RECTANGLE,
    TEXT,
)

# Of Axes.
PLAIN = ("plain",)
ANY_2D = ("plain", "polar")
PLAIN_3D = ("3d",)


@dataclass(frozen=True)
class Kind:
    """A kind of artist: how to make one, on what Axes, and what changes it."""

    make: str
    changes: tuple[str, ...]
    axes: tuple[str, ...] = PLAIN


def _made_by(
    call: str, changes: tuple[str, ...], *more: str, axes: tuple[str, ...] = PLAIN
) -> Kind:
    """Return the kind of artist that a call of a method of Axes returns."""
    return Kind("{a} = {ax}." + call, (*changes, *more), axes)


KINDS: Mapping[str, Kind] = {
    "line": Kind("({a},) = {ax}.plot(x, y.copy(), label='a line')", LINE, ANY_2D),
    "markers": Kind("({a},) = {ax}.plot(x, y + 1, 'o--', mec='k', label='q')", LINE, ANY_2D),
    "long line": Kind("({a},) = {ax}.plot(np.linspace(0, 7, 3000), np.arange(3000) % 7)", LINE),
    "points": _made_by("scatter(x, y, c=y, label='points')", POINTS, axes=ANY_2D),
    "one colour": _made_by("scatter(x, y, s=20, c='C3', marker='^')", POINTS, axes=ANY_2D),
    "bar": _made_by("bar([1, 2, 3], [3, 1, 2], label='bars', yerr=0.2)[1]", RECTANGLE, axes=ANY_2D),
    "histogram": _made_by("hist(y, 5, hatch='/')[2][1]", RECTANGLE),
    "steps": _made_by("stairs(y[1:], x, fill={bool})", PATCH, "{a}.set_data({data}[1:])"),
    "image": _made_by("imshow(z.copy(), aspect='auto', extent=(1, 6, 0, 4))", IMAGE),
    "half image": _made_by("imshow(z.copy(), alpha=0.5, interpolation='bicubic')", IMAGE),
    "colours": _made_by(
        "imshow(np.dstack([z, z.T, z]) / 20, extent=(1, 4, 1, 3), zorder={zorder})",
        ARTIST,
        "{a}.set_data(np.dstack([z.T, z, z]) / 30)",
        "{a}.set_extent([0, 3, 1, 5])",
    ),
    "mesh": _made_by(
        "pcolormesh(x, y, z.copy(), shading='{shading}')",
        MAPPED_COLLECTION,
        "{a}.set_array(z.T)",
        "{a}.get_array()[3:5] = 4",
        axes=ANY_2D,
    ),
    "cells": _made_by("pcolor(x, x, z)", MAPPED_COLLECTION, "{a}.set_array(z.T)"),
    "contours": _made_by("contour(x, x, z)", MAPPED_COLLECTION),
    "filled contours": _made_by("contourf(x, x, z, hatches=['', '/'])", MAPPED_COLLECTION),
    "contour label": _made_by("clabel({ax}.contour(x, x, z, [4, 9]))[0]", TEXT),
    "arrows": _made_by(
        "quiver(x, y, y, -x, x)",
        MAPPED_COLLECTION,
        "{a}.set_UVC(x, {data})",
        "{a}.set_UVC(y, {data}, y)",
        "{a}.U *= 0.5",
        "{a}.scale = {number}",
        "{a}.width = 0.02",
        "{a}.pivot = 'mid'",
        "{a}.set_offsets(xy - 0.3)",
        axes=ANY_2D,
    ),
    "key": _made_by(
        "quiverkey({ax}.quiver(x, y, y, x), 0.5, 0.9, 3, 'key')",
        ("{a}.text.set_text({text})", *ARTIST[:2]),
    ),
    "barbs": _made_by("barbs(x, y, 20 * y, 9 * x)", COLLECTION, "{a}.set_UVC(x, y)"),
    "area": _made_by("fill_between(x, y, y / 2, label='area')", COLLECTION, axes=ANY_2D),
    "error bars": _made_by("errorbar(x, y, 0.3, fmt='o')[2][0]", COLLECTION, axes=ANY_2D),
    "segments": Kind(
        "{a} = collections.LineCollection([xy, xy + 1], array=[1, 2])\n{ax}.add_collection({a})",
        (*MAPPED_COLLECTION, "{a}.set_segments([xy * 0.7])", "{a}.set_verts([xy + 0.4])"),
    ),
    "polygons": Kind(
        "{a} = collections.PolyCollection([xy[:4], xy[5:9]])\n{ax}.add_collection({a})",
        (*COLLECTION, "{a}.set_verts([xy[3:8]])"),
    ),
    "vertical lines": _made_by("vlines([2, 3], 0, 3)", COLLECTION),
    "triangles": _made_by("tripcolor(x, y % 1, y, shading='gouraud')", MAPPED_COLLECTION),
    "hexagons": _made_by("hexbin(x, y, gridsize=5)", MAPPED_COLLECTION),
    "level": _made_by("axhline(2, ls='--')", LINE[:14], "{a}.set_ydata([3, 3])"),
    "slope": _made_by("axline((2, 2), slope=0.5)", LINE[: len(ARTIST) + 2]),
    "span": _made_by("axvspan(2, 3, alpha=0.4)", PATCH),
    "text": _made_by("text(2, 2, {text})", TEXT, *CLIP_PATH, axes=ANY_2D),
    "mathtext": _made_by(r"text(3, 2, r'$\frac{{x}}{{y_2}}$', rotation={angle})", TEXT),
    "annotation": _made_by(
        "annotate('note', (2, 2), (3, 1), arrowprops=dict(arrowstyle={arrow}))",
        TEXT,
        "{a}.xy = {number}, {number}",
        "{a}.xyann = {number}, 2",
        "{a}.xycoords = {coords}",
        "{a}.set_anncoords({coords})",
        "{a}.arrow_patch.set_color({color})",
        "{a}.arrow_patch.set_arrowstyle({arrow})",
        "{a}.set_annotation_clip({bool})",
    ),
    "rectangle": _made_by("add_patch(patches.Rectangle((2, 1), 1, 2))", RECTANGLE, axes=ANY_2D),
    "circle": _made_by(
        "add_patch(patches.Circle((3, 2), 1, hatch='x'))",
        PATCH,
        "{a}.set_radius({number})",
        "{a}.center = {number}, 2",
        "{a}.width = 3",
    ),
    "polygon": _made_by(
        "fill(x, y)[0]",
        PATCH,
        "{a}.set_xy(xy[:5])",
        "{a}.xy[2] = 1",
        "{a}.get_path().vertices[1] += 1",
    ),
    "path": _made_by(
        "add_patch(patches.PathPatch(Path(xy.copy()), fill=False))",
        PATCH,
        "{a}.set_path(Path(xy[:4]))",
        "{a}.get_path().vertices[2] += 1",
    ),
    "wedge": _made_by(
        "pie([1, 2, 3], labels=list('abc'))[0][1]",
        PATCH,
        "{a}.set_radius({number})",
        "{a}.set_theta1({angle})",
        "{a}.r = 0.7",
    ),
    "fancy box": _made_by(
        "add_patch(patches.FancyBboxPatch((2, 1), 1, 1))",
        PATCH,
        "{a}.set_boxstyle({boxstyle})",
        "{a}.set_bounds(1, 1, 2, {number})",
    ),
    "arrow": _made_by(
        "add_patch(patches.FancyArrowPatch((1, 1), (3, 2), mutation_scale=20))",
        PATCH,
        "{a}.set_positions((2, 1), (4, {number}))",
        "{a}.set_arrowstyle({arrow})",
    ),
    "table": _made_by(
        "table([['a', 'b'], ['c', 'd']], loc='center')",
        ARTIST[:3],
        "{a}[0, 0].get_text().set_text({text})",
        "{a}[1, 1].set_facecolor({color})",
        "{a}.auto_set_font_size({bool})",
        "{a}.scale(1, {number})",
    ),
    "anchored": _made_by(
        "add_artist(offsetbox.AnchoredText('anchored', 'upper left'))",
        ARTIST[:2],
        "{a}.txt.set_text({text})",
        "{a}.patch.set_facecolor({color})",
    ),
    "thumbnail": _made_by(
        "add_artist(offsetbox.AnnotationBbox(offsetbox.OffsetImage(z), (3, 2)))",
        ARTIST[:2],
        "{a}.xy = {number}, 1",
        "{a}.offsetbox.set_zoom({number})",
        "{a}.offsetbox.set_data({image})",
        "{a}.set_fontsize({size})",
    ),
    "box plot": _made_by("boxplot([y, x])['medians'][0]", LINE[:14]),
    "days": Kind(
        "({a},) = {ax}.plot(np.datetime64('2024-01-30') + np.arange(12), y)",
        LINE[: len(ARTIST)],
        ("dates",),
    ),
    "legend": _made_by("legend(loc={loc})", LEGEND, axes=ANY_2D),
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
    "points 3d": _made_by(
        "scatter(x, y, x, c=y, depthshade={bool})",
        ARTIST,
        *COLOR_MAP,
        "{a}._offsets3d = x, {data}, y",
        "{a}.set_sizes([{size}])",
        "{a}.set_facecolor({color})",
        "{a}.set_depthshade({bool})",
        "{a}.set_array(x)",
        axes=PLAIN_3D,
    ),
    "surface": _made_by(
        "plot_surface(x, x[:, None], np.sin(z), cmap='viridis', rcount=6, ccount=6)",
        ARTIST,
        "{a}.set_facecolor({color})",
        "{a}.set_edgecolor({color})",
        "{a}.set_sort_zpos({number})",
        "{a}.set_zsort('max')",
        "{a}.set_cmap({cmap})",
        axes=PLAIN_3D,
    ),
    "bars 3d": _made_by(
        "bar3d([1, 2], [1, 3], 0, 1, 1, [2, 3])",
        ARTIST,
        "{a}.set_facecolor({color})",
        "{a}.set_linewidth({lw})",
        axes=PLAIN_3D,
    ),
    "text 3d": _made_by(
        "text(2, 1, 1, {text}, 'x')",
        TEXT[:-1],
        "{a}.set_position_3d((1, {number}, 2))",
        "{a}.set_z(2)",
        axes=PLAIN_3D,
    ),
    "contours 3d": _made_by("contour(x, x, z, levels=4)", ARTIST, axes=PLAIN_3D),
}
