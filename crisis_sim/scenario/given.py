"""Values of parameters and definitions, as Python gives them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from crisis_sim.errors import InputError
from crisis_sim.scenario.scenario import exact

__all__ = ["Given", "Value", "read_values"]

Value = float | Fraction | str
"""A number, or a text that writes one: ``"1/3"``."""
Given = Mapping[str, Value]
"""Values by name."""


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
