"""How wide each part of the picture of a tree must be, and where along it everything stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crisis_sim.plot.numbers import written
from crisis_sim.plot.scene import Font, Measure
from crisis_sim.plot.tree_node import TreeData, TreeNode
from crisis_sim.plot.tree_text import belief_text, halves, payoff_math, value_text

__all__ = [
    "INSET",
    "LANE",
    "MARGIN",
    "RADIUS",
    "Columns",
    "Piece",
    "Sizes",
    "Table",
    "columns",
    "floors",
    "leaf_font",
    "pieces",
    "table",
]

MARGIN = 5.0
RADIUS = 3.2
KNEE = 11.0
"""Width in which branches fan out from a node, before they run level."""
INSET, PAD = 3.0, 3.0
"""From the knee to the text on a branch, and from there to the node."""
LANE = 3.4
LEADER = 12.0
BETWEEN = 9.0
MOST_SPARE = 48.0
"""Most by which a level is drawn out to fill a page; a smaller picture stands in its middle."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of type in points: of moves and payoffs, and of what stands by the nodes."""

    text: float
    tiny: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that may be set on two lines.

    ``column`` is the level of a move, 0 for a row of the table; ``node`` its place in the list of
    nodes. ``whole`` is its width on one line, ``broken`` on the two of ``lines``, in points;
    ``cost`` is the lines that breaking it adds to the picture.
    """

    column: int
    node: int
    whole: float
    broken: float
    lines: tuple[str, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Table:
    """Widths in points by player: of the heading with its marker, and of the payoffs."""

    heading: tuple[float, ...]
    payoff: tuple[float, ...]

    @property
    def width(self) -> float:
        """Of the payoffs, with the space before each."""
        return sum(self.payoff) + BETWEEN * len(self.payoff)


@dataclass(frozen=True, slots=True)
class Columns:
    """Places along the picture, in points from its left edge.

    ``node`` is by level; text on a branch to level ``l`` lies between ``text[l]`` and the lanes
    before ``node[l]``; ``text[0]`` is the left edge of the picture. The table begins at ``table``
    and has the payoffs of player ``p`` end at ``payoff[p]``, under a heading ``heading[p]`` wide.
    ``natural`` is the least width that holds everything, ``width`` the one taken.
    """

    node: tuple[float, ...]
    text: tuple[float, ...]
    table: float
    payoff: tuple[float, ...]
    heading: tuple[float, ...]
    natural: float
    width: float
    sizes: Sizes


def columns(
    needs: Sequence[float], paid: Table, lanes: Sequence[int], sizes: Sizes, width: float
) -> Columns:
    """Columns for texts ``needs`` wide, by level and at 0 for the table; spare width is shared."""
    steps = [
        KNEE + INSET + need + PAD + LANE * count + RADIUS
        for need, count in zip(needs[1:], lanes[1:], strict=True)
    ]
    start = MARGIN + RADIUS + LANE * lanes[0]
    natural = start + sum(steps) + LEADER + needs[0] + paid.width + MARGIN
    spare = max(0.0, width - natural)
    each = min(MOST_SPARE, spare / max(1, len(steps)))
    margin = MARGIN + (spare - each * len(steps)) / 2
    node = [start + margin - MARGIN]
    for step in steps:
        node.append(node[-1] + step + each)
    edge = node[-1] + LEADER + needs[0]
    payoff = []
    for one in paid.payoff:
        edge += BETWEEN + one
        payoff.append(edge)
    return Columns(
        node=tuple(node),
        text=(margin, *(x + KNEE + INSET for x in node[:-1])),
        table=node[-1] + LEADER,
        payoff=tuple(payoff),
        heading=paid.heading,
        natural=natural,
        width=max(natural, width),
        sizes=sizes,
    )


def leaf_font(node: TreeNode, sizes: Sizes) -> Font:
    """The type of a row of the table: bold on the path, small and slanted where folded."""
    size = sizes.tiny if node.folded else sizes.text
    return Font(size, bold=node.on_path, italic=node.folded)


def table(data: TreeData, measure: Measure, sizes: Sizes) -> Table:
    """The widths of the columns of payoffs."""
    font, leaves = Font(sizes.text, bold=True), [node.values for node in data.nodes if node.leaf]
    heading = tuple(measure(name, font) + RADIUS + 4.0 for name in data.players)
    payoff = tuple(
        max(
            heading[player] + RADIUS,
            *(measure(written(v[player], data.places), font) for v in (data.payoffs, *leaves)),
        )
        for player in range(len(data.players))
    )
    return Table(heading, payoff)


def floors(data: TreeData, measure: Measure, sizes: Sizes) -> list[float]:
    """By level, and at 0 for the table, the width of what cannot be set on two lines."""
    least = [0.0] * (data.levels + 1)
    least[0] = measure("expected", Font(sizes.text, bold=True))
    for node in data.nodes[1:]:
        if not node.leaf:
            values = measure(value_text(data, node), Font(sizes.tiny, italic=True))
            belief = measure(belief_text(node), Font(sizes.tiny))
            first = data.nodes[node.parent].level + 1
            least[first] = max(least[first], values, belief)
    return least


def pieces(data: TreeData, measure: Measure, sizes: Sizes, paid: Table) -> list[Piece]:
    """The moves on the branches and the rows of the table, whole and broken."""
    found = []
    for place, node in enumerate(data.nodes):
        if node.parent >= 0:
            level = data.nodes[node.parent].level + 1
            found.append(_move(place, level, node, measure, sizes))
        if node.leaf:
            found.append(_row(place, node, measure, sizes, paid))
    return found


def _move(place: int, level: int, node: TreeNode, measure: Measure, sizes: Sizes) -> Piece:
    font, text = Font(sizes.text, bold=node.on_path), " ".join(node.move_lines)
    lines = halves(text)
    broken = max(measure(line, font) for line in lines)
    return Piece(level, place, measure(text, font), broken, lines, 0.85)


def _row(place: int, node: TreeNode, measure: Measure, sizes: Sizes, paid: Table) -> Piece:
    """A row of the table; formulas stand at the right of its second line."""
    font, (text,) = leaf_font(node, sizes), node.leaf_lines
    lines = (node.place, f"{node.hidden} nodes") if node.folded else halves(text)
    beside = 0.0
    if node.formulas:
        beside = measure(payoff_math(node), Font(sizes.tiny, math=True)) - paid.width
    under = measure(lines[-1], font) + BETWEEN if len(lines) > 1 else 0.0
    whole = max(measure(text, font), beside)
    broken = max(*(measure(line, font) for line in lines), under + beside)
    return Piece(0, place, whole, broken, lines, 0.05 if node.formulas else 1.0)
