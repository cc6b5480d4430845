"""The width of text in the figures' type, without loading any font."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from unicodedata import east_asian_width

from crisis_sim.numbers.digits import RAISED
from crisis_sim.plot import widths
from crisis_sim.plot.scene import Font, Label, with_powers

__all__ = ["text_width"]

UNKNOWN, WIDE = 600, 1000
"""Thousandths of the type's size for characters that the table does not know."""


def _table(digits: str) -> MappingProxyType[str, int]:
    codes = [chr(code) for low, high in widths.RANGES for code in range(low, high + 1)]
    found = {letter: int(digits[3 * i : 3 * i + 3], 16) for i, letter in enumerate(codes)}
    raised = {high: 7 * found[low] // 10 for low, high in zip("−0123456789", RAISED, strict=True)}
    return MappingProxyType(found | raised | {"\u2009": 167, "\u2005": 250})


_FACES = {
    (False, False): _table(widths.REGULAR),
    (True, False): _table(widths.BOLD),
    (False, True): _table(widths.ITALIC),
    (True, True): _table(widths.BOLD_ITALIC),
}


@lru_cache(maxsize=50_000)
def text_width(text: str, font: Font) -> float:
    """The width of a text in points: the sum of its characters' advance widths, unkerned.

    The fonts are those that matplotlib ships, whose widths are those of Times; a character that
    they lack is taken to be 0.6 of the type's size wide, or 1 where it is East Asian.
    """
    label = with_powers(Label(0.0, 0.0, text, font))
    return sum(
        _width(run.text, bold=font.bold, italic=font.italic or run.italic) * run.scale * font.size
        for run in label.font.runs(label.text)
    )


def _width(text: str, *, bold: bool, italic: bool) -> float:
    """In sizes of the type."""
    table = _FACES[bold, italic]
    total = 0
    for letter in text:
        known = table.get(letter)
        if known is None:
            known = WIDE if east_asian_width(letter) in "WF" else UNKNOWN
        total += known
    return total / 1000
