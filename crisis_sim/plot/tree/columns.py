"""How wide each part of the picture of a tree must be, and where along it everything stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crisis_sim.plot.scene import Font, Measure
from crisis_sim.plot.tree.node import TreeData, TreeNode
from crisis_sim.plot.tree.text import folded_text, halves, held_apart, payoff_math

__all__ = [
    "BETWEEN",
    "INSET",
    "LANE",
    "MARGIN",
    "RADIUS",
    "Breakable",
    "PayoffWidths",
    "PieceKind",
    "Sizes",
    "TreeColumns",
    "columns",
    "floors",
    "leaf_font",
    "pieces",
    "small_font",
    "stem_width",
    "table",
    "widths",
]

MARGIN = 5.0
RADIUS = 3.2
KNEE = 1.35
"""Width in which branches fan out from a node, before they run level, in sizes of the type."""
INSET, PAD = 3.0, 3.0
"""From the knee to the text on a branch, and from there to the node."""
LANE = 3.4
LEADER = 12.0
BETWEEN = 9.0
MOST_SPARE = 48.0
"""Most by which a level is drawn out to fill a page; a smaller picture stands in its middle."""


PieceKind = Literal["move", "leaf", "place", "value", "held"]

_COST: dict[PieceKind, float] = {
    "move": 0.9,
    "leaf": 1.0,
    "place": 0.9,
    "value": 6.0,
    "held": 2.0,
}
"""Lines that a text on two lines adds; more for values, the last that should be parted."""


_KIND: dict[str, PieceKind] = {"place": "place", "value": "value", "belief": "held"}
"""By the role of what is written under a branch."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of type in points: of moves and payoffs, and of what stands by the nodes."""

    text: float
    tiny: float


@dataclass(frozen=True, slots=True)
class Breakable:
    """A text that may be set on two lines.

    ``kind`` says which text of the node it is, ``node`` the place of that in the list of nodes.
    ``column`` is the level on the branch to which it stands, 0 for a row of the table. ``whole``
    is its width on one line, ``broken`` on the two of ``lines``, in points; ``cost`` is the lines
    that breaking it adds to the picture.
    """

    kind: PieceKind
    column: int
    node: int
    whole: float
    broken: float
    lines: tuple[str, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class PayoffWidths:
    """Widths in points by player: of the heading with its marker, and of the payoffs."""

    heading: tuple[float, ...]
    payoff: tuple[float, ...]

    @property
    def width(self) -> float:
        """Of the payoffs, with the space before each."""
        return sum(self.payoff) + BETWEEN * len(self.payoff)


@dataclass(frozen=True, slots=True)
class TreeColumns:
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
    needs: Sequence[float],
    paid: PayoffWidths,
    lanes: Sequence[int],
    sizes: Sizes,
    *,
    stem: float,
    width: float,
) -> TreeColumns:
    """Columns for texts ``needs`` wide, by level and at 0 for the table; spare width is shared.

    ``stem`` is the width of what is written before the root.
    """
    knee = KNEE * sizes.text
    steps = [
        knee + INSET + need + PAD + LANE * count + RADIUS
        for need, count in zip(needs[1:], lanes[1:], strict=True)
    ]
    start = MARGIN + stem + RADIUS + LANE * lanes[0]
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
    return TreeColumns(
        node=tuple(node),
        text=(margin, *(x + knee + INSET for x in node[:-1])),
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


def small_font(role: str, sizes: Sizes) -> Font:
    """The type of what is written under a branch, by its role."""
    return Font(sizes.tiny, italic=role == "value")


def table(data: TreeData, measure: Measure, sizes: Sizes) -> PayoffWidths:
    """The widths of the columns of payoffs."""
    font, leaves = Font(sizes.text, bold=True), [node.values for node in data.nodes if node.leaf]
    heading = tuple(measure(name, font) + RADIUS + 5.0 for name in data.heads)
    payoff = tuple(
        max(
            heading[player] + RADIUS,
            *(measure(column.write(v[player]), font) for v in (data.payoffs, *leaves)),
        )
        for player, column in enumerate(data.columns)
    )
    return PayoffWidths(heading, payoff)


def stem_width(data: TreeData, measure: Measure, sizes: Sizes) -> float:
    """The width of what is written before the root; 0 for nothing."""
    texts = [measure(text, small_font(role, sizes)) for role, text in data.nodes[0].under]
    return max(texts) + PAD if texts else 0.0


def floors(data: TreeData, measure: Measure, sizes: Sizes) -> list[float]:
    """By level, and at 0 for the table, the width of what cannot be set on two lines."""
    return [measure("expected", Font(sizes.text, bold=True)), *[0.0] * data.levels]


def widths(data: TreeData, measure: Measure, sizes: Sizes, paid: PayoffWidths) -> list[float]:
    """By level, and at 0 for the table, the width of all that stands there with nothing broken."""
    needs = floors(data, measure, sizes)
    moves = {bold: Font(sizes.text, bold=bold) for bold in (False, True)}
    formula = Font(sizes.tiny, math=True)
    for node in data.nodes:
        level = data.nodes[node.parent].level + 1 if node.parent >= 0 else 0
        for text in node.move_lines:
            needs[level] = max(needs[level], measure(text, moves[node.on_path]))
        for role, text in node.under if node.parent >= 0 else ():
            needs[level] = max(needs[level], measure(text, small_font(role, sizes)))
        if node.leaf:
            needs[0] = max(needs[0], measure(node.leaf_lines[0], leaf_font(node, sizes)))
            if node.formulas:
                needs[0] = max(needs[0], measure(payoff_math(node), formula) - paid.width)
    return needs


def pieces(data: TreeData, measure: Measure, sizes: Sizes, paid: PayoffWidths) -> list[Breakable]:
    """What stands on and under the branches and in the rows of the table, whole and broken."""
    found = []
    for place, node in enumerate(data.nodes):
        level = data.nodes[node.parent].level + 1 if node.parent >= 0 else 0
        for text in node.move_lines:
            font = Font(sizes.text, bold=node.on_path)
            found.append(_piece("move", (level, place), text, font, measure))
        for role, text in node.under if node.parent >= 0 else ():
            font = small_font(role, sizes)
            found.append(_piece(_KIND[role], (level, place), text, font, measure))
        if node.leaf:
            found.append(_row(place, node, measure, sizes, paid))
    return found


def _piece(
    kind: PieceKind, at: tuple[int, int], text: str, font: Font, measure: Measure
) -> Breakable:
    lines = held_apart(text) if kind == "held" else halves(text)
    broken = max(measure(line, font) for line in lines)
    return Breakable(kind, *at, measure(text, font), broken, lines, _COST[kind])


def _row(
    place: int, node: TreeNode, measure: Measure, sizes: Sizes, paid: PayoffWidths
) -> Breakable:
    """A row of the table; formulas stand at the right of its second line."""
    font, (text,) = leaf_font(node, sizes), node.leaf_lines
    lines = (node.place, folded_text(node.hidden, node.sets)) if node.folded else halves(text)
    beside = 0.0
    if node.formulas:
        beside = measure(payoff_math(node), Font(sizes.tiny, math=True)) - paid.width
    under = measure(lines[-1], font) + BETWEEN if len(lines) > 1 else 0.0
    whole = max(measure(text, font), beside)
    broken = max(*(measure(line, font) for line in lines), under + beside)
    cost = 0.05 if node.formulas else _COST["leaf"]
    return Breakable("leaf", 0, place, whole, broken, lines, cost)
