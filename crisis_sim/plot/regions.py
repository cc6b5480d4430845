"""The regions of a plane of two parameters, as a kind of figure."""

from __future__ import annotations

from crisis_sim.exact.regions import find_regions
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.plane import plane_data, plane_picture
from crisis_sim.plot.request import Request

__all__ = []


def draw(request: Request) -> Picture:
    """The kind ``regions``."""
    across, up = request.along
    found = find_regions(request.games, across, up, request.values)
    data = request.marking(plane_data(found, request.games.scenario))
    return plane_picture(data, text_width, width=request.layout_width, title=request.title)
