"""The legend under the picture of a game tree: only what occurs in it, in one line or two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from crisis_sim.game.tree import CHANCE
from crisis_sim.plot.numbers import probability
from crisis_sim.plot.scene import Font, Label, Mark, Measure, ScenePart, Stroke
from crisis_sim.plot.style import FAINT, INK, SOFT, TINY, player_mark
from crisis_sim.plot.tree.lines import CHOSEN, OTHER, PATH
from crisis_sim.plot.tree.node import TreeData
from crisis_sim.plot.tree.sets import sets_text
from crisis_sim.sentence import capital

__all__ = ["least_width", "legend", "legend_words"]

LEGEND = "legend"
"""The role of all that stands in it."""
ROW, SIZE = 10.0, TINY
_NUMBERED = (
    "information set of several nodes, not all drawn",
    "information set, of all nodes with its number",
)
_BELIEF, _RANGE = "that play is here, of who moves", " (a range: all that support the plan)"
GLYPH, NEAR = 14.0, 3.0
BETWEEN = 9.0


@dataclass(frozen=True, slots=True)
class _Entry:
    """A sign and what it means; the sign stands around (0, 0), or is itself a text.

    ``words`` are what to call the sign.
    """

    meaning: str
    sign: Stroke | Mark | str
    words: str


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
                strokes.append(Stroke(shifted, colour, thick, dash, role=LEGEND))
            case Mark(_, _, shape, size, face, edge):
                marks.append(Mark(x + sign / 2, middle, shape, size, face, edge, role=LEGEND))
            case str() as text:
                italic = Font(SIZE, italic=True)
                labels.append(Label(x, middle + 2.1, text, italic, SOFT, role=LEGEND))
        at = x + sign + NEAR, middle + 2.1
        labels.append(Label(*at, entry.meaning, font, SOFT, role=LEGEND))
        x += long + BETWEEN
    return ScenePart(y + ROW, tuple(strokes), tuple(marks), tuple(labels))


def _ranged(belief: tuple[float, float]) -> bool:
    """Whether the least and the greatest belief are written apart."""
    least, greatest = map(probability, belief)
    return least != greatest


def legend_words(data: TreeData) -> str:
    """The legend as a sentence, for a caption."""
    text = "; ".join(f"{entry.words}: {entry.meaning}" for entry in _entries(data))
    return f"{capital(text)}."


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
    yield _Entry("equilibrium path", Stroke(ends, INK, PATH), "thick black line")
    off = [node for node in data.nodes[1:] if not node.on_path]
    if any(node.probability > 0.0 for node in off):
        yield _Entry("chosen off the path", Stroke(ends, FAINT, CHOSEN), "thick grey line")
    if not all(node.probability > 0.0 for node in off):
        yield _Entry("not chosen", Stroke(ends, FAINT, OTHER), "thin grey line")
    if any(node.player == CHANCE for node in inner):
        yield _Entry("chance", Mark(0, 0, "o", 4.8, "white", INK), "ring")
    if data.bands:
        colour = player_mark(data.bands[0].player).colour
        dashed = Stroke(ends, colour, 0.9, dash=(3.0, 2.0))
        yield _Entry("information set", dashed, "dashed line between nodes")
    if any(node.sets for node in data.nodes):
        number = sets_text((1,))
        yield _Entry(_NUMBERED[data.numbered], number, f"{number} and so on")
    if any(node.left_out for node in inner):
        yield _Entry("further moves, never made, not drawn", "+1", "+1 and so on")
    if any(node.belief is not None for node in inner):
        ranged = any(node.belief is not None and _ranged(node.belief) for node in inner)
        yield _Entry(_BELIEF + _RANGE * ranged, "belief", "belief")
    if len(inner) > 1:
        names = "numbers in italics" if data.numbered else f"({', '.join(data.players)})"
        yield _Entry("continuation values", names, names)
    if any(node.folded for node in data.nodes):
        triangle = Mark(0, 0, "<", 7, "white", FAINT)
        yield _Entry("folded, with expected payoffs", triangle, "triangle")
