"""From plain data to the fields of a file, and in plain words what is wrong with them.

A faulty field is left out and the rest kept, so that names and formulas elsewhere are checked too.
"""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from crisis_sim.near_names import closest, nearest
from crisis_sim.scenario import model
from crisis_sim.scenario.faults.colours import as_colour
from crisis_sim.scenario.faults.fault import HELD, names_of
from crisis_sim.scenario.faults.indented import set_right
from crisis_sim.scenario.faults.misplaced import entries_beside, not_words, of_unknown
from crisis_sim.scenario.faults.right_form import (
    as_entries,
    as_field,
    as_fields,
    as_known,
    as_list,
    as_name,
    as_observers,
    as_one,
    as_range,
    as_state,
)
from crisis_sim.scenario.field_values import COLOUR
from crisis_sim.scenario.positions import MOST_PROBLEMS, Document, Keys

__all__ = ["Fields", "read_fields"]

MOST_ROUNDS = 20
_TEXT = "string_type"
_EXPECTED = {
    "bool_type": "true or false",
    "dict_type": "named fields",
    "finite_number": "a finite number",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "list_type": "a list",
    "model_type": "named fields",
    "string_type": "text",
}
_SHORT_FORMS = {
    "players": "a name or named fields",
    "parameters": "a number or named fields",
    "definitions": "a formula or named fields",
    "state": "a list of values, true or false, or named fields",
    "actions": "what it leads to, or named fields",
    "payoffs": "a formula or named fields",
}
_SMALLEST = {"greater_than": "more than", "greater_than_equal": "at least"}
_LARGEST = {"less_than": "less than", "less_than_equal": "at most"}
_NAMES = "Letters a to z, digits and _; not a digit first; at most 40."
_STATE = "As in mood: [calm, tense], or day: {from: 0, to: 3}."
_TRUTHS = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false"}
_TRUTHS |= {"false": "false"}


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a file; None if too much is missing. ``left_out`` are the faulty ones."""

    file: model.File | None
    left_out: list[Keys]


@dataclass(frozen=True, slots=True)
class _Fault:
    keys: Keys
    message: str
    hint: str = ""
    at_key: bool = False


def read_fields(document: Document) -> Fields:
    """Check the fields of a file; faults are recorded in the document."""
    data = copy.deepcopy(document.data)
    left_out: list[Keys] = []
    reported = False
    for _ in range(MOST_ROUNDS):
        try:
            return Fields(model.File.model_validate(data), left_out)
        except ValidationError as error:
            errors = error.errors(include_url=False)
        if _numbers_as_text(data, errors, document):
            continue
        if not reported and set_right(document):
            data = copy.deepcopy(document.data)
            continue
        if not reported:
            reported = True
            for fault in _faults(document, data, errors):
                document.add(fault.keys, fault.message, hint=fault.hint, at_key=fault.at_key)
        places = dict.fromkeys(_keys(data, one) for one in errors)
        mended = [_mend(data, keys) for keys in places]
        found = [keys for keys in mended if keys is not None]
        if not found:
            break
        left_out.extend(keys for keys in found if keys)
    return Fields(None, left_out)


def _numbers_as_text(data: Any, errors: Sequence[Any], document: Document) -> bool:
    """Put the text as written for numbers where text alone is expected, such as a year for a date.

    Whether there are any.
    """
    by_place: dict[Keys, list[Any]] = {}
    for one in errors:
        by_place.setdefault(_keys(data, one), []).append(one)
    found = False
    for keys, ones in by_place.items():
        number = type(ones[0]["input"]) in (int, float)
        written = document.number_at(keys) if number else ""
        if written and {one["type"] for one in ones} == {_TEXT}:
            holder = data
            for key in keys[:-1]:
                holder = holder[key]
            holder[keys[-1]] = written
            found = True
    return found


def _mend(data: Any, keys: Keys) -> Keys | None:
    """Leave out the value that ``keys`` lead to, or the nearest entry of a mapping that holds it.

    Returns what was left out, nothing where a stand-in was put, and None if nothing changed.
    """
    if keys == ("title",):
        data["title"] = "untitled"
        return ()
    if keys == ("start",) and isinstance(data.get("situations"), dict) and data["situations"]:
        data["start"] = next(iter(data["situations"]))
        return ()
    entry: tuple[dict[str, Any], Any, Keys] | None = None
    value = data
    for depth, key in enumerate(keys):
        if not _holds(value, key):
            if depth < len(keys) - 1:
                return None
            break
        if isinstance(value, dict):
            entry = (value, key, keys[: depth + 1])
        value = value[key]
    if entry is None:
        return None
    holder, key, path = entry
    del holder[key]
    return path


def _holds(value: Any, key: Any) -> bool:
    if isinstance(value, list):
        return isinstance(key, int) and key < len(value)
    return isinstance(value, dict) and key in value


def _keys(data: Any, one: Any) -> Keys:
    """The place of an error in the file: its location without the names of alternatives."""
    keys: list[str | int] = []
    value = data
    for part in one["loc"]:
        if _holds(value, part):
            keys.append(part)
            value = value[part]
    if one["type"] == "missing":
        keys.append(one["loc"][-1])
    return tuple(keys)


def _faults(document: Document, data: Any, errors: Sequence[Any]) -> list[_Fault]:
    """The place, message and hint of each fault, one a place."""
    by_place: dict[tuple[Keys, bool], list[Any]] = {}
    for one in errors:
        at_key = one["loc"][-1:] == ("[key]",)
        by_place.setdefault((_keys(data, one), at_key), []).append(one)
    unknown = [keys for (keys, _), (one, *_) in by_place.items() if one["type"] == _UNKNOWN_FIELD]
    faults: list[_Fault] = []
    hints: defaultdict[Keys, set[str]] = defaultdict(set)
    beside = entries_beside(data, unknown[:MOST_PROBLEMS])
    for (keys, at_key), ones in by_place.items():
        if len(faults) > MOST_PROBLEMS:
            break
        if ones[0]["type"] == "missing" and _misspelt(keys, unknown):
            continue
        if isinstance(ones[0]["input"], list) and _has_fault_within(keys, by_place):
            continue
        if not at_key and (keys, True) in by_place:
            continue
        if isinstance(keys[-1], int) and keys[-1] > 0 and not_words(data, keys):
            continue  # told at the first of them
        if ones[0]["input"] is None and keys in beside:
            continue
        fault = _name_fault(keys) if at_key else _fault(document, data, keys, ones)
        unknown_field = fault.hint.startswith("Write") and fault.message.startswith("unknown field")
        if not unknown_field or fault.hint not in hints[keys[:-1]]:
            faults.append(fault)
        hints[keys[:-1]].add(fault.hint)
    return faults


_UNKNOWN_FIELD = "extra_forbidden"


def _misspelt(missing: Keys, unknown: list[Keys]) -> bool:
    """Whether a field that is missing stands there under a similar name."""
    beside = [str(keys[-1]) for keys in unknown if keys[:-1] == missing[:-1]]
    other = any(as_known(one, [str(missing[-1])]) for one in beside)
    return other or bool(closest(str(missing[-1]), beside))


def _has_fault_within(keys: Keys, places: Iterable[tuple[Keys, bool]]) -> bool:
    """Whether a fault lies inside the list at ``keys``, so that no other form was meant."""
    return any(len(inner) > len(keys) and inner[: len(keys)] == keys for inner, _ in places)


def _name_fault(keys: Keys) -> _Fault:
    plain = keys[-1:] == ("",) or len(str(keys[-1])) > 40 or not str(keys[-1]).isprintable()
    shown = "this" if plain else f"'{keys[-1]}'"
    return _Fault(keys, f"{shown} cannot be a name here", _as_named(str(keys[-1])), at_key=True)


def _as_named(text: str) -> str:
    name = as_name(text)
    return as_field((text,), None) or (f"{_NAMES} Write {name}." if name else _NAMES)


def _fault(document: Document, data: Any, keys: Keys, ones: Sequence[Any]) -> _Fault:
    first = ones[0]
    kind, context, value = first["type"], first.get("ctx", {}), first["input"]
    if kind == "missing":
        hint = _meaning(first)
        if keys == ("start",) and isinstance(data.get("situations"), dict):
            hint += f" As in start: {next(iter(data['situations']), 'talk')}."
        return _Fault(keys[:-1], f"the field '{keys[-1]}' is missing", hint, True)
    if kind == _UNKNOWN_FIELD:
        hint = of_unknown(document, data, keys, _known_fields(first))
        return _Fault(keys, f"unknown field '{keys[-1]}'", hint, at_key=True)
    if kind == "union_tag_invalid":
        owner = next((str(p) for p in reversed(first["loc"]) if str(p) in _SHORT_FORMS), "")
        wanted = _SHORT_FORMS.get(owner, "a value")
        hint = _truth(value) or _single(value)
        if owner == "players" and isinstance(value, bool):
            hint = "Put it in quotation marks."
        if owner == "state":
            hint = _truth(value) or as_state(str(keys[-1]), value) or _STATE
        return _Fault(keys, f"expected {wanted}, found {_shown(value)}", hint)
    if any(one["type"] == "literal_error" for one in ones):
        return _choice_fault(data, keys, ones)
    if kind in _EXPECTED:
        hint = _form(data, keys, ones)
        return _Fault(keys, f"expected {_wanted(ones)}, found {_shown(value)}", hint)
    if kind == "too_long" and context["max_length"] == 2:
        message = f"expected the least and the greatest value, found {len(value)} entries"
        return _Fault(keys, message, as_range(document.list_at(keys)))
    message, hint = _size(kind, context, value, first["msg"])
    return _Fault(keys, message, not_words(data, keys) or hint)


def _choice_fault(data: Any, keys: Keys, ones: Sequence[Any]) -> _Fault:
    one = next(one for one in ones if one["type"] == "literal_error")
    allowed = one["ctx"]["expected"].replace("'", "")
    hint = nearest(str(one["input"]), allowed.replace(" or ", ", ").split(", ")).partition(". ")[2]
    if any(other["type"] == "list_type" for other in ones):
        allowed = allowed.replace(" or ", ", ") + " or a list of players"
        observers = as_observers(data, one["input"])
        near = hint if not re.search(r"\s", str(one["input"])) else ""
        hint = observers if observers.startswith("Write") else near or observers
    return _Fault(keys, f"expected {allowed}, found {_shown(one['input'])}", hint)


def _wanted(ones: Sequence[Any]) -> str:
    wanted = list(dict.fromkeys(_EXPECTED[one["type"]] for one in ones if one["type"] in _EXPECTED))
    if {"text", "a number"} <= set(wanted):
        return "a number or a formula"
    if "a number" in wanted and "a whole number" in wanted:
        wanted.remove("a whole number")
    return " or ".join(wanted)


def _form(data: Any, keys: Keys, ones: Sequence[Any]) -> str:
    """The hint that shows how a value of the wrong kind would be written."""
    kinds, value = {one["type"] for one in ones}, ones[0]["input"]
    if keys[:1] == ("outcomes",) and keys[2:] == ("colour",):
        return as_colour(value)
    if kinds & {"dict_type", "model_type"}:
        return as_fields(keys, value, data)
    if "list_type" in kinds:
        return as_entries(keys, value)
    if isinstance(value, bool) and kinds == {_TEXT}:
        return not_words(data, keys) or "Put it in quotation marks."
    if isinstance(value, dict) and keys[-1] == "when":
        return f"Write when: {' and '.join(f'{key} == {one}' for key, one in value.items())}."
    if value is None and keys[-2:-1] == ("actions",):
        return "Write after the colon where it leads: a situation or an outcome."
    if value is None:
        return "Write it after the colon."
    return (_truth(value) if "bool_type" in kinds else "") or _single(value) or as_one(keys, value)


def _truth(value: Any) -> str:
    """The hint for a word that means true or false."""
    word = _TRUTHS.get(value.lower()) if isinstance(value, str) else None
    return f"Write {word}." if word else ""


def _single(value: Any) -> str:
    """The hint for a list of one entry where no list is expected."""
    single = isinstance(value, list) and len(value) == 1 and not isinstance(value[0], (list, dict))
    return f"Write {value[0]}." if single else ""


def _size(kind: str, context: Any, value: Any, otherwise: str) -> tuple[str, str]:
    """Message and hint for what is too short, too long, too small, too large or misspelt."""
    match kind:
        case "too_short":
            least, count = context["min_length"], context["actual_length"]
            entries = "1 entry" if least == 1 else f"{least} entries"
            hint = as_list(value) or ("Write them as [a, b]." if least == 2 else "")
            return f"expected at least {entries}, found {count or 'none'}", hint
        case "too_long":
            return f"expected at most {context['max_length']:,} entries, found {len(value):,}", ""
        case "string_too_short":
            return "expected a word or phrase, found nothing", ""
        case "string_too_long":
            most = context["max_length"]
            return f"expected at most {most:,} characters, found {len(value):,}", ""
        case "string_pattern_mismatch" if context["pattern"] == model.SHIPPED_NAME:
            return f"expected the name of a shipped scenario, found {_shown(value)}", ""
        case "string_pattern_mismatch" if context["pattern"] == COLOUR:
            return f"{_shown(value)} is no colour", as_colour(value)
        case "string_pattern_mismatch":
            return f"{_shown(value)} cannot be a name here", as_list([value]) or _as_named(value)
        case _ if kind in _SMALLEST:
            bound = context.get("gt", context.get("ge"))
            return f"expected {_SMALLEST[kind]} {bound:g}, found {_shown(value)}", ""
        case _ if kind in _LARGEST:
            bound = context.get("lt", context.get("le"))
            return f"expected {_LARGEST[kind]} {bound:,}, found {_shown(value)}", ""
        case _:
            return otherwise[0].lower() + otherwise[1:], ""


def _shown(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case dict():
            return "named fields"
        case list():
            return "a list"
        case str():
            return f"'{value}'" if len(value) <= 40 else f"'{value[:40]}...'"
        case _:
            return f"{value}"[:40]


def _part(one: Any) -> type[model.Part]:
    """The kind of part in which an error lies."""
    part: type[model.Part] = model.File
    for step in one["loc"][:-1]:
        part = HELD.get(str(step), part)
    return part


def _known_fields(one: Any) -> tuple[str, ...]:
    return names_of(_part(one))


def _meaning(one: Any) -> str:
    """What a missing field would say."""
    for name, info in _part(one).model_fields.items():
        if (info.alias or name) == one["loc"][-1]:
            return info.description or ""
    return ""
