"""The picture of a game tree as an outline: a line a node, set in as deep as it lies.

It is as wide as it is asked to be, where a tree that stands from left to right would be wider.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from crisis_sim.game.tree import CHANCE
from crisis_sim.plot.scene import Font, Label, Mark, Measure, Scene, Stroke, joined, scene_of, wrap
from crisis_sim.plot.scene import ScenePart as Part
from crisis_sim.plot.style import FAINT, INK, SOFT, TINY, player_mark
from crisis_sim.plot.tree.columns import BETWEEN, MARGIN, RADIUS, Sizes, TreeColumns, table
from crisis_sim.plot.tree.heading import heading
from crisis_sim.plot.tree.legend import legend
from crisis_sim.plot.tree.lines import branch_line
from crisis_sim.plot.tree.main_line import with_main_line
from crisis_sim.plot.tree.node import TreeData, TreeNode

__all__ = ["LINES", "DrawnTree", "least_folded", "outline_scene"]

LINES = (60.0, 40.0, 30.0, 24.0, 18.0, 12.0, 8.0, 5.0, 1.0)
"""Lines to which a tree is folded in turn until it fits."""

STEP = 9.5
"""How much deeper a node stands than its parent, in points."""
BESIDE = 5.5
"""From a node to its text."""
GAP = 4.0
"""Between texts on one line."""
LEADING = 1.2
TRIES = (Sizes(8.0, TINY), Sizes(7.5, TINY), Sizes(7.0, TINY))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text and its place in the block of its node: how far right of its start, on which line."""

    text: str
    font: Font
    role: str
    right: float
    line: int


@dataclass(frozen=True, eq=False)
class DrawnTree:
    """A tree as far as it is shown, and its scene."""

    data: TreeData
    scene: Scene


def least_folded(
    shown: Callable[..., TreeData],
    measure: Measure,
    *,
    heights: Sequence[float],
    lines: Sequence[float] = LINES,
    width: float,
    title: str | None,
) -> DrawnTree | None:
    """The least folded outline as high as the first height, or else the next; None if none is.

    ``shown`` is :func:`crisis_sim.plot.tree.data.tree_data` of an equilibrium.
    """
    for height, most in product(heights, lines):
        data = shown(numbered=True, most=most)
        scene = outline_scene(data, measure, width=width, height=height, title=title)
        if scene is not None:
            return DrawnTree(data, scene)
    return None


def outline_scene(
    data: TreeData, measure: Measure, *, width: float, height: float, title: str | None = None
) -> Scene | None:
    """Lay the picture out ``width`` points wide; None where it does not fit, or is higher.

    Where the nodes lie too deep for the width, the likeliest play runs straight down.
    """
    if len(data.nodes) * LEADING * TRIES[-1].text > height:
        return None
    for shown in (data, with_main_line(data)):
        drawn = [_outline(shown, measure, sizes, width, title) for sizes in TRIES]
        if narrow := [one for one in drawn if one is not None]:
            return next((one for one in narrow if one.height <= height), None)
    return None


def _outline(
    data: TreeData, measure: Measure, sizes: Sizes, width: float, title: str | None
) -> Scene | None:
    columns = _columns(data, measure, sizes, width)
    end = columns.payoff[0] - max(columns.heading[0], _widest(data, measure, sizes)) - GAP
    blocks = []
    for node in data.nodes:
        block = _block(node, measure, sizes, end - _start(node))
        if max((one.right + measure(one.text, one.font) for one in block), default=0.0) > (
            end - _start(node)
        ):
            return None
        blocks.append(block)
    head = heading(data, columns, measure, title)
    picture = _Picture(data, columns, head.height)
    picture.draw(blocks)
    foot = legend(data, measure, width - 2 * MARGIN).moved(MARGIN, picture.y + 4.0)
    drawn = Part(0.0, tuple(picture.strokes), tuple(picture.marks), tuple(picture.labels))
    return scene_of(joined([head, drawn, foot], picture.y + 4.0 + foot.height), width)


def _columns(data: TreeData, measure: Measure, sizes: Sizes, width: float) -> TreeColumns:
    """The columns of payoffs, from the right edge on."""
    paid = table(data, measure, sizes)
    ends = [width - MARGIN]
    for payoff in paid.payoff[:0:-1]:
        ends.insert(0, ends[0] - payoff - BETWEEN)
    expected = measure("expected", Font(sizes.text, bold=True))
    return TreeColumns(
        node=tuple(_left(level) for level in range(data.levels + 1)),
        text=(MARGIN,),
        table=ends[0] - paid.payoff[0] - BETWEEN - expected,
        payoff=tuple(ends),
        heading=paid.heading,
        natural=width,
        width=width,
        sizes=sizes,
    )


def _left(level: int) -> float:
    return MARGIN + RADIUS + STEP * level


def _start(node: TreeNode) -> float:
    """Where the text of a node begins."""
    return _left(node.level) + BESIDE


def _widest(data: TreeData, measure: Measure, sizes: Sizes) -> float:
    """The width of the first player's payoffs and values."""
    bold = Font(sizes.text, bold=True)
    return max(measure(data.columns[0].write(node.values[0]), bold) for node in data.nodes)


def _block(node: TreeNode, measure: Measure, sizes: Sizes, room: float) -> list[_Piece]:
    """What is written at a node: its move, then where it leads or what is believed there."""
    pieces: list[_Piece] = []
    right, line = 0.0, 0
    for role, text, font in _texts(node, sizes):
        long = measure(text, font)
        if right and right + long > room:
            right, line = (STEP if role != "move" else 0.0), line + 1
        lines = [text] if right + long <= room else wrap(text, font, measure, room - right)
        for number, one in enumerate(lines):
            pieces.append(_Piece(one, font, role, right, line + number))
        line += len(lines) - 1
        right += measure(lines[-1], font) + GAP
    return pieces


def _texts(node: TreeNode, sizes: Sizes) -> Iterator[tuple[str, str, Font]]:
    plain, small = Font(sizes.text, bold=node.on_path), Font(sizes.tiny)
    for text in node.move_lines:
        yield "move", text, plain
    for text in node.leaf_lines:
        yield "outcome", text, replace(small, italic=True, bold=node.on_path)
    if node.place_lines:
        yield "place", " ".join(node.place_lines), small
    for text in node.held_lines:
        yield "belief", text, small


@dataclass(slots=True)
class _Picture:
    """What has been laid out so far, down to ``y``."""

    data: TreeData
    columns: TreeColumns
    y: float
    strokes: list[Stroke] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def draw(self, blocks: Sequence[Sequence[_Piece]]) -> None:
        """Every node under the one before it, joined to its parent."""
        size = self.columns.sizes.text
        places: list[float] = []
        for node, block in zip(self.data.nodes, blocks, strict=True):
            lines = max((piece.line for piece in block), default=0) + 1
            base = self.y + 0.8 * size
            places.append(base - 0.32 * size)
            self.texts(node, block, base)
            self.paid(node, base)
            self.node(node, places)
            self.y += LEADING * size * lines + 0.6

    def texts(self, node: TreeNode, block: Sequence[_Piece], base: float) -> None:
        step = LEADING * self.columns.sizes.text
        for piece in block:
            dark = piece.role == "belief" or node.on_path
            at = (_start(node) + piece.right, base + step * piece.line)
            colour = INK if dark else SOFT
            self.labels.append(Label(*at, piece.text, piece.font, colour, role=piece.role))

    def paid(self, node: TreeNode, base: float) -> None:
        """The payoffs of a leaf, or in italics the continuation values of a node."""
        if node.parent < 0:
            return
        size = self.columns.sizes.text
        font = Font(size, bold=node.on_path and node.leaf, italic=not node.leaf or node.folded)
        role, colour = "payoff" if node.leaf else "value", INK if node.on_path else SOFT
        pairs = zip(self.data.columns, node.values, self.columns.payoff, strict=True)
        for column, value, end in pairs:
            text = column.write(value)
            self.labels.append(Label(end, base, text, font, colour, "end", role))

    def node(self, node: TreeNode, places: Sequence[float]) -> None:
        x, y = _left(node.level), places[-1]
        if node.parent >= 0:
            parent = self.data.nodes[node.parent]
            corner = _left(parent.level)
            points = ((corner, places[node.parent]), (corner, y), (x, y))
            self.strokes.append(branch_line(node, points))
        if node.folded:
            colour = INK if node.on_path else FAINT
            self.marks.append(Mark(x, y, "<", 2 * RADIUS, "white", colour, role="folded"))
        elif node.player == CHANCE:
            self.marks.append(Mark(x, y, "o", 1.5 * RADIUS, "white", INK, role="chance"))
        elif not node.leaf:
            mark = player_mark(node.player)
            colour = mark.colour
            self.marks.append(Mark(x, y, mark.marker, 2 * RADIUS, colour, colour, role="node"))
