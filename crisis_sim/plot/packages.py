"""The packages of a bargain as a list: levels, payoffs, and who would refuse each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from crisis_sim.bargain.view import BargainingView
from crisis_sim.plot.numbers import WrittenColumn
from crisis_sim.plot.scene import Font, Label, Measure, ScenePart, Stroke, wrap
from crisis_sim.plot.sheet import EDGE
from crisis_sim.plot.style import INK, SOFT, player_mark

__all__ = ["PackageList", "package_list"]

SIZE = 7.2
BOLD = Font(SIZE, bold=True)
NUMBERS = 16.0
"""Room for the numbers of packages."""
GAPS = (11.0, 6.0)
"""Between columns: as wished, and where they would be too wide."""
LINE, BETWEEN = 1.2 * SIZE, 2.4
"""From line to line, and between packages."""


@dataclass(frozen=True, slots=True)
class PackageList:
    """The list, and the width that it takes with its edges."""

    part: ScenePart
    width: float


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of texts under its head; payoffs end at its right edge and are not broken."""

    head: str
    texts: Sequence[str]
    role: str
    colour: str = INK

    @property
    def paid(self) -> bool:
        """Whether it holds payoffs."""
        return self.role == "payoff"

    def longest(self, measure: Measure) -> float:
        """The width of its longest text."""
        return max(measure(text, BOLD) for text in (self.head, *self.texts))

    def least(self, measure: Measure) -> float:
        """The width below which it cannot go: that of its longest word, or payoff."""
        words = " ".join((self.head, *self.texts)).split()
        return self.longest(measure) if self.paid else max(measure(one, BOLD) for one in words)


def package_list(
    view: BargainingView, worth: Sequence[WrittenColumn], measure: Measure, width: float
) -> PackageList:
    """The packages by number; texts are broken where the list would be wider than ``width``.

    ``worth`` says how payoffs are written, by player.
    """
    columns = list(_columns(view, worth))
    for gap in GAPS:
        room = width - 2 * EDGE - NUMBERS - gap * (len(columns) - 1)
        widths = _widths(columns, measure, room)
        if sum(widths) <= room:
            break
    total = max(width, width - room + sum(widths))
    starts = [EDGE + NUMBERS + at for at in accumulate((one + gap for one in widths), initial=0.0)]
    labels: list[Label] = []
    rows = [
        [
            [text] if column.paid else wrap(text, BOLD, measure, wide)
            for column, wide, text in zip(columns, widths, texts, strict=True)
        ]
        for texts in zip(*((one.head, *one.texts) for one in columns), strict=True)
    ]
    y = 10.0
    for number, row in enumerate(rows):
        package = view.packages[number - 1] if number else None
        font = Font(SIZE, bold=package is None or package.efficient)
        colour = INK if package is None or package.in_zone else SOFT
        if package is not None:
            labels.append(Label(EDGE + 9.0, y, str(number), font, colour, "end", "number"))
        for column, start, wide, lines in zip(columns, starts, widths, row, strict=False):
            end = start + wide if column.paid else start
            hue, role = (column.colour, "head") if package is None else (colour, column.role)
            labels += [
                Label(
                    end, y + place * LINE, line, font, hue, "end" if column.paid else "start", role
                )
                for place, line in enumerate(lines)
            ]
        y += LINE * max(map(len, row)) + BETWEEN + (0.0 if number else 2.0)
        if not number:
            rule = Stroke(((EDGE, y - 10.0), (total - EDGE, y - 10.0)), INK, 0.5)
    return PackageList(ScenePart(y - 3.0, (rule,), (), tuple(labels)), total)


def _columns(view: BargainingView, worth: Sequence[WrittenColumn]) -> Iterator[_Column]:
    for issue in view.issues:
        yield _Column(issue, [one.levels[issue] for one in view.packages], "level")
    for player, column in enumerate(worth):
        paid = [column.write(one.payoffs[player]) for one in view.packages]
        head, colour = column.headed(view.shorts[player]), player_mark(player).colour
        yield _Column(head, paid, "payoff", colour)
    refused = [", ".join(one.refusals(view.shorts)) or "–" for one in view.packages]
    yield _Column("refused by", refused, "refused")


def _widths(columns: Sequence[_Column], measure: Measure, room: float) -> list[float]:
    """Widths that fit the room, the widest columns made narrower, or else the least there are."""
    least = [column.least(measure) for column in columns]
    longest = [column.longest(measure) for column in columns]
    for cap in range(int(max(longest)) + 1, 0, -1):
        widths = [max(one, min(cap, most)) for one, most in zip(least, longest, strict=True)]
        if sum(widths) <= room:
            return widths
    return least
