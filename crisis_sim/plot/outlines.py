"""The outlines of markers, for the renderers that draw them as shapes."""

from __future__ import annotations

from math import cos, pi, sin

from crisis_sim.plot.scene import Mark, Point

__all__ = ["outline"]


def _regular(corners: int, inner: float = 1.0) -> tuple[Point, ...]:
    """A regular polygon, or a star, with a corner at the top, in a circle of diameter 1."""
    points = []
    for step in range(corners):
        radius = 0.5 if step % 2 == 0 else 0.5 * inner
        angle = 2 * pi * step / corners
        points.append((radius * sin(angle), -radius * cos(angle)))
    return tuple(points)


_HALF_DIAGONAL = 0.5**0.5
_SHAPES: dict[str, tuple[Point, ...]] = {
    "s": ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)),
    "^": ((0.0, -0.5), (0.5, 0.5), (-0.5, 0.5)),
    "v": ((0.0, 0.5), (0.5, -0.5), (-0.5, -0.5)),
    "<": ((-0.5, 0.0), (0.5, -0.5), (0.5, 0.5)),
    ">": ((0.5, 0.0), (-0.5, -0.5), (-0.5, 0.5)),
    "D": tuple((2 * _HALF_DIAGONAL * x, 2 * _HALF_DIAGONAL * y) for x, y in _regular(4)),
    "p": _regular(5),
    "*": _regular(10, inner=0.381966),
}


def outline(mark: Mark) -> tuple[Point, ...]:
    """The corners of a marker in points, in the picture's coordinates; empty for a circle."""
    size = mark.size - mark.width
    return tuple((mark.x + x * size, mark.y + y * size) for x, y in _SHAPES.get(mark.shape, ()))
