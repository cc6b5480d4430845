"""Reading a scenario: from text, with every problem found listed at once."""

from __future__ import annotations

import copy
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from crisis_sim.errors import Problem, ScenarioError, nearest
from crisis_sim.scenario import model
from crisis_sim.scenario.build import Builder
from crisis_sim.scenario.positions import Document, Keys, read
from crisis_sim.scenario.scenario import Scenario

__all__ = ["parse_scenario"]

_UNKNOWN = re.compile(r"unknown [a-z ]+ '(.+)'")
_EXPECTED = {
    "bool_type": "true or false",
    "dict_type": "named fields",
    "finite_number": "a finite number",
    "float_type": "a number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "named fields",
    "string_type": "text",
}


def parse_scenario(text: str, *, name: str, file: str) -> Scenario:
    """Read a scenario from YAML text.

    ``name`` and ``file`` are what it is called in messages and reports.

    Raises
    ------
    ScenarioError
        With every problem of the file, each with line and column.
    """
    document = read(text)
    if document.data is None and not document.problems:
        document.add_at(0, 0, "the file is empty; expected a scenario")
    if document.data is None:
        raise ScenarioError(file, document.problems)
    fields, pruned = _fields(document)
    if fields is None:
        raise ScenarioError(file, document.problems)
    found = list(document.problems)
    scenario = _build(fields, document, name=name, file=file, text=text)
    if not found and not document.problems:
        from crisis_sim.scenario.whole import check_whole

        check_whole(scenario, document)
    document.problems[len(found) :] = _without_knock_on(document.problems[len(found) :], pruned)
    if document.problems:
        raise ScenarioError(file, document.problems)
    return scenario


def _build(fields: model.File, document: Document, *, name: str, file: str, text: str) -> Scenario:
    builder = Builder(fields, document, _base(fields, document))
    parameters, definitions = builder.parameters(), builder.definitions()
    scenario = Scenario(
        name=name,
        file=file,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title=fields.title,
        about=fields.about or "",
        begins=fields.begins or "",
        payoff_unit=fields.payoff_unit or "",
        sources=builder.sources,
        players=builder.players,
        parameters=builder.base_parameters | parameters,
        definitions=builder.base_definitions | definitions,
        variables=builder.variables(),
        terms=builder.terms(),
        start=fields.start,
        situations=builder.situations(),
        outcomes=builder.outcomes(),
        assumptions=builder.assumptions(),
        findings=tuple(fields.findings),
        document=document,
    )
    builder.named(("start",), fields.start, fields.situations, "situation")
    for i, finding in enumerate(fields.findings):
        builder.finding(("findings", i), finding)
    return scenario


def _base(fields: model.File, document: Document) -> Scenario | None:
    """The shipped scenario whose numbers this one uses; nothing else can be named here."""
    if fields.parameters_from is None:
        return None
    from crisis_sim.scenario.library import shipped, shipped_path

    known = shipped()
    if fields.parameters_from not in known:
        document.add(
            ("parameters from",),
            f"unknown shipped scenario '{fields.parameters_from}'",
            hint=nearest(fields.parameters_from, known),
        )
        return None
    path = shipped_path(fields.parameters_from)
    text = path.read_text(encoding="utf-8")
    if re.search(r"^parameters from:", text, re.MULTILINE):
        document.add(
            ("parameters from",),
            f"'{fields.parameters_from}' itself takes its parameters from another scenario",
            hint="Name the scenario that holds the numbers.",
        )
        return None
    return parse_scenario(text, name=fields.parameters_from, file=Path(path).name)


def _fields(document: Document) -> tuple[model.File | None, list[Keys]]:
    """The fields of the file, without those that are wrong; what was left out is returned."""
    data = copy.deepcopy(document.data)
    pruned: list[Keys] = []
    for attempt in range(20):
        try:
            return model.File.model_validate(data), pruned
        except ValidationError as error:
            faults = _faults(data, error)
            if attempt == 0:
                for keys, message, hint, at_key in faults:
                    document.add(keys, message, hint=hint, at_key=at_key)
            dropped = [_drop(data, keys) for keys, *_ in faults]
            if not any(dropped):
                break
            pruned.extend(keys for keys, *_ in faults)
    return None, pruned


def _drop(data: Any, keys: Keys) -> bool:
    """Remove the value that ``keys`` lead to, or the nearest one that holds it."""
    trail = [data]
    for key in keys[:-1]:
        trail.append(trail[-1][key])
    for key, holder in zip(reversed(keys), reversed(trail), strict=True):
        if isinstance(holder, list) and isinstance(key, int) and key < len(holder):
            holder[key] = ""
            return False
        if isinstance(holder, dict) and key in holder:
            del holder[key]
            return True
    return False


def _faults(data: Any, error: ValidationError) -> list[tuple[Keys, str, str, bool]]:
    """The place, message and hint of each fault, one a place."""
    by_place: dict[tuple[Keys, bool], list[Any]] = {}
    for one in error.errors(include_url=False):
        keys = _keys(data, one)
        by_place.setdefault((keys, one["loc"][-1:] == ("[key]",)), []).append(one)
    return [_fault(keys, at_key, ones) for (keys, at_key), ones in by_place.items()]


def _keys(data: Any, one: Any) -> Keys:
    """The place of an error in the file: its location without the names of alternatives."""
    keys: list[str | int] = []
    value = data
    for part in one["loc"]:
        inside = isinstance(value, dict) and part in value
        inside = inside or (isinstance(value, list) and isinstance(part, int) and part < len(value))
        if inside:
            keys.append(part)
            value = value[part]
    if one["type"] == "missing":
        keys.append(one["loc"][-1])
    return tuple(keys)


def _fault(keys: Keys, at_key: bool, ones: Sequence[Any]) -> tuple[Keys, str, str, bool]:
    first = ones[0]
    kind, context = first["type"], first.get("ctx", {})
    if at_key:
        name = str(keys[-1])
        return (
            keys,
            f"'{name}' cannot be a name here",
            "Letters, digits and _; not a digit first.",
            True,
        )
    if kind == "missing":
        return keys, f"'{keys[-1]}' is missing", "", True
    if kind == "extra_forbidden":
        return keys, f"unknown field '{keys[-1]}'", nearest(str(keys[-1]), _siblings(first)), True
    if kind in _EXPECTED:
        wanted = list(dict.fromkeys(_EXPECTED[o["type"]] for o in ones if o["type"] in _EXPECTED))
        if "a number" in wanted and "a whole number" in wanted:
            wanted.remove("a whole number")
        if len(wanted) > 1 and "text" in wanted:
            wanted = ["a number or a formula"]
        found = _found(first["input"])
        return keys, f"expected {' or '.join(wanted)}, found {found}", "", False
    if kind == "union_tag_invalid":
        return keys, f"{_found(first['input'])} cannot stand here", "", False
    if kind == "literal_error":
        allowed = context["expected"].replace("'", "")
        return keys, f"expected {allowed}, found '{first['input']}'", "", False
    if kind == "string_pattern_mismatch":
        return keys, f"'{first['input']}' cannot be a name here", "", False
    return keys, first["msg"][0].lower() + first["msg"][1:], "", False


def _found(value: Any) -> str:
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
            return f"'{value[:40]}'"
        case _:
            return f"{value}"


def _siblings(one: Any) -> list[str]:
    """The fields known where an unknown one stands."""
    part: Any = model.File
    for step in one["loc"][:-1]:
        part = _MODELS.get(str(step), part)
    fields = [info.alias or name for name, info in part.model_fields.items()]
    return sorted(fields)


_MODELS: dict[str, Any] = {
    "sources": model.Source,
    "players": model.Player,
    "parameters": model.Parameter,
    "definitions": model.Definition,
    "issues": model.Issue,
    "state": model.StateVariable,
    "terms": model.Term,
    "situations": model.Situation,
    "actions": model.Action,
    "chance": model.ChanceMove,
    "outcomes": model.Outcome,
    "payoffs": model.Term,
    "assumptions": model.Assumption,
    "findings": model.Finding,
}


def _without_knock_on(problems: list[Problem], pruned: list[Keys]) -> list[Problem]:
    """The problems that do not merely follow from a field that was left out as faulty."""
    names = {str(part) for keys in pruned for part in keys}
    holders = {".".join(map(str, keys[:n])) for keys in pruned for n in range(len(keys) + 1)}

    def follows(problem: Problem) -> bool:
        found = _UNKNOWN.search(problem.message)
        return problem.where in holders or bool(found and found[1] in names)

    return [problem for problem in problems if not follows(problem)]
