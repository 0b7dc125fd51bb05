"""The words in braces that lines of scripts are filled with, and how scripts begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    "dpi": ("100", "50", "72"),
    "drawstyle": ("'default'", "'steps-mid'"),
    "edge": ("'left'", "'right'"),
    "edge_index": ("0", "1"),
    "effects": (
        "[]",
        "[patheffects.withStroke(linewidth=3, foreground='red')]",
        "[patheffects.SimpleLineShadow(), patheffects.Normal()]",
    ),
    "fillstyle": ("'full'", "'left'", "'none'"),
    "filter": ("None", "fade"),
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
    "layout": ("'none'", "'constrained'", "'tight'", "'compressed'"),
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
    "shading": ("nearest", "gouraud"),
    "side": ("'top'", "'bottom'"),
    "size": ("6", "12", "20"),
    "sketch": ("None", "2, 10, 3"),
    "spine": ("'left'", "'top'"),
    "text": ("'text'", "''", "'gyq'", r"'$\\alpha^2$'", r"'two\nlines'", "'longer than others'"),
    "valign": ("'top'", "'baseline'", "'center'"),
    "which": ("'major'", "'minor'", "'both'"),
    "zorder": ("1", "-5", "2.5", "10"),
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
