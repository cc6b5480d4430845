"""The regions of a plane of two parameters, as a kind of figure and for the page."""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.exact.regions import find_regions
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.plane import PlaneData, plane_data, plane_picture
from crisis_sim.plot.request import Request
from crisis_sim.scenario.span import Span

__all__ = ["plane_of_axes"]


def draw(request: Request) -> Picture:
    """The kind ``regions``."""
    data = plane_of_axes(request, request.axes)
    return plane_picture(data, text_width, width=request.layout_width, title=request.title)


def plane_of_axes(request: Request, axes: Sequence[Span]) -> PlaneData:
    """The plane of two of the parameters to follow."""
    found = find_regions(request.games, axes[0], axes[1], request.values)
    return plane_data(found, request.games.scenario)
