"""Numbers in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crisis_sim.numbers.real import Number, to_float

__all__ = ["counted", "near_one", "told_up_to"]


def counted(count: int, one: str, several: str = "") -> str:
    """A count with its noun, in the plural unless it is 1."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


def told_up_to(most: int, told: Iterable[str], one: str, several: str = "") -> Iterator[str]:
    """The first sentences, and one that counts the rest.

    >>> list(told_up_to(1, ["A stands.", "B stands.", "C stands."], "letter"))
    ['A stands.', 'And 2 letters more.']
    """
    held = list(told)
    yield from held[:most]
    if len(held) > most:
        yield f"And {counted(len(held) - most, one, several)} more."


def near_one(total: Number) -> str:
    """A number that is nearly 1, never as 1 itself.

    >>> from fractions import Fraction
    >>> from crisis_sim.numbers.rational import rational
    >>> near_one(rational(Fraction("0.9999999999"))), near_one(rational(1 + Fraction("1e-20")))
    ('0.9999999999', '1 + 1e-20')
    """
    told = f"{to_float(total):.12g}"
    if told != "1":
        return told
    off = to_float(total - 1)
    return f"1 {'+' if off > 0 else '-'} {abs(off):.2g}"
