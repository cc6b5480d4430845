"""Numbers as Gambit's files write them: integers, decimals and rationals."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

__all__ = ["payoffs_text", "read_number", "write_number"]

_DIGITS = 400
_DECIMALS = 30


def read_number(raw: str) -> Fraction:
    """The exact value of a number such as ``-3``, ``.25``, ``1e-3`` or ``2/7``.

    Raises
    ------
    ValueError
        No number, a denominator of zero, or a number beyond 1e308 or of more than 400 digits.
    """
    if len(raw) > _DIGITS:
        raise ValueError("has too many digits")
    exponent = raw.lower().partition("e")[2]
    if len(exponent) > 4 or (exponent and abs(int(exponent)) > _DIGITS):
        raise ValueError("is too large or too small")
    try:
        value = Fraction(raw)
        float(value)
    except ZeroDivisionError:
        raise ValueError("divides by zero") from None
    except OverflowError:
        raise ValueError("is too large") from None
    return value


def write_number(value: Fraction | float) -> str:
    """The number so that reading gives the same one.

    Rationals that end within thirty decimals are written as decimals, others as ``a/b``; floats as
    the shortest decimal that reads back the same.

    >>> write_number(Fraction(-5, 2)), write_number(Fraction(1, 3)), write_number(3.0)
    ('-2.5', '1/3', '3')
    """
    if isinstance(value, float):
        text = float.__repr__(value)
        return text.removesuffix(".0")
    if value.denominator == 1:
        return str(value.numerator)
    scaled = value * 10**_DECIMALS
    if scaled.denominator > 1:
        return f"{value.numerator}/{value.denominator}"
    whole, part = divmod(abs(scaled.numerator), 10**_DECIMALS)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{str(part).rjust(_DECIMALS, '0').rstrip('0')}"


def payoffs_text(payoffs: Iterable[Fraction | float]) -> str:
    """Payoffs in brackets: the name of an outcome that has none.

    >>> payoffs_text([Fraction(1, 3), Fraction(2)])
    '(1/3, 2)'
    """
    return f"({', '.join(map(write_number, payoffs))})"
