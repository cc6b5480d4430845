"""Fields that are unknown where they stand, and lists of no words where words are expected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from crisis_sim.near_names import closest, nearest
from crisis_sim.scenario.faults.right_form import HOLDERS, as_field, as_known, as_state
from crisis_sim.scenario.positions import Document, Keys

__all__ = ["entries_beside", "not_words", "of_unknown"]


def entries_beside(data: Any, unknown: list[Keys]) -> set[Keys]:
    """The fields right before unknown ones, whose entries these are if they are empty."""
    return {(*keys[:-1], _field_before(data, keys)) for keys in unknown}


def _field_before(data: Any, keys: Keys) -> str:
    """The last field before one in the file that holds named fields; empty if there is none."""
    holder = data
    for key in keys[:-1]:
        holder = holder[key]
    names = [str(name) for name in holder]
    return next((n for n in reversed(names[: names.index(str(keys[-1]))]) if n in HOLDERS), "")


def _further_in(document: Document, data: Any, keys: Keys) -> str:
    """The hint for a field that would fit one level further in, under the field before it."""
    before = _field_before(data, keys)
    place, holder = document.places.get(keys), document.places.get((*keys[:-1], before))
    if not before or place is None or holder is None or place.key_line == holder.key_line:
        return ""
    inner = [p for k, p in document.places.items() if k[:-1] == (*keys[:-1], before)]
    column = inner[0].key_column if inner else holder.key_column + 2
    inline = inner and inner[0].key_line == holder.key_line
    if column <= place.key_column or inline:
        return ""
    return f"To be part of '{before}', it begins with {column} spaces."


def of_unknown(document: Document, data: Any, keys: Keys, fields: Sequence[str]) -> str:
    """The hint for a field that is not among those of its part."""
    name, holder = str(keys[-1]), data
    for key in keys[:-1]:
        holder = holder[key]
    meant = as_known(name, fields)
    if meant and meant not in holder:
        return as_field(keys, data) or f"Write '{meant}'."
    free = [one for one in fields if one not in holder]
    near = closest(name, free)
    hint = ("" if near else _further_in(document, data, keys)) or as_field(keys, data)
    return hint or (f"Did you mean '{near}'?" if near else nearest(name, free, most=20))


def not_words(data: Any, keys: Keys) -> str:
    """The hint for a list of numbers or truths as the values of a state variable."""
    if keys[0] != "state" or not isinstance(keys[-1], int):
        return ""
    holder = data
    for key in keys[:-1]:
        holder = holder[key]
    if all(isinstance(one, bool) for one in holder):
        return f"Write {keys[1]}: false."
    if len(holder) == 1 and as_state(str(keys[1]), holder[0]):
        return as_state(str(keys[1]), holder[0])
    if all(re.fullmatch(r"-?\d{1,6}", str(one)) for one in holder):
        numbers = [int(one) for one in holder]
        return f"Write {keys[1]}: {{from: {min(numbers)}, to: {max(numbers)}}}."
    return ""
