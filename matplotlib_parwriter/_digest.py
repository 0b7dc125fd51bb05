"""Digests that tell whether two copies of an animation, in two processes, have gone the same way.

`frame_digest` is for every frame: does the user's figure, on which updates ran and nothing was
drawn, show what the worker's copy shows, which was drawn every time? `state_digest` is for seams:
are two copies that have just drawn the same frame the same in all that later frames may depend on,
though one of them skipped draws before?

Neither looks at what drawing sets by itself. These are the groups of attributes left out, with the
code that sets them; the names are in `_digest_skips`, found by experiment and checked by
``tests/test_digest_*.py`` against the matplotlib at hand.

=============================  ======================================================  ============
Attributes                     Set by                                                  Left out of
=============================  ======================================================  ============
stale flags, callbacks, links  ``Artist.stale``, ``set_figure``, pickling              both
to owners, canvas, mouse
``Line2D._path``, ``_xy`` ...  ``Line2D.recache``, from ``_xorig`` and ``_yorig``      both; state
                                                                                       has edited
``_imcache``, ``_rgbacache``   ``_ImageBase._make_image``                              both
``Colormap._lut``              ``Colormap._ensure_inited``                             both; state
                                                                                       has edited
``_inverted``, ``_affine``,    transforms, when first asked; ``invalidate``            both
``_mtx``, ``_points``
ticks and their labels         ``Axis._update_ticks``, from a pool that only grows     frame; state
                                                                                       has those in
                                                                                       use or edited
an Axes' active position       ``apply_aspect`` and ``_axes_locator``                  frame
original position with a       ``LayoutEngine.execute`` at the start of a draw         frame; state
layout engine, ``subplotpars``                                                         rounds it
title, axis label, offset      ``_update_title_position``, ``_update_label_position``  frame
text: place (and text)         and ``Axis._update_offset_text_position``
facecolors from an array       ``Collection.update_scalarmappable``                    frame
``_transforms``                ``_CollectionWithSizes.set_sizes(sizes, dpi)``          frame
projected 3-D data, z-order,   ``do_3d_projection``, ``Axes3D.draw``, ``Axis3D.draw``  frame
panes, matrices
boxes, arrows, their scale     ``Text.update_bbox_position_size``,                     frame
                               ``Annotation.update_positions``, ``Legend.draw``
offsets of packed boxes        ``OffsetBox.draw``, ``set_offset``                      frame
``Cell`` place and width       ``Table._update_positions``                             frame
``Spine._path``, polar wedge   ``Spine._adjust_location``, ``PolarAxes.draw``          frame
``SecondaryAxis`` limits       ``SecondaryAxis._set_lims``, ``_set_scale``             frame
inset connectors               ``InsetIndicator._update_connectors``                   frame
formatter's ``locs``, format   ``Formatter.set_locs``                                  frame
quiver's ``scale``, ``width``  ``Quiver._init`` at the first draw, for good            frame
units, data limits             (not visible themselves)                                frame
=============================  ======================================================  ============

State set for good by the first draw (a norm's limits, a quiver's scale) and what artists of the
user's do in ``draw`` are part of the state digest: copies that differ there may differ later.
"""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure

from ._digest_artists import frame_content
from ._digest_state import Walk
from ._digest_values import digest, to_bytes


def frame_digest(figure: Figure) -> bytes:
    """Return a digest of what *figure* shows, which drawing it does not change.

    It reads attributes only: nothing is autoscaled, laid out or created. What cannot be read (odd
    attributes of the user's artists) is left out.

    Parameters
    ----------
    figure : Figure
        A figure that was updated, and not drawn since. Limits of Axes whose autoscaling was put off
        count as they are, so read ``ax.viewLim`` before.

    Returns
    -------
    bytes
        16 bytes, equal in every process for equal content.
    """
    return digest(to_bytes(frame_content(figure)))


def state_digest(roots: Mapping[str, object], *, asks_hidden: bool = True) -> dict[str, bytes]:
    """Return digests of all that can be reached from *roots*, by where it hangs.

    Functions are followed into their closures, defaults, attributes and the globals they name,
    instances into their attributes, modules of the user's into their variables; installed classes,
    functions and modules count by name. What cannot be compared (sockets, files being written) gets
    a digest that equals no other.

    Parameters
    ----------
    roots : mapping of str to object
        What to look at, with a name for each: the figure, just drawn; the update function; states
        of random generators.
    asks_hidden : bool, default: True
        Whether somebody may ask hidden artists for what only their draw sets. False where no code
        of the user's runs between frames: then it does not matter whether they were ever drawn.

    Returns
    -------
    dict of str to bytes
        Digests by path, such as ``figure.axes[0]._children[0]._xorig``, ``update.<closure x>`` or
        ``module helpers.CONFIG``.
    """
    return Walk(asks_hidden=asks_hidden).run(roots)


def first_difference(a: Mapping[str, bytes], b: Mapping[str, bytes]) -> str | None:
    """Return the first path at which two results of `state_digest` differ, or None.

    Parameters
    ----------
    a, b : mapping of str to bytes
        Results of `state_digest` for roots of the same names.
    """
    for path, value in a.items():
        if b.get(path) != value:
            return path
    return next((path for path in b if path not in a), None)
