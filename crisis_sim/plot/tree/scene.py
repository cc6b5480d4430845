"""The picture of a game tree, laid out in points: branches, nodes, information sets, payoffs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from crisis_sim.game.tree import CHANCE
from crisis_sim.plot.scene import (
    Anchor,
    Font,
    Label,
    Mark,
    Measure,
    Point,
    Scene,
    ScenePart,
    Stroke,
    scene_of,
)
from crisis_sim.plot.style import FAINT, INK, PALE, SOFT, player_mark
from crisis_sim.plot.tree.columns import (
    INSET,
    LANE,
    MARGIN,
    RADIUS,
    TreeColumns,
    leaf_font,
    small_font,
)
from crisis_sim.plot.tree.fit import LEADING, LEAST_LEADING, MUCH_TOO_HIGH, Fitted, fit
from crisis_sim.plot.tree.heading import heading
from crisis_sim.plot.tree.lanes import Lanes
from crisis_sim.plot.tree.legend import least_width, legend
from crisis_sim.plot.tree.lines import branch_line
from crisis_sim.plot.tree.node import DrawnSet, TreeData, TreeNode
from crisis_sim.plot.tree.text import payoff_math

__all__ = ["tree_scene"]

FOOT = 10.0
TIGHT = 1.05
"""From line to line of one text, in sizes of its type."""
OVER = 2.9
"""From a branch to the line that its move stands on: a tail stays clear of the thickest one."""
STUB = 7.0
"""Length of the triangle that stands for a folded subtree."""


def tree_scene(
    data: TreeData,
    measure: Measure,
    *,
    width: float,
    height: float | None = None,
    title: str | None = None,
) -> Scene:
    """Lay the picture out, ``width`` points wide or wider if its text needs more room.

    Without a ``height`` the picture is as high as its rows need, with somewhat closer rows where
    that brings it onto a page 9 inches high; with one, its rows are spread over it.
    """
    least = least_width(data, measure) + 2 * MARGIN
    fitted = fit(data, measure, max(width, least))
    data, columns = fitted.data, fitted.columns
    above = heading(data, columns, measure, title)
    below = legend(data, measure, columns.width - columns.text[0] - MARGIN)
    around = above.height + FOOT + below.height
    if height is None:
        height = around + data.rows * _line(fitted, around)
    picture = _Picture(data, columns, fitted.lanes, (height - around) / data.rows, above.height)
    picture.add(above)
    picture.tree()
    picture.add(below.moved(columns.text[0], height - below.height))
    return picture.scene(height)


def _line(fitted: Fitted, around: float) -> float:
    """The height of a row: as wished, or closer where that makes for one page."""
    size, fits = fitted.columns.sizes.text, (fitted.page - around) / fitted.data.rows
    wished, least = LEADING * size, LEAST_LEADING * size
    hopeless = fits * MUCH_TOO_HIGH < least
    return wished if hopeless else max(least, min(fits, wished))


@dataclass(slots=True)
class _Picture:
    """What has been laid out so far. ``line`` is the height of a row, ``top`` where rows begin."""

    data: TreeData
    columns: TreeColumns
    lanes: Lanes
    line: float
    top: float
    strokes: list[Stroke] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def scene(self, height: float) -> Scene:
        parts = tuple(self.strokes), tuple(self.marks), tuple(self.labels)
        return scene_of(ScenePart(height, *parts), self.columns.width)

    def x(self, node: TreeNode) -> float:
        return self.columns.node[node.level]

    def y(self, node: TreeNode) -> float:
        return self.top + node.row * self.line

    def write(
        self,
        role: str,
        at: Point,
        text: str,
        font: Font,
        colour: str = INK,
        anchor: Anchor = "start",
    ) -> None:
        if text:
            self.labels.append(Label(*at, text, font, colour, anchor, role))

    def tree(self) -> None:
        for band, lane in zip(self.data.bands, self.lanes.of_band, strict=True):
            self.band(band, lane)
        for node in self.data.nodes:
            if node.parent >= 0:
                self.branch(node, self.data.nodes[node.parent])
            if node.leaf:
                self.leaf(node)
            else:
                self.inner(node)

    def branch(self, node: TreeNode, parent: TreeNode) -> None:
        """From the parent slanting to the knee, then level to the node, its move written above."""
        columns, y = self.columns, self.y(node)
        first = columns.text[parent.level + 1]
        knee = first - INSET
        points = ((self.x(parent), self.y(parent)), (knee, y), (self.x(node), y))
        self.strokes.append(branch_line(node, points))
        font = Font(columns.sizes.text, bold=node.on_path)
        for up, text in enumerate(reversed(node.move_lines)):
            base = y - OVER - up * TIGHT * font.size
            self.write("move", (first, base), text, font, INK if node.on_path else SOFT)

    def inner(self, node: TreeNode) -> None:
        """A marker for the mover; situation, values and belief under the branch to it."""
        x, y, columns = self.x(node), self.y(node), self.columns
        if node.player == CHANCE:
            self.marks.append(Mark(x, y, "o", 1.5 * RADIUS, "white", INK, role="chance"))
        else:
            mark = player_mark(node.player)
            size, colour = 2 * RADIUS, mark.colour
            self.marks.append(Mark(x, y, mark.marker, size, colour, colour, role="node"))
        first = columns.text[self.data.nodes[node.parent].level + 1 if node.parent >= 0 else 0]
        if node.parent < 0 and node.under:
            stem = ((first, y), (x, y))
            self.strokes.append(Stroke(stem, PALE, 0.5, layer=0, role="leader"))
        size = columns.sizes.tiny
        base = y + 0.72 * size + 1.8
        for role, text in node.under:
            font = small_font(role, columns.sizes)
            self.write(role, (first, base), text, font, SOFT if role == "value" else INK)
            base += TIGHT * size

    def leaf(self, node: TreeNode) -> None:
        """A row of the table: a leader, the outcome or what is folded, and the payoffs."""
        x, y, columns = self.x(node), self.y(node), self.columns
        start = x
        if node.folded:
            colour = INK if node.on_path else FAINT
            self.marks.append(Mark(x + STUB / 2, y, "<", STUB, "white", colour, role="folded"))
            start += STUB + 1.0
        leader = ((start + 2.0, y), (columns.table - 3.0, y))
        self.strokes.append(Stroke(leader, PALE, 0.5, layer=0, role="leader"))
        two = len(node.leaf_lines) > 1 or bool(node.formulas)
        leading = 0.86 * self.line
        font = leaf_font(node, columns.sizes)
        base = y + 0.32 * columns.sizes.text - (leading / 2 if two else 0.0)
        colour = INK if node.on_path else SOFT
        for down, text in enumerate(node.leaf_lines):
            self.write("outcome", (columns.table, base + down * leading), text, font, colour)
        number = replace(font, size=columns.sizes.text)
        paid = zip(self.data.columns, node.values, columns.payoff, strict=True)
        for column, value, end in paid:
            self.write("payoff", (end, base), column.write(value), number, colour, "end")
        end = columns.payoff[-1]
        at, font = (end, base + leading), Font(columns.sizes.tiny, math=True)
        self.write("formula", at, payoff_math(node), font, SOFT, "end")

    def band(self, band: DrawnSet, lane: int) -> None:
        """A dashed join through the nodes of an information set, or before them with dots."""
        nodes = sorted((self.data.nodes[member] for member in band.nodes), key=lambda one: one.row)
        ends = [(self.x(node), self.y(node)) for node in nodes]
        colour = player_mark(band.player).colour
        if lane <= 0:
            points = tuple(ends)
        else:
            x = ends[0][0] - RADIUS - LANE * lane
            points = ((x, ends[0][1]), (x, ends[-1][1]))
            self.marks.extend(Mark(x, y, "o", 2.6, colour, colour, 0.0) for _, y in ends)
        self.strokes.append(
            Stroke(points, colour, 0.9, dash=(3.0, 2.0), layer=1, role="information set")
        )

    def add(self, part: ScenePart) -> None:
        self.strokes.extend(part.strokes)
        self.marks.extend(part.marks)
        self.labels.extend(part.labels)
