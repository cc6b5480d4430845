"""Reading a scenario: from text, with every problem found listed at once."""

from __future__ import annotations

import re
from pathlib import Path

from crisis_sim.errors import ScenarioError
from crisis_sim.near_names import nearest
from crisis_sim.problem import Problem
from crisis_sim.scenario import model
from crisis_sim.scenario.building.scenario import build
from crisis_sim.scenario.faults.right_form import as_name
from crisis_sim.scenario.fields import read_fields
from crisis_sim.scenario.positions import Document, Keys, TooManyProblems, path_text
from crisis_sim.scenario.read_yaml import read
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.scenario.whole import check_whole

__all__ = ["parse_scenario"]

_UNKNOWN = re.compile(r"(?:unknown [a-z ]+ )?'(.+)'(?: is a value of \w+, not a number)?")


def parse_scenario(text: str, *, name: str, file: str) -> Scenario:
    """Read a scenario from YAML text.

    ``name`` and ``file`` are what it is called in messages and reports.

    Raises
    ------
    ScenarioError
        With every problem of the file, each with line and column; the first hundred if there are
        more.
    """
    document = Document(lines=[])
    try:
        read(text, document)
        scenario = _scenario(document, name=name, file=file, text=text)
    except TooManyProblems:
        last = document.problems[-1]
        more = Problem("further problems are not listed", line=last.line, column=last.column + 1)
        raise ScenarioError(file, [*document.problems, more]) from None
    if scenario is None or document.problems:
        raise ScenarioError(file, document.problems)
    return scenario


def _scenario(document: Document, *, name: str, file: str, text: str) -> Scenario | None:
    if document.data is None:
        if not document.problems:
            document.add_at(0, 0, "the file is empty; expected a scenario")
        return None
    if not isinstance(document.data, dict):
        message = "expected the fields of a scenario, such as 'title: A crisis'"
        document.add_at(0, 0, message)
        return None
    fields = read_fields(document)
    if fields.file is None:
        return None
    base = _base(fields.file, document)
    left_out = fields.left_out
    if fields.file.parameters_from is not None and base is None:
        left_out = [*left_out, ("parameters from",)]
    found = len(document.problems)
    scenario = build(fields.file, document, base, name=name, file=file, text=text)
    if not document.problems:
        check_whole(scenario, document)
    document.problems[found:] = _without_knock_on(document, found, left_out)
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


def _without_knock_on(document: Document, found: int, left_out: list[Keys]) -> list[Problem]:
    """The problems after the first ``found`` that do not follow from a field left out as faulty."""
    names = {name for keys in left_out for name in (str(keys[-1]), as_name(str(keys[-1])))}
    names.update(part for keys in left_out for part in re.split(r"\W+", str(keys[-1])))
    names.update(word for keys in left_out for word in document.words_at(keys))
    holders = {path_text(keys[:n]) for keys in left_out for n in range(1, len(keys) + 1)}
    section = any(len(keys) == 1 for keys in left_out)

    def follows(problem: Problem) -> bool:
        found = _UNKNOWN.fullmatch(problem.message)
        return problem.where in holders or bool(found and (section or found[1] in names))

    return [problem for problem in document.problems[found:] if not follows(problem)]
