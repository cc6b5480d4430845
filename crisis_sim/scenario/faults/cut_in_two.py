"""Values that commas inside braces have cut to pieces: formulas, numbers and texts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from crisis_sim.formula.other_notations import QUOTES, as_choice, bare, decimal_point
from crisis_sim.formula.parse import FormulaError, parse
from crisis_sim.scenario.faults.fault import FIELDS, FORMULAS, LISTS
from crisis_sim.scenario.faults.right_form import (
    HOLDERS,
    TWO_AT_ONCE,
    as_fields,
    as_list,
    as_observers,
    as_range,
    of_prior,
)
from crisis_sim.scenario.positions import Keys
from crisis_sim.scenario.prior import parse_prior

__all__ = ["Cut", "Pieces", "cut_in_two", "without_colon"]

LONGEST = 80
_UNQUOTED = "Put quotation marks around it: inside braces a comma begins a new field."
_OF_FORMULAS = {"payoffs", "set", "settles", "terms", "parameters", "definitions"}
_ONE_WORD = ("status", "concept", "available", "start", "raised by")
_NUMBER = re.compile(r"[-+]?[\d.]+")
_WHOLE = re.compile(r"[-+]?\d+")
_FORMULA, _TEXT = "a comma cuts this formula in two", "a comma cuts this text in two"


@dataclass(frozen=True, slots=True)
class Cut:
    """What is said of the value, what would serve, and the number that was meant if it is one."""

    message: str
    hint: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The value of the field ``name``, a YAML event, and the keys without a colon after it.

    ``beside`` are the fields of the same mapping.
    """

    name: str
    value: Any
    beside: Collection[str] = ()
    rests: list[Any] = field(default_factory=list)

    def whole(self, lines: Sequence[str]) -> str:
        """The value and what follows it, as they are written on their line."""
        start, end = self.value.start_mark, self.rests[-1].end_mark
        if start.line == end.line:
            return str(lines[start.line][start.column : end.column])
        return ", ".join(str(one.value) for one in (self.value, *self.rests))


def cut_in_two(pieces: Pieces, keys: Keys, data: Any, lines: Sequence[str]) -> Cut | None:
    """What the pieces of a field of the mapping at ``keys`` are as one value; None if of none.

    ``data`` is what of the file has been read so far.
    """
    last = pieces.value
    if type(last).__name__ != "ScalarEvent" or last.style is not None or not last.value:
        return None
    name, value, whole = pieces.name, str(last.value), pieces.whole(lines)
    rests = [str(one.value) for one in pieces.rests]
    if name in LISTS:
        return Cut("expected a list in square brackets", _as_list(name, whole, data))
    if name in HOLDERS or keys == ("outcomes",):
        return Cut("expected named fields", as_fields((*keys, name), whole, data))
    if "(" not in value and (number := _number(value, rests, whole)):
        return number
    if _NUMBER.fullmatch(value) and all(re.fullmatch(r"[A-Za-z_]\w*", one) for one in rests):
        return None
    if len(whole) > LONGEST:
        return Cut(_FORMULA if "(" in whole else _TEXT, _UNQUOTED)
    if name == "prior":
        return _prior(whole)
    if name in FORMULAS or (name not in FIELDS and _OF_FORMULAS & set(keys)):
        return _formula(whole, "Join conditions with 'and' or 'or'." if name == "when" else "")
    return Cut(_TEXT, _of_text(pieces, rests, whole, data))


def _of_text(pieces: Pieces, rests: Sequence[str], whole: str, data: Any) -> str:
    """The hint for a text with commas, which may be several values or hold another field."""
    firsts = [one.partition(" ")[0] for one in rests]
    if pieces.name == "player":
        return TWO_AT_ONCE
    if pieces.name in _ONE_WORD:
        return "Write one of them."
    sources = data.get("sources") if pieces.name == "source" else None
    if isinstance(sources, dict) and all(one in sources for one in firsts):
        return f"Write [{whole}]."
    fields = [one for one in firsts if one in FIELDS.difference(pieces.beside)]
    if pieces.name == "to" and fields:
        return f"Write a colon after '{fields[0]}', or quotation marks around the whole text."
    return f"Put the text in quotation marks: {_quoted(whole)}."


def _as_list(name: str, whole: str, data: Any) -> str:
    if name == "seen by":
        return as_observers(data, whole)
    if name == "range" and whole.count(",") > 1:
        return as_range(f"[{whole}]")
    return as_list(whole) or f"Write [{whole}]."


def _number(value: str, rests: Sequence[str], whole: str) -> Cut | None:
    """The cut of a number with a decimal comma, or with commas between thousands."""
    message = "a comma cuts this number in two"
    if not _WHOLE.fullmatch(value) or not all(re.fullmatch(r"\d+", one) for one in rests):
        return None
    if re.search(r",\s", whole):
        return Cut(message, "Write one number; decimals have a point.")
    if len(rests) == 1:
        return Cut(message, decimal_point(value, rests[0]), f"{value}.{rests[0]}")
    written = "".join([value, *rests])
    thousands = all(len(one) == 3 for one in rests)
    return Cut(message, f"Write {written} in one.", written) if thousands else None


def _prior(whole: str) -> Cut:
    try:
        parse_prior(whole)
    except ValueError as error:
        return Cut(*of_prior(error))
    return Cut(_FORMULA, f'Write "{whole}".')


def _formula(whole: str, otherwise: str) -> Cut:
    """The cut of what a formula was meant to be, or what is wrong with it as a whole."""
    try:
        parse(whole)
    except FormulaError as error:
        choice, *rest = as_choice(whole).partition(", if it is")
        quoted = "," in choice and error.hint.startswith(f"Write {choice}")
        hint = f'Write "{choice}"{"".join(rest)}.' if quoted else error.hint
        return Cut(error.message, hint or otherwise)
    return Cut(_FORMULA, f'Write "{whole}".')


def _quoted(text: str) -> str:
    """The text in straight quotation marks, in place of the others that may stand around it."""
    text = bare(text) if text[0] in QUOTES else text
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def without_colon(key: Any, held: Any, lines: Sequence[str]) -> bool:
    """Whether a key stands alone between commas or before the closing brace."""
    if type(held).__name__ != "ScalarEvent" or held.value or held.style is not None:
        return False
    end = key.end_mark
    return not lines[end.line][end.column :].lstrip().startswith(":")
