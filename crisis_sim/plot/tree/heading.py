"""What stands over the picture of a tree: its title, the concept, the head of the table."""

from __future__ import annotations

from crisis_sim.plot.scene import Font, Label, Mark, Measure, ScenePart, Stroke, wrap
from crisis_sim.plot.style import INK, player_mark
from crisis_sim.plot.tree.columns import RADIUS, TreeColumns
from crisis_sim.plot.tree.node import TreeData
from crisis_sim.plot.tree.text import concept_text
from crisis_sim.sentence import capital

__all__ = ["concept_line", "heading"]

TOP, BELOW = 11.0, 14.0
LEADING = 1.5
NEAR = 8.0


def heading(data: TreeData, columns: TreeColumns, measure: Measure, title: str | None) -> ScenePart:
    """Title and concept from the left, over the players' names and what they may expect.

    The concept stands on the line of the names where there is room, and otherwise above them.
    """
    left, size = columns.text[0], columns.sizes.text
    lines = [(Font(size + 1.0, bold=True), title or ""), (Font(size), concept_line(data))]
    room = columns.payoff[0] - columns.heading[0] - RADIUS - NEAR - left
    beside = measure(concept_line(data), Font(size)) <= room
    labels, y = [], TOP
    for font, text in lines:
        if font.size == size and beside:
            labels.append(Label(left, y, text, font, role="title"))
            break
        for line in wrap(text, font, measure, columns.width - 2 * left):
            labels.append(Label(left, y, line, font, role="title"))
            y += LEADING * font.size
    return _table_head(data, columns, labels, y)


def concept_line(data: TreeData) -> str:
    """The concept as the first line of a caption."""
    return capital(concept_text(data))


def _table_head(data: TreeData, columns: TreeColumns, labels: list[Label], y: float) -> ScenePart:
    """The players' names with their markers, and under them the payoffs expected."""
    size = columns.sizes.text
    bold, marks = Font(size, bold=True), []
    paid = y + LEADING * size
    for player, (name, end) in enumerate(zip(data.heads, columns.payoff, strict=True)):
        mark, left = player_mark(player), end - columns.heading[player]
        middle = y - 0.32 * size
        marks.append(Mark(left, middle, mark.marker, 2 * RADIUS, mark.colour, mark.colour))
        value = data.columns[player].write(data.payoffs[player])
        labels.append(Label(end, y, name, bold, anchor="end", role="player"))
        labels.append(Label(end, paid, value, bold, anchor="end", role="payoff"))
    labels.append(Label(columns.table, paid, "expected", bold))
    rule = paid + 4.0
    line = Stroke(((columns.table, rule), (columns.payoff[-1], rule)), INK, 0.5)
    return ScenePart(paid + BELOW, (line,), tuple(marks), tuple(labels))
