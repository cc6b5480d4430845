"""Colons that stand where none is expected, and lines that lack one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crisis_sim.formula.other_notations import as_choice
from crisis_sim.scenario.faults.fault import (
    FIELDS,
    LONGEST,
    Fault,
    Spot,
    indent_of,
    plain_part,
    section_of,
    written,
)
from crisis_sim.scenario.faults.right_form import ARROW, HOLDERS

__all__ = ["QUOTE", "line_before", "no_colon", "second_colon", "without_space"]

QUOTE = "Put the text in quotation marks."
_BRACES = "Put braces around the fields: {name: value}."
_NO_COLON = re.compile(r"\s*(?:\w[^:#'\"]*|\w[^:#'\"]*:[^\s:][^:]*)")
_SECOND_COLON = re.compile(r"\s*(?:- +)?([^:]+): +([^\s'\"].*)")
_UNEXPECTED = "not YAML: a colon is not expected here"


def line_before(lines: Sequence[str], number: int) -> Fault | None:
    """The fault of a line that has no colon and is taken for the beginning of the next key."""
    here, before = lines[number], lines[number - 1] if number else ""
    column, further = indent_of(before), indent_of(here) > indent_of(before)
    without = ":" not in before if further else indent_of(here) == column
    return no_colon(lines, number - 1) if number and without else None


def no_colon(lines: Sequence[str], number: int) -> Fault | None:
    """The fault of a line that should begin with a key and its colon."""
    before = lines[number] if number < len(lines) else ""
    if len(before) > LONGEST or not (_NO_COLON.fullmatch(before) or ARROW.fullmatch(before)):
        return None
    column = indent_of(before)
    if arrow := ARROW.fullmatch(before):
        return Fault("not YAML: a key has no colon", f"Write to: {arrow[1]}.", number, column)
    after = next((line for line in lines[number + 1 :] if line.strip()), "")
    if indent_of(after) > column and not re.search(r"[:=]|->", before):
        hint = f"Write '{before.strip()}:', with a colon."
        return Fault("not YAML: a key has no colon", hint, number, column)
    word = before.split()[0] if before.split() else ""
    if word in FIELDS and not re.search(r"[:=]|->|<-", before):
        hint = f"Write {word}: {before.strip()[len(word) :].strip()}."
        return Fault("not YAML: a key has no colon", hint, number, column)
    key, _, value = re.sub(r"\s*(?:->|=>|<-|[:=])\s*", ":", before.strip(), count=1).partition(":")
    hint = f"Write it as '{key}: {value or 'value'}', with a space after the colon."
    if not value:
        hint = f"Write it as '{key}: value', or as a remark: # {key}."
    return Fault("not YAML: a key has no colon", hint, number, column)


def without_space(lines: Sequence[str], number: int) -> Fault | None:
    """The fault of a bracket right after the colon of a key."""
    line = lines[number][:LONGEST] if number < len(lines) else ""
    found = re.match(r"\s*(?:- +)?(\w[\w ]*):[{\[]", line)
    if found is None:
        return None
    hint = f"Write a space after '{found[1]}:'."
    return Fault("not YAML: a colon without a space", hint, number, found.end() - 2)


def second_colon(lines: Sequence[str], mark: Spot, *, flow: bool) -> Fault | None:
    """The fault of a second colon after a key: of fields, of a choice, of a text or of a semicolon.

    None where there is no second colon.
    """
    line = lines[mark.line] if mark.line < len(lines) else ""
    field = re.split(r"[{\[,]", line[: mark.column])[-1] if flow else line[: mark.column]
    found = _SECOND_COLON.fullmatch(field) if len(field) <= LONGEST else None
    if found is None:
        return None
    if ";" in found[2] and (fault := _semicolon(found[1].strip(), found[2], mark, flow=flow)):
        return fault
    if flow and (fault := _no_comma(found[1].strip(), found[2], mark)):
        return fault
    key, rest = found[1].strip(), plain_part(line[mark.column :][:LONGEST])
    if key in HOLDERS or (key not in FIELDS and found[2].lstrip("( ") in FIELDS):
        fields = found[2] + (_fields(rest) if flow else rest)
        hint = _as_fields(lines, mark.line, key, fields, flow=flow)
        return Fault(_UNEXPECTED, hint, mark.line, mark.column)
    text = (found[2] + (re.split(r"[,}\]]", rest)[0] if flow else rest)).rstrip()
    if key == "when":
        hint = f"Write when: {found[2]} == {text[len(found[2]) :].strip(' :')}."
        return Fault(_UNEXPECTED, hint, mark.line, mark.column)
    if choice := as_choice(text):
        return Fault(_UNEXPECTED, f"Write {key}: {choice}.", mark.line, mark.column)
    section = section_of(lines, mark.line)
    if not flow and section not in ("", "players"):
        hint = _of_part(section, key, text)
        return Fault(_UNEXPECTED, hint, mark.line, mark.column)
    quote = "'" if '"' in text else '"'
    hint = f"Put the text in quotation marks: {key}: {quote}{text}{quote}."
    return Fault(_UNEXPECTED, hint if len(text) <= 80 else QUOTE, mark.line, mark.column)


def _semicolon(key: str, text: str, mark: Spot, *, flow: bool) -> Fault | None:
    """The fault of a semicolon between fields or names; None where it is part of a text."""
    column = mark.column - len(text) + text.rindex(";")
    if flow:
        message = "not YAML: a comma, not a semicolon, separates fields"
        return Fault(message, "Write a comma here.", mark.line, column)
    after = text.rpartition(";")[2].strip()
    if key in FIELDS and after not in FIELDS:
        return None
    message = "not YAML: a new line, not a semicolon, separates fields"
    hint = f"Begin a new line with '{after}:', in the column of '{key}'."
    return Fault(message, hint, mark.line, column)


def _of_part(section: str, key: str, text: str) -> str:
    """The hint for what stands right after the name of a part, such as an outcome."""
    payoffs = section == "outcomes" and re.fullmatch(r"\w+: *[^:,]+(, *\w+: *[^:,]+)*", text)
    return written(f"{key}: {{payoffs: {{{text}}}}}", _BRACES) if payoffs else _BRACES


def _no_comma(key: str, text: str, mark: Spot) -> Fault | None:
    """The fault of a value inside braces that the next key follows without a comma."""
    found = re.fullmatch(r"(.*\S)\s+(\w+|seen by|information set)", text)
    if found is None or (key in FIELDS and found[2] not in FIELDS):
        return None
    hint = f"Write a comma before '{found[2]}'."
    return Fault("not YAML: a comma is missing", hint, mark.line, mark.column - len(found[2]))


def _fields(rest: str) -> str:
    """What belongs to a value inside braces: all up to a field that belongs beside it."""
    first, *others = re.split(r"[}\]]", rest)[0].split(",")
    parts = [first]
    for other in others:
        if other.partition(":")[0].strip() in FIELDS:
            break
        parts.append(other)
    return ",".join(parts)


def _as_fields(lines: Sequence[str], number: int, key: str, fields: str, *, flow: bool) -> str:
    """The hint for fields right after a key: braces, or a line of their own."""
    after = next((line for line in lines[number + 1 :] if line.strip()), "")
    if not flow and indent_of(after) > indent_of(lines[number]):
        return f"Begin a new line after '{key}:', in the column of the next one."
    fields = re.sub(r"^\(\s*|\s*\)$", "", fields.strip())
    inner = re.fullmatch(r"(\w+): +([^{}\[\]]+:.+)", fields)
    if inner and inner[1] in HOLDERS:
        fields = f"{inner[1]}: {{{inner[2]}}}"
    return written(f"{key}: {{{fields}}}", _BRACES)
