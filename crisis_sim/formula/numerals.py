"""Numbers as arguments write them: decimals and quotients."""

from __future__ import annotations

import re
from fractions import Fraction

from crisis_sim.errors import InputError
from crisis_sim.formula.other_notations import as_decimal
from crisis_sim.remedy import Remedy

__all__ = ["NUMERAL", "no_number", "number_in", "parse_number"]

NUMERAL = r"[-+]?(?:\d{1,30}/\d{1,30}|(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,2})?)"
"""A number as it is written, short enough to be held exactly at no cost."""
_NUMBER = re.compile(NUMERAL)


def number_in(text: str) -> Fraction | None:
    """The number that a text writes; None for anything else.

    >>> number_in("-1/3"), number_in("2.5e-1"), number_in("1/0"), number_in("0,5")
    (Fraction(-1, 3), Fraction(1, 4), None, None)
    """
    try:
        return Fraction(text) if _NUMBER.fullmatch(text) else None
    except ZeroDivisionError:
        return None


def parse_number(text: str, name: str, instead: str = "") -> Fraction:
    """The number that a text writes, exactly; spaces around it do no harm.

    Raises InputError for anything else, as :func:`no_number` tells it, of what is called ``name``.
    """
    number = number_in(text.strip())
    if number is None and _is_range(text):
        raise InputError(
            f"{name}: '{text}' is a range, not a number. Write one number, or follow the range: ",
            Remedy("thresholds()", f"{name}={text.strip()}"),
        )
    if number is None:
        raise InputError(f"{name}: {no_number(text.strip(), instead)}")
    return number


def _is_range(text: str) -> bool:
    """Whether a text is a range; two whole numbers with a colon are odds."""
    ends = text.strip().split(":")
    odds = re.fullmatch(r"\s*[1-9]\d*:[1-9]\d*\s*", text)
    return len(ends) == 2 and not odds and all(number_in(end) is not None for end in ends)


def no_number(text: str, instead: str = "") -> str:
    """What is said of a text that is no number: how to write it, or else what to do ``instead``.

    >>> no_number("0,5"), no_number("ten", "; expected one"), no_number("1/0")[-15:]
    ("'0,5' is not a number. Write 0.5: decimals have a point.", "'ten' is not a number; expected \
one", 'divides by zero')
    """
    if re.fullmatch(r"[-+]?\d+\s*/\s*0+", text):
        return f"'{text}' is not a number: it divides by zero"
    hint = as_decimal(text)
    return f"'{text}' is not a number{f'. {hint}' if hint else instead}"
