"""What to write in place of a cell that is no number."""

from __future__ import annotations

import calendar
import re

from crisis_sim.tables import cells as kinds

__all__ = ["WRITE_MISSING", "denies", "of_cell", "says_missing"]

WRITE_MISSING = "leave the cell empty, or write NA, for a missing value"

_MISSING = frozenset(
    (
        *("n.a.", "n.a", "n/a.", "n. a.", "k.a.", "k. a.", "na.", "-", "--", "---", "..", "..."),
        *("none", "not known", "not stated", "not recorded"),
        *("?", "missing", "not available", "no data", "unknown", "\u2013", "\u2014", "\u2026"),
    )
)
_NOT = frozenset(
    (
        *("no", "not", "non", "none", "never", "n", "f", "false", "0"),
        *("nein", "nicht", "kein", "keine", "falsch", "faux", "falso", "nee", "nej", "nie"),
    )
)
"""How texts begin that say that something is not so."""
_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
_DAY = re.compile(r"(\d{1,2})[.\- ]{1,2}([a-z]{3})[a-z]*\.?", re.IGNORECASE)
_MIDNIGHT = re.compile(r"2\d{3}-(\d\d)-(\d\d) 00:00:00")
"""A cell of a workbook with a day of the present, as 1/3 becomes one."""
_SIGNS = r"(?:[$\u00a3\u00a5\u20ac~\u2248\u2018\u2019'\"`]|EUR|USD|GBP|CHF|ca\.|c\.)"
_SIGNED = re.compile(rf"({_SIGNS}?)\s*([-+]?[\d.,\u00b7]+)\s*({_SIGNS}?)")
_DURATION = "write hours or days as a number"


def says_missing(text: str) -> bool:
    """Whether a text may say that there is no value, which is asked about: unknown, n.a."""
    return text.casefold() in _MISSING


def denies(word: str) -> bool:
    """Whether a text says that something is not so.

    >>> [denies(one) for one in ("no", "FALSCH", "no war", "war")]
    [True, True, True, False]
    """
    return re.split(r"\W", word.casefold(), maxsplit=1)[0] in _NOT


def of_cell(kind: str, text: str) -> str:
    """What to write for a cell that is no number; nothing where it can be anything.

    >>> of_cell("date", "2.Jan"), of_cell("text", "\u20ac 0.1"), of_cell("text", "=1/3")
    ('write 2.1, if a spreadsheet made it a date', 'write 0.1', 'write 1/3')
    """
    if kind == kinds.DURATION:
        return _DURATION
    if kind == kinds.DATE:
        return _of_date(text)
    return _of_text(text) if kind == kinds.TEXT else ""


def _of_date(text: str) -> str:
    """What may have been typed where a spreadsheet shows a day and a month, or holds a date."""
    if held := _MIDNIGHT.fullmatch(text):
        small, large = sorted(map(int, held.groups()))
        return (
            f"format the column as text and write {small}/{large}, or write "
            f"{small / large:.4g}, if a spreadsheet made it a date"
        )
    day = _DAY.fullmatch(text)
    month = _MONTHS.get(day[2].casefold()) if day else None
    return f"write {int(day[1])}.{month}, if a spreadsheet made it a date" if day and month else ""


def _of_text(text: str) -> str:
    if says_missing(text):
        return WRITE_MISSING
    signed = _SIGNED.fullmatch(text)
    number = signed[2].replace("\u00b7", ".") if signed else text.removeprefix("=").strip()
    if kinds.kind_of(number) in kinds.NUMBERS:
        return f"write {number}"
    return "write the value of the formula" if text.startswith("=") else ""
