"""How sentences are made of texts: their first letter, and several texts in one."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["capital", "listed_and"]


def capital(text: str) -> str:
    """The text, beginning with a capital letter."""
    return text[:1].upper() + text[1:]


def listed_and(texts: Sequence[str]) -> str:
    """Texts one after the other, the last after an 'and'.

    >>> listed_and(["a", "b", "c"]), listed_and(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))
