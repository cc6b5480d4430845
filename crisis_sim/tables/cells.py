"""What a cell of text says: a number, a truth, a date, nothing, or text."""

from __future__ import annotations

import re
from fractions import Fraction

from crisis_sim.tables.marks import PERCENT, usual
from crisis_sim.tables.names import unseen_left_out

__all__ = [
    "AMBIGUOUS_COMMA",
    "AMBIGUOUS_POINT",
    "CODE",
    "COMMA",
    "DATE",
    "DURATION",
    "ERROR",
    "FRACTION",
    "GROUPED",
    "LONGEST",
    "MISSING",
    "NUMBERS",
    "PLAIN",
    "POINT",
    "TEXT",
    "TRUTH",
    "VAST",
    "WHOLE",
    "WORD",
    "kind_of",
    "may_be_date",
    "number_in",
    "number_kind",
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
DURATION = "duration"
"""A duration or a time of day: 1 day, 2:30:00; 6 days; 6:30."""
WORD = "word"
"""A word that says that nothing is there, such as NA; an empty cell is only missing."""
CODE = "code"
"""What Stata writes beside numbers for a value that is missing for a reason: .a to .z."""
ERROR = "error"
"""What a spreadsheet writes where a formula failed: #DIV/0!."""
VAST = "vast"
"""A number of more digits, or with a larger exponent, than are read."""
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
_INFINITE = re.compile(r"[-+]?inf(?:inity)?", re.ASCII | re.IGNORECASE)
_ERRORS = frozenset(
    (
        *("#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
        *("#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#GETTING_DATA"),
    )
)
LONGEST = 3_000
"""Letters of a cell that can be a number; even with an exponent it stays below the 4,300 digits of
a whole number that Python reads and writes."""

_CELL = re.compile(
    r"""[-+]?(?:
      (?P<ambiguous_point>[1-9]\d{0,2}\.\d{3})
    | (?P<ambiguous_comma>[1-9]\d{0,2},\d{3})
    | (?P<grouped>[1-9]\d{0,2}(?:(?:,\d{3})++\.\d*+|(?:,\d{3}){2,}+))
    | (?P<whole>\d++(?:[eE][-+]?(?=\d)0*+\d{0,3})?)
    | (?P<point>(?:\d++\.\d*+|\.\d++)(?:[eE][-+]?(?=\d)0*+\d{0,3})?)
    | (?P<comma>(?:\d++,\d*+|,\d++|[1-9]\d{0,2}(?:\.\d{3})++(?:,\d*+)?)
      (?:[eE][-+]?(?=\d)0*+\d{0,3})?)
    | (?P<fraction>\d++\ ?/\ ?\d*[1-9]\d*+)
    )""",
    re.VERBOSE | re.ASCII,
)
_VAST = re.compile(r"[-+]?\d[\d.,]*+(?:[eE][-+]?\d+)?", re.ASCII)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    rf"""(?:
      (?:\d{{4}}([-/.])\d{{1,2}}\1\d{{1,2}} | \d{{1,2}}([-/.])(?:\d{{1,2}}|[a-z]{{3}})\2\d{{2,4}})
      (?:[T ]\d{{1,2}}:\d{{2}}\S{{0,20}}(?:\ [AP]M|\ UTC)?)?
    | (?:1[5-9]|20)\d\d-(?:0[1-9]|1[0-2])
    | \d{{1,2}}(?:\.\ ?|[-\ ]){_MONTH}(?:[-\ ,]{{1,2}}\d{{2,4}})?
    | {_MONTH}[-\ ]\d{{1,4}}(?:,?\ \d{{2,4}})?
    )""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_DURATION = re.compile(
    r"""-?(?:
      (?:\d+\ days?,?\ [-+]?)?\d+:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\ ?[AP]M)?
    | (?:\d+(?:[.,]\d+)?\ ?
      (?:years?|months?|weeks?|days?|hours?|hrs?|h|minutes?|mins?|seconds?|secs?)
      (?:(?:,|\ and)?\ |$))+
    )""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
_PAIR = re.compile(r"(\d{1,4}) ?/ ?(\d{1,4})", re.ASCII)
_YEARS = range(1500, 2200)


def kind_of(text: str) -> str:
    """The kind of a cell without the spaces around it."""
    if text in _MISSING:
        return MISSING
    if len(text) > LONGEST:
        return VAST if _VAST.fullmatch(text) else TEXT
    found = _CELL.fullmatch(text)
    if found:
        return found.lastgroup or TEXT
    if text.casefold() in TRUTHS:
        return TRUTH
    return POINT if _INFINITE.fullmatch(text) else _other(text)


def _other(text: str) -> str:
    """The kind of a cell that holds no number, as programs write such."""
    if text in _ERRORS:
        return ERROR
    if len(text) == 2 and text[0] == "." and text[1].isascii() and text[1].isalpha():
        return CODE
    if _DATE.fullmatch(text):
        return DATE
    if _DURATION.fullmatch(text):
        return DURATION
    return VAST if "e" in text.lower() and _VAST.fullmatch(text) else TEXT


def may_be_date(text: str) -> bool:
    """Whether a quotient such as 28/10 or 10/1962 may be a day and a month, or a month and year."""
    found = _PAIR.fullmatch(text)
    if not found:
        return False
    one, other = int(found[1]), int(found[2])
    small, large = min(one, other), max(one, other)
    return 1 <= small <= 12 and (large <= 31 or large in _YEARS or (other <= 99 and one <= 12))


def plain(text: str, kind: str, *, grouped: bool) -> str:
    """The number of a cell with a decimal point and nothing between its digits.

    ``grouped`` says of 612,000 that it is 612000.
    """
    if kind == GROUPED or (grouped and kind == AMBIGUOUS_COMMA):
        return text.replace(",", "")
    if kind in (COMMA, AMBIGUOUS_COMMA):
        return text.replace(".", "").replace(",", ".")
    return text.replace(" ", "")


def number_kind(text: str) -> tuple[str, str, str]:
    """A text that may be a number after all: how it is usually written, its kind, its mark.

    Signs and spaces are taken for what they are, see :func:`crisis_sim.tables.marks.usual`. A text
    that is no number stays, but for what cannot be seen in it, and has no mark.
    """
    written, mark = usual(text)
    kind = kind_of(written)
    odd = mark == PERCENT and (kind == FRACTION or "e" in written.lower())
    if kind in NUMBERS and not odd:
        return written, kind, mark
    seen = unseen_left_out(text)
    return seen, TEXT if seen == text else kind_of(seen), ""


def number_in(text: str, *, grouped: bool) -> Fraction | None:
    """The number that a cell writes; None where there is none.

    ``grouped`` says whether 612,000 is 612000 or 612; see :mod:`crisis_sim.tables.decimals`.
    Percentages are none.
    """
    text = text.strip()
    kind, mark = kind_of(text), ""
    if kind == TEXT:
        text, kind, mark = number_kind(text)
    if kind not in NUMBERS or mark == PERCENT:
        return None
    try:
        return Fraction(plain(text, kind, grouped=grouped))
    except ValueError:
        return None
