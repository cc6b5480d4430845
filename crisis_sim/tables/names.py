"""Names of columns, and finding them however they are spelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from crisis_sim.errors import InputError, nearest

__all__ = ["find", "find_column", "index_note", "is_index", "refuse_repeated", "shown", "spelled"]

_BETWEEN = re.compile(r"[\s_.-]+")
_INDEX = re.compile(r"|unnamed: 0|__index_level_\d+__", re.IGNORECASE)
_LONGEST = 60


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


def is_index(name: str) -> bool:
    """Whether a name is none, or one that pandas gives to its numbers of rows."""
    return _INDEX.fullmatch(name) is not None


def index_note(name: str) -> str:
    """What is said of a first column that numbers the rows."""
    called = f"'{shown(name)}'" if name else "without a name"
    return f"the first column, {called}, numbers the rows and was left out"


def refuse_repeated(file: str, names: Sequence[str]) -> None:
    """Refuse a header that has a name twice.

    Raises InputError that says which, and where.
    """
    places: dict[str, list[int]] = {}
    for number, name in enumerate(names, 1):
        if name:
            places.setdefault(name, []).append(number)
    repeated = {name: where for name, where in places.items() if len(where) > 1}
    if repeated:
        told = "; ".join(
            f"'{shown(name)}' is the name of columns {', '.join(map(str, where[:5]))}"
            for name, where in list(repeated.items())[:5]
        )
        raise InputError(f"{file}: {told}. Give each column its own name")


def shown(text: str, most: int = _LONGEST) -> str:
    """A text as messages tell it: printable, in one line, the end of a long one left out."""
    text = text if len(text) <= most else text[:most] + "..."
    return "".join(one if one.isprintable() else "?" for one in text)
