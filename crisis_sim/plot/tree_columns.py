"""How wide each part of the picture of a tree must be, and where along it everything stands."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import inf

from crisis_sim.plot.numbers import written
from crisis_sim.plot.scene import Font, Measure
from crisis_sim.plot.style import DOUBLE, POINTS, TEXT, TINY
from crisis_sim.plot.tree_lanes import Lanes, assign_lanes
from crisis_sim.plot.tree_node import TreeData, TreeNode
from crisis_sim.plot.tree_rows import wrapped
from crisis_sim.plot.tree_text import belief_text, payoff_math, value_text

__all__ = [
    "KNEE",
    "LANE",
    "MARGIN",
    "RADIUS",
    "Arrangement",
    "Columns",
    "Sizes",
    "arrange",
    "leaf_font",
]

MARGIN = 5.0
KNEE = 11.0
"""Width in which branches fan out from a node, before they run level."""
RADIUS = 3.2
INSET = 3.0
"""From the knee to the text on a branch."""
PAD = 3.0
LANE = 3.4
LEADER = 12.0
BETWEEN = 9.0
LEADING, LEAST_LEADING = 1.44, 1.2
"""Height of a row in sizes of its type: as wished, and where a page would be too short."""
PAGE, AROUND = 9.0 * POINTS, 64.0
"""Height of a page, and what heading and legend take of it."""
LONG_MOVES = (inf, 20, 17, 14)
LONG_PLACES = (inf, 24, 21, 18)
"""Characters from which a move, or an outcome, is set on two lines, to try in turn."""
TYPE = (TEXT, 7.5, 7.0)
MOST_TRIED = 400
"""Nodes beyond which no way of fitting a page is tried, as there is none."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of type in points: of moves and payoffs, and of what stands by the nodes."""

    text: float
    tiny: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Places along the picture, in points from its left edge.

    ``node`` is by level; text on a branch to level ``l`` lies between ``text[l]`` and
    ``node[l] - clear[l]``. The table begins at ``table`` and has the payoffs of player ``p`` end
    at ``payoff[p]``, under a heading ``heading[p]`` wide. ``natural`` is the least width that holds
    everything.
    """

    node: tuple[float, ...]
    text: tuple[float, ...]
    clear: tuple[float, ...]
    table: float
    payoff: tuple[float, ...]
    heading: tuple[float, ...]
    natural: float
    width: float
    sizes: Sizes


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A picture that has been fitted to a width: long names may have been set on two lines."""

    data: TreeData
    lanes: Lanes
    columns: Columns


def arrange(data: TreeData, measure: Measure, width: float) -> Arrangement:
    """Fit a picture into ``width`` points.

    Long names are set on two lines, and type is set smaller, down to 7 points, before the picture
    is made wider than asked; of the ways that fit, the one is taken that keeps to a page and has
    the fewest lines and the largest type. A picture too wide for a page even so stays as it is at
    full size. Space left over goes to the branches.
    """
    whole = _fitted(data, measure, width, TEXT)
    if whole.columns.natural <= width or len(data.nodes) > MOST_TRIED:
        return whole
    narrow = [
        _fitted(wrapped(data, move=move, place=place), measure, width, size)
        for move, place in product(LONG_MOVES, LONG_PLACES)
        for size in TYPE
    ]
    fitting = [one for one in narrow if one.columns.natural <= width]
    if fitting:
        return min(fitting, key=_cost)
    least = min(narrow, key=lambda one: one.columns.natural)
    return least if least.columns.natural <= DOUBLE * POINTS else whole


def _fitted(data: TreeData, measure: Measure, width: float, size: float) -> Arrangement:
    lanes, sizes = assign_lanes(data), Sizes(size, min(TINY, size - 0.5))
    return Arrangement(data, lanes, _arranged(data, lanes, measure, width, sizes))


def _cost(fitted: Arrangement) -> tuple[bool, float]:
    size = fitted.columns.sizes.text
    too_high = fitted.data.rows * LEAST_LEADING * size > PAGE - AROUND
    return too_high, fitted.data.rows + 8 * (TEXT - size)


def _arranged(
    data: TreeData, lanes: Lanes, measure: Measure, width: float, sizes: Sizes
) -> Columns:
    clear = [RADIUS + PAD + LANE * lanes.count[level] for level in range(data.levels + 1)]
    need = _branch_widths(data, measure, sizes)
    steps = [KNEE + INSET + need[level] + clear[level] for level in range(1, data.levels + 1)]
    names, heading, paid = _table_widths(data, measure, sizes)
    start = MARGIN + clear[0] + need[0]
    fixed = start + LEADER + names + sum(paid) + BETWEEN * len(paid) + MARGIN
    natural = fixed + sum(steps)
    spare = max(0.0, width - natural) / max(1, len(steps))
    node = [start]
    for step in steps:
        node.append(node[-1] + step + spare)
    text = [MARGIN, *(x + KNEE + INSET for x in node[:-1])]
    table = node[-1] + LEADER
    edge, payoff = table + names, []
    for one in paid:
        edge += BETWEEN + one
        payoff.append(edge)
    return Columns(
        node=tuple(node),
        text=tuple(text),
        clear=tuple(clear),
        table=table,
        payoff=tuple(payoff),
        heading=tuple(heading),
        natural=natural,
        width=max(natural, width),
        sizes=sizes,
    )


def _branch_widths(data: TreeData, measure: Measure, sizes: Sizes) -> list[float]:
    """By level, the room that text on the branches leading there needs."""
    need = [0.0] * (data.levels + 1)
    for index, node in enumerate(data.nodes):
        first = data.nodes[node.parent].level + 1 if node.parent >= 0 else 0
        font = Font(sizes.text, bold=node.on_path)
        move = max((measure(one, font) for one in node.move_lines), default=0.0)
        need[first] = max(need[first], move)
        if not node.leaf and index:
            below = _below_width(data, node, measure, sizes)
            need[node.level] = max(need[node.level], below)
    return need


def _below_width(data: TreeData, node: TreeNode, measure: Measure, sizes: Sizes) -> float:
    values = measure(value_text(data, node), Font(sizes.tiny, italic=True))
    return max(values, measure(belief_text(node), Font(sizes.tiny)))


def leaf_font(node: TreeNode, sizes: Sizes) -> Font:
    """The type of a row of the table: bold on the path, small and slanted where folded."""
    size = sizes.tiny if node.folded else sizes.text
    return Font(size, bold=node.on_path, italic=node.folded)


def _table_widths(
    data: TreeData, measure: Measure, sizes: Sizes
) -> tuple[float, list[float], list[float]]:
    """Widths of the names of outcomes, and by player of the heading and of the payoffs."""
    leaves = [node for node in data.nodes if node.leaf]
    names = max(measure(one, leaf_font(node, sizes)) for node in leaves for one in node.leaf_lines)
    heading, paid = [], []
    for player, name in enumerate(data.players):
        heading.append(measure(name, Font(sizes.text, bold=True)) + RADIUS + 4)
        numbers = [
            measure(written(values[player], data.places), Font(sizes.text, bold=True))
            for values in (data.payoffs, *(node.values for node in leaves))
        ]
        paid.append(max(heading[-1] + RADIUS, *numbers))
    formulas = max(
        (
            measure(payoff_math(node), Font(sizes.tiny, math=True))
            for node in leaves
            if node.formulas
        ),
        default=0.0,
    )
    room = names + sum(paid) + BETWEEN * len(paid)
    return names + max(0.0, formulas - room), heading, paid
