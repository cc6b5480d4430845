"""Where the joins of information sets run, so that none crosses a node or another's corner."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from crisis_sim.plot.tree.node import TreeData

__all__ = ["Lanes", "assign_lanes"]


@dataclass(frozen=True, slots=True)
class Lanes:
    """A lane for each information set that is drawn.

    ``of_band`` is by band: 0 runs straight through the nodes, as nothing else on their level lies
    between; from 1 on it is a lane before the nodes, counted from them; -1 where the nodes are not
    abreast. ``count`` is by level the number of lanes before the nodes.
    """

    of_band: tuple[int, ...]
    count: tuple[int, ...]


def assign_lanes(data: TreeData) -> Lanes:
    """Give information sets of one level separate lanes, the shortest nearest to the nodes."""
    lane_of, count = [-1] * len(data.bands), [0] * (data.levels + 1)
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    spans = [_span(data, band.nodes) for band in data.bands]
    rows = _rows_by_level(data)
    for index in sorted(range(len(spans)), key=lambda i: spans[i][1] - spans[i][0]):
        members, (low, high) = data.bands[index].nodes, spans[index]
        levels = {data.nodes[member].level for member in members}
        if len(levels) > 1:
            continue
        level, lane = levels.pop(), 0
        if _between(rows[level], low, high) > len(members):
            lane = 1
            while any(a <= high and low <= b for a, b in taken.get((level, lane), ())):
                lane += 1
            taken.setdefault((level, lane), []).append((low, high))
            count[level] = max(count[level], lane)
        lane_of[index] = lane
    return Lanes(tuple(lane_of), tuple(count))


def _span(data: TreeData, members: Sequence[int]) -> tuple[float, float]:
    rows = [data.nodes[member].row for member in members]
    return min(rows), max(rows)


def _rows_by_level(data: TreeData) -> list[list[float]]:
    rows: list[list[float]] = [[] for _ in range(data.levels + 1)]
    for node in data.nodes:
        rows[node.level].append(node.row)
    return [sorted(held) for held in rows]


def _between(rows: Sequence[float], low: float, high: float) -> int:
    """How many nodes of a level stand from one row to another, both included."""
    return bisect_right(rows, high) - bisect_left(rows, low)
