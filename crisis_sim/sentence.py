"""Sentences: their first letter, several texts in one, where something is, the first of a text."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["at_place", "capital", "first_sentence", "listed_and"]

_WHERE = ("after", "at", "before", "during", "if", "in", "on", "once", "when", "while")


def capital(text: str) -> str:
    """The text, beginning with a capital letter."""
    return text[:1].upper() + text[1:]


def at_place(label: str) -> str:
    """Where something is: at a situation, or as it is called if that begins as such words do.

    >>> at_place("the reply"), at_place("after beer")
    ('at the reply', 'after beer')
    """
    return label if label.partition(" ")[0].lower() in _WHERE else f"at {label}"


def first_sentence(text: str) -> str:
    """The first sentence of a text, without its full stop.

    >>> first_sentence("A pays 0.5. B pays 1.")
    'A pays 0.5'
    """
    return text.partition(". ")[0].removesuffix(".")


def listed_and(texts: Sequence[str]) -> str:
    """Texts one after the other, the last after an 'and'.

    >>> listed_and(["a", "b", "c"]), listed_and(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join(filter(None, (", ".join(texts[:-1]), texts[-1])))
