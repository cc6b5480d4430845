"""The legend under the picture of a game tree: only what occurs in it, in one line or two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crisis_sim.game.tree import CHANCE
from crisis_sim.plot.scene import Font, Label, Mark, Measure, Stroke
from crisis_sim.plot.style import FAINT, INK, SOFT, TINY, player_mark
from crisis_sim.plot.tree_node import TreeData

__all__ = ["Legend", "legend"]

ROW = 10.0
GLYPH = 16.0
BETWEEN = 14.0


@dataclass(frozen=True, slots=True)
class Legend:
    """Strokes, marks and labels in points from its own top left corner, and its height."""

    height: float
    strokes: tuple[Stroke, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A sign and what it means; the sign stands around (0, 0), or is itself a text."""

    meaning: str
    sign: Stroke | Mark | str


def legend(data: TreeData, measure: Measure, width: float) -> Legend:
    """Set the entries side by side, on as many lines as ``width`` needs."""
    strokes: list[Stroke] = []
    marks: list[Mark] = []
    labels: list[Label] = []
    font, x, y = Font(TINY), 0.0, 0.0
    for entry in _entries(data):
        sign = _sign_width(entry.sign, measure)
        long = sign + 3.0 + measure(entry.meaning, font)
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
                labels.append(Label(x, middle + 2.1, text, Font(TINY, italic=True), SOFT))
        labels.append(Label(x + sign + 3.0, middle + 2.1, entry.meaning, font, SOFT))
        x += long + BETWEEN
    return Legend(y + ROW, tuple(strokes), tuple(marks), tuple(labels))


def _sign_width(sign: Stroke | Mark | str, measure: Measure) -> float:
    if isinstance(sign, str):
        return measure(sign, Font(TINY, italic=True))
    return GLYPH if isinstance(sign, Stroke) else sign.size


def _entries(data: TreeData) -> Iterator[_Entry]:
    inner = [node for node in data.nodes if not node.leaf]
    ends = ((-GLYPH / 2, 0.0), (GLYPH / 2, 0.0))
    yield _Entry("equilibrium path", Stroke(ends, INK, 2.0))
    if any(not node.on_path for node in data.nodes):
        yield _Entry("would be chosen", Stroke(ends, FAINT, 1.3))
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
        yield _Entry(
            "folded subtree, with its expected payoffs", Mark(0, 0, "<", 7, "white", FAINT)
        )
