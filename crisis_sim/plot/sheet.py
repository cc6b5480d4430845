"""What stands around the charts of a figure: a title, a line under it, notes at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.plot.scene import Font, Label, Measure, Scene, ScenePart, joined, scene_of, wrap
from crisis_sim.plot.style import INK, SOFT, TEXT, TINY
from crisis_sim.sentence import capital

__all__ = ["EDGE", "LEADING", "as_note", "below_each_other", "foot", "head"]

EDGE = 5.0
"""Points left free around a figure."""
LEADING = 1.3
"""From line to line, in sizes of type."""


def head(measure: Measure, width: float, title: str | None, lines: Sequence[str] = ()) -> ScenePart:
    """A bold title and lines under it, broken to the width; 2 points high if there are none."""
    fonts = [(Font(TEXT + 1.0, bold=True), title or "")]
    fonts += [(Font(TEXT, math=True), line) for line in lines]
    return _set(measure, width, fonts, INK, "title")


def foot(measure: Measure, width: float, notes: Sequence[str]) -> ScenePart:
    """Notes in small grey type."""
    return _set(measure, width, [(Font(TINY, math=True), note) for note in notes], SOFT, "note")


def as_note(text: str) -> str:
    """Words without formulas as a sentence for the foot."""
    return f"{capital(text)}.".replace("$", r"\$")


def _set(
    measure: Measure, width: float, texts: Sequence[tuple[Font, str]], colour: str, role: str
) -> ScenePart:
    labels, y = [], 2.0
    for font, text in texts:
        for line in wrap(text, font, measure, width - 2 * EDGE):
            y += LEADING * font.size
            labels.append(Label(EDGE, y, line, font, colour, role=role))
    return ScenePart(y + (4.0 if labels else 0.0), labels=tuple(labels))


def below_each_other(parts: Sequence[ScenePart], width: float) -> Scene:
    """Parts stacked from the top of the picture."""
    placed, y = [], 0.0
    for part in parts:
        placed.append(part.moved(0.0, y))
        y += part.height
    return scene_of(joined(placed, y), width)
