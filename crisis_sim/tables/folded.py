"""Names of information sets and actions, found however a table spells them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["Spellings", "folded"]

_NUMBER = re.compile(r"((?:(?<![^\W_])[-+\u2212])?\d+(?:[.,]\d+)*)")
_BETWEEN = "PZC"
"""Categories of what stands between words: punctuation, spaces, what cannot be seen."""


def folded(name: str) -> str:
    """A name without its case and what stands between its words; numbers keep their value.

    >>> folded("The reply, after soft") == folded("the_reply_after_soft")
    True
    >>> folded("offer 1.5") == folded("offer 15"), folded("offer -1") == folded("offer 1")
    (False, False)
    """
    pieces = _NUMBER.split(unicodedata.normalize("NFKC", name).casefold())
    return "".join(_number(one) if i % 2 else _word(one) for i, one in enumerate(pieces))


class Spellings:
    """Names that can be found by any spelling."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(names))
        self.own = frozenset(self.names)
        self.alike: dict[str, list[str]] = {}
        for name in self.names:
            self.alike.setdefault(folded(name), []).append(name)

    def meant(self, name: str) -> list[str]:
        """The names that may be meant: the very name alone, or all that are folded alike."""
        if name in self.own:
            return [name]
        wanted = folded(name)
        return self.alike.get(wanted, []) if wanted else []


def _word(text: str) -> str:
    return "".join(one for one in text if unicodedata.category(one)[0] not in _BETWEEN)


def _number(text: str) -> str:
    """Between bars, so that 1 and 5 are not 15; 1.0 is 1."""
    digits = text.replace("\u2212", "-").removeprefix("+")
    if digits.count(".") == 1 and "," not in digits:
        digits = digits.rstrip("0").removesuffix(".")
    return f"|{digits}|"
