"""The legend under the picture of a game tree: only what occurs in it, in one line or two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crisis_sim.game.tree import CHANCE
from crisis_sim.plot.scene import Font, Label, Mark, Measure, ScenePart, Stroke
from crisis_sim.plot.style import FAINT, INK, SOFT, player_mark
from crisis_sim.plot.tree.node import TreeData

__all__ = ["least_width", "legend"]

ROW, SIZE = 10.0, 6.2
GLYPH, NEAR = 14.0, 3.0
BETWEEN = 9.0


@dataclass(frozen=True, slots=True)
class _Entry:
    """A sign and what it means; the sign stands around (0, 0), or is itself a text."""

    meaning: str
    sign: Stroke | Mark | str


def legend(data: TreeData, measure: Measure, width: float) -> ScenePart:
    """Set the entries side by side, on as many lines as ``width`` needs."""
    strokes: list[Stroke] = []
    marks: list[Mark] = []
    labels: list[Label] = []
    font, x, y = Font(SIZE), 0.0, 0.0
    for entry in _entries(data):
        sign = _sign_width(entry.sign, measure)
        long = sign + NEAR + measure(entry.meaning, font)
        if x > 0 and x + long > width:
            x, y = 0.0, y + ROW
        middle = y + 3.0
        match entry.sign:
            case Stroke(points, colour, thick, dash):
                shifted = tuple((px + x + sign / 2, py + middle) for px, py in points)
                strokes.append(Stroke(shifted, colour, thick, dash))
            case Mark(_, _, shape, size, face, edge):
                marks.append(Mark(x + sign / 2, middle, shape, size, face, edge))
            case str() as text:
                labels.append(Label(x, middle + 2.1, text, Font(SIZE, italic=True), SOFT))
        labels.append(Label(x + sign + NEAR, middle + 2.1, entry.meaning, font, SOFT))
        x += long + BETWEEN
    return ScenePart(y + ROW, tuple(strokes), tuple(marks), tuple(labels))


def least_width(data: TreeData, measure: Measure) -> float:
    """The width of the longest entry, in points."""
    font = Font(SIZE)
    return max(
        _sign_width(entry.sign, measure) + NEAR + measure(entry.meaning, font)
        for entry in _entries(data)
    )


def _sign_width(sign: Stroke | Mark | str, measure: Measure) -> float:
    if isinstance(sign, str):
        return measure(sign, Font(SIZE, italic=True))
    return GLYPH if isinstance(sign, Stroke) else sign.size


def _entries(data: TreeData) -> Iterator[_Entry]:
    inner = [node for node in data.nodes if not node.leaf]
    ends = ((-GLYPH / 2, 0.0), (GLYPH / 2, 0.0))
    yield _Entry("equilibrium path", Stroke(ends, INK, 2.0))
    if any(not node.on_path for node in data.nodes):
        yield _Entry("chosen off the path", Stroke(ends, FAINT, 1.3))
        yield _Entry("not chosen", Stroke(ends, FAINT, 0.45))
    if any(node.player == CHANCE for node in inner):
        yield _Entry("chance", Mark(0, 0, "o", 4.8, "white", INK))
    if data.bands:
        colour = player_mark(data.bands[0].player).colour
        yield _Entry("information set", Stroke(ends, colour, 0.9, dash=(3.0, 2.0)))
    if any(node.belief is not None for node in inner):
        yield _Entry("belief", "μ")
    if len(inner) > 1:
        names = ", ".join(data.players)
        yield _Entry("continuation values", f"({names})")
    if any(node.folded for node in data.nodes):
        yield _Entry("folded, with expected payoffs", Mark(0, 0, "<", 7, "white", FAINT))
