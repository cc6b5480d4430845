"""Labels as Gambit's files hold them: quoted, escaped, and often repeated.

Gambit 17 refuses labels that repeat, start or end with a space, or hold control characters. Here
such files are read: spaces are tidied, and what must be told apart (the information sets of a game,
the actions of a set) is numbered: ``Discount``, ``Discount (2)``. Names that may be shared (of
nodes and outcomes) are numbered only in a file that is written, and the numbers are dropped again
when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["clean", "quote", "shared_names", "unquote"]

_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_UNTIDY = re.compile(r"^\s|\s\s|\s$|[^\S ]|[\x00-\x1f\x7f-\x9f]")
_ESCAPED = re.compile(r'\\(["\\])')
_TO_ESCAPE = re.compile(r'"|\\(?=["\\]|$)')
_NUMBERED = re.compile(r"(.+) \((?:[2-9]|[1-9][0-9]+)\)", re.DOTALL)


def clean(label: str) -> str:
    """The label with runs of white space and control characters made one space, none at its ends.

    >>> clean(" call  ")
    'call'
    """
    return _SPACES.sub(" ", label).strip() if _UNTIDY.search(label) else label


def unquote(raw: str) -> str:
    r"""The text of a quoted string: ``\"`` is a quotation mark, ``\\`` a backslash.

    A backslash before anything else stands for itself, as in Gambit.
    """
    inside = raw[1:-1]
    return _ESCAPED.sub(r"\1", inside) if "\\" in inside else inside


def quote(text: str) -> str:
    r"""The text as a quoted string.

    Backslashes are doubled only where they would otherwise escape something. Gambit cannot hold a
    label that ends in a backslash; every other label it reads.

    >>> print(quote('say "no"'))
    "say \"no\""
    """
    return f'"{_TO_ESCAPE.sub(lambda found: chr(92) + found[0], text)}"'


def shared_names(names: Iterable[str]) -> dict[str, str]:
    """For each numbered repetition among the names, the name it repeats.

    >>> shared_names(["war", "war (2)", "peace (2)"])
    {'war (2)': 'war'}
    """
    known = set(names)
    repetitions = {}
    for name in known:
        found = _NUMBERED.fullmatch(name) if name.endswith(")") else None
        if found and found[1] in known:
            repetitions[name] = found[1]
    return repetitions
