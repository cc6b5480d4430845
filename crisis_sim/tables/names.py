"""Names of columns, and finding them however they are spelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from crisis_sim.errors import InputError
from crisis_sim.near_names import nearest
from crisis_sim.numbers.written import counted

__all__ = [
    "alike",
    "blank_note",
    "find",
    "find_column",
    "of_dates",
    "refuse_repeated",
    "refuse_summary",
    "shown",
    "spelled",
    "total_note",
    "unseen_left_out",
]

_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Soft hyphens, spaces of no width, marks of direction and of the order of bytes."""
_BETWEEN = re.compile(rf"[\s_.\-\u200c\u200d{_UNSEEN.pattern[1:-1]}]+")
_DATES = re.compile(
    r"(?:^|[\W_])(?:date|dates|day|days|when|month|datum|tag|fecha|jour)(?:$|[\W_])"
)
_TOTALS = frozenset(
    (
        *("total", "totals", "total:", "grand total", "sum", "sums", "all", "mean", "average"),
        *("summe", "gesamt", "somme", "suma"),
    )
)
_SUMMARIES = (("count", "mean"), ("count", "unique"))
"""How the rows of what pandas' describe() gives begin."""
_LONGEST = 60
_SHOWN = str.maketrans("\u00a0\u2007\u2009\u202f", " " * 4, "\u00ad\u200b\u2060\ufeff")


def spelled(name: str) -> str:
    """A name without its case, spaces, points, dashes and underscores."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", name)).casefold()


def find(name: str, known: Iterable[str]) -> str | None:
    """The one of some names that is meant: the very name, or the only one that is spelled so."""
    known = tuple(known)
    if name in known:
        return name
    alike = [one for one in known if spelled(one) == spelled(name)] if spelled(name) else []
    return alike[0] if len(alike) == 1 else None


def find_column(file: str, name: str, known: Sequence[str]) -> str:
    """The column that is meant.

    Raises InputError where there is none, or several are spelled so.
    """
    found = find(name, known)
    if found is not None:
        return found
    raise InputError(f"{file} has no column '{shown(name)}'. {nearest(name, map(shown, known))}")


def unseen_left_out(text: str) -> str:
    """A text without the characters that nobody sees, such as spaces of no width."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def alike(text: str) -> str:
    """A text with a space for each kind of space, and one spelling of letters with accents."""
    return unicodedata.normalize("NFC", text.translate(_SHOWN))


def of_dates(name: str) -> bool:
    """Whether a name is one of a column of dates: ``when``, ``Date of crisis``."""
    return _DATES.search(name.casefold()) is not None


def total_note(unit: str, place: int, row: Sequence[str], notes: Sequence[str]) -> tuple[str, ...]:
    """What is said, once, of a last row that seems to sum up the others."""
    first = row[0].strip() if row else ""
    said = f"the last row begins with '{first}' in {unit} {place}, and was read as all others are"
    return (said,) if first.casefold() in _TOTALS and said not in notes else ()


def blank_note(rows: int, notes: Sequence[str]) -> tuple[str, ...]:
    """What is said, once, of rows of empty cells."""
    said = f"{counted(rows, 'blank row was', 'blank rows were')} left out"
    return (said,) if rows and said not in notes else ()


def refuse_summary(file: str, rows: Iterable[Sequence[str]]) -> None:
    """Refuse a table whose first rows sum up another.

    Raises InputError that says which.
    """
    first = tuple(row[0].strip().casefold() for row in rows if row)[:2]
    if first in _SUMMARIES:
        said = f"its rows, {first[0]}, {first[1]} and so on, seem to be a summary of another table"
        raise InputError(f"{file}: {said}, as describe() of pandas gives; save that table")


def refuse_repeated(file: str, names: Sequence[str], remedy: str = "") -> None:
    """Refuse a header that has a name twice.

    Names that differ in nothing that can be seen are one. ``remedy`` is what to do, if that is
    something else than to give each its own.

    Raises InputError that says which, and where.
    """
    places: dict[str, list[int]] = {}
    seen = [" ".join(alike(unseen_left_out(name)).split()) for name in names]
    for number, name in enumerate(seen, 1):
        if name:
            places.setdefault(name, []).append(number)
    repeated = {name: where for name, where in places.items() if len(where) > 1}
    if repeated:
        told = "; ".join(
            f"'{shown(name)}' is the name of columns {', '.join(map(str, where[:5]))}"
            for name, where in list(repeated.items())[:5]
        )
        raise InputError(f"{file}: {told}. {remedy or 'Give each column its own name'}")


def shown(text: str, most: int = _LONGEST) -> str:
    """A text as messages tell it: printable, in one line, the end of a long one left out."""
    text = text if len(text) <= most else text[:most] + "..."
    return "".join(one if one.isprintable() else "?" for one in text.translate(_SHOWN))
