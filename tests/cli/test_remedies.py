"""What an error says would serve: data, worded by each face."""

from __future__ import annotations

import ast
import importlib
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.cli.flags import as_flag
from crisis_sim.errors import NotSolved, Remedy, worded
from crisis_sim.solve.sequential.part_search import PartSearch
from crisis_sim.time_limit import OutOfTime
from tests.cli.conftest import Run

PACKAGE = Path(cs.__file__).parent
FLAG = re.compile(r"(?:^|[\s'(])(?:--[a-z]|-[a-z]\b)")
FORMULAS = {"-g", "-e", "-m"}
"""What stands in examples of formulas, and in commands of other programs."""


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module but its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.lineno, node.value


def test_no_text_below_the_command_line_names_a_flag() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent.name != "cli"
        for line, text in texts(path)
        if any(one.group().strip(" '(") not in FORMULAS for one in FLAG.finditer(text))
    ]
    assert not found


CAUGHT = {"Stopped", "Untested"}
"""Raised and caught inside a search."""
TAKEN = {"self.beyond", "self.otherwise", "solution.otherwise", "error.args", "serves"}
"""Where remedies come from that no module holds."""


def called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def helps(call: ast.Call, module: str) -> bool:
    """Whether a remedy is among the arguments, themselves or in what is unpacked there."""
    if {"Remedy", "concepts"} & set(map(called, ast.walk(call))):
        return True
    unpacked = {ast.unparse(one.value) for one in call.args if isinstance(one, ast.Starred)}
    held = vars(importlib.import_module(module)) if unpacked - TAKEN else {}
    parts = [part for name in unpacked for part in held.get(name, ())]
    return bool(unpacked & TAKEN) or any(isinstance(part, Remedy) for part in parts)


def test_whatever_is_not_solved_says_what_would_serve() -> None:
    found, helpless = 0, []
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and called(call) in known() - CAUGHT - {"OutOfTime"}:
                found += 1
                if not helps(call, module):
                    helpless.append(f"{module}:{call.lineno}")
    assert found > 60
    assert helpless == []


def known() -> set[str]:
    """NotSolved, and all that are made of it."""
    return {"NotSolved", *(one.__name__ for one in subclasses(NotSolved))}


def subclasses(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from subclasses(one)


def test_what_the_parts_of_a_message_are_taken_from_has_a_remedy() -> None:
    importlib.import_module("crisis_sim.exact.solving.parts")
    importlib.import_module("crisis_sim.solve.sequential.parts")
    beyond = [vars(one)["beyond"] for one in subclasses(PartSearch) if "beyond" in vars(one)]
    assert len(beyond) == 2
    for parts in (*beyond, cs.load("brams-chicken").solve().otherwise, OutOfTime().args):
        assert any(isinstance(part, Remedy) for part in parts)


def test_each_face_words_a_remedy() -> None:
    error = NotSolved("too large; ", Remedy("concept", "quantal"), " serves")
    assert str(error) == "too large; concept='quantal' serves"
    with worded(as_flag):
        assert str(error) == "too large; -c quantal serves"
        assert str(pickle.loads(pickle.dumps(error))) == "too large; -c quantal serves"
    assert error.remedies == (Remedy("concept", "quantal"),)


def test_python_and_the_command_line_tell_the_same_remedy(run: Run) -> None:
    study = cs.load("cuba-1962-cable")
    with pytest.raises(NotSolved) as caught:
        study.solve(concept="spe")
    assert Remedy("concept", "sequential") in caught.value.remedies
    assert "concept='sequential' solves such games" in str(caught.value)
    told = run("solve", "cuba-1962-cable", "-c", "spe").err
    assert "-c sequential solves such games" in told
    assert "concept=" not in told
