"""Values of parameters and definitions, as Python gives them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from crisis_sim.errors import InputError
from crisis_sim.formula.numerals import parse_number

__all__ = ["Given", "Value", "Values", "exact", "floats_of", "read_values", "real_floats"]

Value = float | Fraction | str
"""A number, or a text that writes one: ``"1/3"``."""
Given = Mapping[str, Value]
"""Values by name."""
Values = Mapping[str, float | Fraction]
"""Values of parameters and definitions by name; floats are read as the decimals that write them."""

_UNREAL = (complex, np.complexfloating, np.datetime64, np.timedelta64, bytes)
"""What some functions take for numbers, and no real number is."""


def read_values(values: Given | None, more: Given | None = None) -> dict[str, float | Fraction]:
    """The values given in a mapping and those given by keyword, texts read as exact numbers.

    Raises InputError for a text that writes no number, for a name given both ways, and for what is
    no mapping.

    >>> read_values({"p": "1/3"}, {"q": 0.5})
    {'p': Fraction(1, 3), 'q': 0.5}
    """
    by_name, more = {} if values is None else values, more or {}
    if not isinstance(by_name, Mapping):
        raise InputError(f"expected values by name, such as {{'p': 0.5}}, found {values!r:.40}")
    for name in more:
        if name in by_name:
            raise InputError(f"{name} is given twice")
    both = {**by_name, **more}
    return {name: exact(one, name) if isinstance(one, str) else one for name, one in both.items()}


def exact(value: float | Fraction | str, name: str = "value") -> Fraction:
    """The rational that a text, or a number's shortest decimal, writes: 0.1 is 1/10.

    Raises InputError for what is not a finite number, or is too large for a float.
    """
    if isinstance(value, str):
        return parse_number(value, name)
    if isinstance(value, _UNREAL) or not hasattr(value, "__float__"):
        raise InputError(f"{name}: expected a number, found {repr(value)[:40]}")
    try:
        number = float(value)
        return Fraction(value) if isinstance(value, (int, Fraction)) else Fraction(repr(number))
    except TypeError:
        raise InputError(f"{name}: expected a number, found {repr(value)[:40]}") from None
    except (ValueError, OverflowError):
        shown = f"{value}"[:40] if isinstance(value, float) else "too large"
        raise InputError(f"{name} is not a finite number: {shown}") from None


def floats_of(given: ArrayLike, what: str) -> NDArray[np.float64]:
    """An array of floats; InputError for what holds no real numbers, or rows unlike long."""
    try:
        return real_floats(given)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{what} must be numbers, not {given!r:.40}") from None


def real_floats(given: Any) -> NDArray[np.float64]:
    """An array of floats.

    TypeError, ValueError or OverflowError tells that something in it is no real number, complex
    numbers and dates among them, or that its rows are unlike long.
    """
    array = np.asarray(given)
    if array.dtype.kind == "O":
        unreal = any(isinstance(one, _UNREAL) for one in array.flat)
    else:
        unreal = issubclass(array.dtype.type, _UNREAL)
    if unreal:
        raise TypeError(f"no real numbers: {array.dtype}")
    return np.array(array, dtype=np.float64)
