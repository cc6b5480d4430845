"""Names with their shares side by side in a text: ``0.5 strike, wait 50%``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from crisis_sim.tables.cells import NUMBERS, number_kind, plain
from crisis_sim.tables.folded import Spellings
from crisis_sim.tables.marks import PERCENT

__all__ = ["mixed", "named", "share_in", "written"]

_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+|\d+/\d+)(?: ?%)?"
_AND = re.compile(r"\s*(?:[,;&+|]|\band\b)\s*")
_BEHIND = re.compile(rf"(?P<name>.+?)\s*[ :=(]\s*(?P<number>{_NUMBER})\)?")
_BEFORE = re.compile(rf"(?P<number>{_NUMBER})\s*[ *:]\s*(?P<name>.+)")
_LONGEST = 200


def mixed(text: str, names: Sequence[str]) -> dict[str, str]:
    """Names with their shares that stand side by side in a text; none if it is no such.

    >>> mixed("0.5 strike, wait 50%", ["strike", "wait"]), mixed("both", ["strike", "wait"])
    ({'strike': '0.5', 'wait': '0.5'}, {})
    """
    known, shares = Spellings(names), dict[str, str]()
    parts = named(text)
    for name, number in parts:
        meant = known.meant(name)
        share = share_in(number) if number else Fraction(1, len(parts))
        if len(meant) == 1 and share is not None:
            shares[meant[0]] = written(share)
    return shares if len(shares) == len(parts) else {}


def named(text: str) -> list[tuple[str, str]]:
    """What a text puts side by side: each name, and the number beside it if there is one."""
    parts = _AND.split(text) if len(text) <= _LONGEST else []
    read = [
        (part.strip(), _BEHIND.fullmatch(part.strip()) or _BEFORE.fullmatch(part.strip()))
        for part in parts
    ]
    return [(found["name"], found["number"]) if found else (part, "") for part, found in read]


def share_in(text: str) -> Fraction | None:
    """The number of a text, of a percentage the share; None where there is none."""
    digits, kind, mark = number_kind(text)
    if kind not in NUMBERS:
        return None
    number = Fraction(plain(digits, kind, grouped=False).replace("inf", "0"))
    return number / 100 if mark == PERCENT else number


def written(number: Fraction) -> str:
    """A short decimal, or a quotient."""
    decimal = f"{float(number):.4g}"
    return decimal if Fraction(decimal) == number else str(number)
