"""Values that a comma inside braces has cut in two: formulas, numbers and texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crisis_sim.formula.remedies import decimal_point
from crisis_sim.scenario.faults.right_form import HOLDERS, as_fields

__all__ = ["Cut", "cut_in_two", "without_colon"]

_UNQUOTED = "Put quotation marks around it: inside braces a comma begins a new field."
_LISTS = ("levels", "range", "seen by", "values")
_NUMBER = re.compile(r"[-+]?[\d.]+")
_WHOLE = re.compile(r"[-+]?\d+")


@dataclass(frozen=True, slots=True)
class Cut:
    """What is said of the value, what would serve, and the number that was meant if it is one."""

    message: str
    hint: str
    number: str = ""


def cut_in_two(name: str, last: Any, key: Any, held: Any, lines: Sequence[str]) -> Cut | None:
    """What the key of a mapping is the rest of, if it is the rest of the value before it.

    ``last``, ``key`` and ``held`` are YAML events: the value of the field ``name`` before, the key
    and its own value.
    """
    if type(last).__name__ != "ScalarEvent" or last.style is not None or key.style is not None:
        return None
    value, rest = str(last.value), str(key.value)
    if name in _LISTS and without_colon(key, held, lines):
        entries = f"{value}, {rest}".strip("()")
        return Cut("expected a list in square brackets", f"Write [{entries}].") if value else None
    if value.count("(") > value.count(")") and rest.count(")") > rest.count("("):
        whole = f"{value}, {rest}"
        closed = whole.count("(") == whole.count(")") and len(whole) <= 80
        return Cut("a comma cuts this formula in two", f'Write "{whole}".' if closed else _UNQUOTED)
    if not value or not without_colon(key, held, lines):
        return None
    if name in HOLDERS:
        return Cut("expected named fields", as_fields((name,), value, None))
    if _NUMBER.fullmatch(value) and re.fullmatch(r"[A-Za-z_]\w*", rest):
        return None
    if _WHOLE.fullmatch(value) and re.fullmatch(r"\d+", rest):
        number = f"{value}.{rest}"
        return Cut("a comma cuts this number in two", decimal_point(value, rest), number)
    if len(value) + len(rest) > 80:
        return Cut("a comma cuts this text in two", _UNQUOTED)
    return Cut(
        "a comma cuts this text in two", f'Put the text in quotation marks: "{value}, {rest}".'
    )


def without_colon(key: Any, held: Any, lines: Sequence[str]) -> bool:
    """Whether a key stands alone between commas or before the closing brace."""
    if type(held).__name__ != "ScalarEvent" or held.value or held.style is not None:
        return False
    end = key.end_mark
    return not lines[end.line][end.column :].lstrip().startswith(":")
