"""What a cell of text says: a number, a truth, a date, nothing, or text."""

from __future__ import annotations

import re
from fractions import Fraction

__all__ = [
    "AMBIGUOUS_COMMA",
    "AMBIGUOUS_POINT",
    "COMMA",
    "DATE",
    "FRACTION",
    "GROUPED",
    "MISSING",
    "NUMBERS",
    "PLAIN",
    "POINT",
    "TEXT",
    "TRUTH",
    "TRUTHS",
    "WHOLE",
    "kind_of",
    "number_in",
    "plain",
]

PLAIN = "plain"
"""Numbers read without a look at each."""
WHOLE, POINT, FRACTION = "whole", "point", "fraction"
AMBIGUOUS_POINT = "ambiguous_point"
"""1.234, which is 1234 where points group thousands."""
COMMA = "comma"
"""0,5 or 1.234,5: the comma is the decimal mark."""
AMBIGUOUS_COMMA = "ambiguous_comma"
"""612,000: thousands, or a decimal comma."""
GROUPED = "grouped"
"""612,000.5 or 6,120,000: commas group thousands."""
MISSING, TRUTH, DATE, TEXT = "missing", "truth", "date", "text"
NUMBERS = frozenset(
    (PLAIN, WHOLE, POINT, FRACTION, AMBIGUOUS_POINT, COMMA, AMBIGUOUS_COMMA, GROUPED)
)

TRUTHS = {"true": 1.0, "false": 0.0}
_MISSING = frozenset(
    (
        *("", ".", "NA", "na", "N/A", "n/a", "#N/A", "<NA>", "NaT", "null", "NULL", "Null", "None"),
        *("NaN", "nan", "NAN", "-nan", "-NaN"),
    )
)
"""What R, Stata, pandas, spreadsheets and databases write where there is nothing."""
_WORDS = frozenset(("inf", "infinity"))
LONGEST = 3_000
"""Letters of a cell that can be a number; even with an exponent it stays below the 4,300 digits of
a whole number that Python reads and writes."""

_CELL = re.compile(
    r"""[-+]?(?:
      (?P<ambiguous_point>[1-9]\d{0,2}\.\d{3})
    | (?P<ambiguous_comma>[1-9]\d{0,2},\d{3})
    | (?P<grouped>[1-9]\d{0,2}(?:(?:,\d{3})++\.\d*+|(?:,\d{3}){2,}+))
    | (?P<whole>\d++)
    | (?P<point>(?:\d++\.\d*+|\.\d++|\d++)(?:[eE][-+]?\d{1,3})?)
    | (?P<comma>(?:\d++,\d*+|,\d++|[1-9]\d{0,2}(?:\.\d{3})++(?:,\d*+)?)(?:[eE][-+]?\d{1,3})?)
    | (?P<fraction>\d++\s?/\s?\d*[1-9]\d*+)
    )""",
    re.VERBOSE | re.ASCII,
)
_DATE = re.compile(
    r"(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])(?:\d{1,2}|[A-Za-z]{3})\2\d{2,4})"
    r"(?:[T ]\d{1,2}:\d{2}\S{0,20}(?: [AP]M| UTC)?)?",
    re.ASCII,
)


def kind_of(text: str) -> str:
    """The kind of a cell without the spaces around it."""
    if text in _MISSING:
        return MISSING
    if len(text) > LONGEST:
        return TEXT
    found = _CELL.fullmatch(text)
    if found:
        return found.lastgroup or TEXT
    word = text.casefold()
    if word in TRUTHS:
        return TRUTH
    if word.lstrip("+-") in _WORDS:
        return POINT
    return DATE if _DATE.fullmatch(text) else TEXT


def plain(text: str, kind: str, *, grouped: bool) -> str:
    """The number of a cell with a decimal point and nothing between its digits.

    ``grouped`` says of 612,000 that it is 612000.
    """
    if kind == GROUPED or (grouped and kind == AMBIGUOUS_COMMA):
        return text.replace(",", "")
    if kind in (COMMA, AMBIGUOUS_COMMA):
        return text.replace(".", "").replace(",", ".")
    return text.replace(" ", "")


def number_in(text: str, *, grouped: bool) -> Fraction | None:
    """The number that a cell writes; None where there is none, or it can be read in two ways.

    ``grouped`` says that commas group thousands, so that 612,000 is 612000.
    """
    text = text.strip()
    kind = kind_of(text)
    if kind not in NUMBERS or (kind == AMBIGUOUS_COMMA and not grouped):
        return None
    try:
        return Fraction(plain(text, kind, grouped=grouped))
    except ValueError:
        return None
