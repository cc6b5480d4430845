"""How numbers are written elsewhere: other minus signs, spaces between thousands, percent signs."""

from __future__ import annotations

import re

from crisis_sim.tables.names import unseen_left_out

__all__ = ["PERCENT", "THOUSANDS", "usual"]

PERCENT = "percent"
THOUSANDS = "thousands"
"""Spaces or apostrophes between groups of three digits."""

_MINUS = "\u2212"
_GROUPS = re.compile(
    r"[-+]?[1-9]\d{0,2}(?P<between>[ \u00a0\u2007\u2009\u202f'\u2019])\d{3}(?:(?P=between)\d{3})*+"
    r"(?:[.,]\d++)?",
    re.ASCII,
)
_PERCENT = re.compile(r"(?P<number>[-+\d.,](?:.*?[\d.,])?)[ \u00a0\u2009\u202f]?%", re.ASCII)
_LONGEST = 60


def usual(text: str) -> tuple[str, str]:
    """A cell as Python would write its number, and which mark was left out: a percent sign, or what
    groups thousands.

    Minus signs are hyphens, and what cannot be seen is left out. Of texts that are no numbers
    nothing is promised.

    >>> usual("\u22121 234,5"), usual("12 %")
    (('-1234,5', 'thousands'), ('12', 'percent'))
    """
    text = unseen_left_out(text)
    if len(text) > _LONGEST:
        return text, ""
    mark = ""
    if text.startswith(_MINUS):
        text = f"-{text[1:]}"
    share = _PERCENT.fullmatch(text)
    if share:
        text, mark = share["number"], PERCENT
    groups = _GROUPS.fullmatch(text)
    if groups:
        text, mark = text.replace(groups["between"], ""), mark or THOUSANDS
    return text, mark
