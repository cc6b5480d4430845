"""What an error says would serve: data, worded by each face."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.cli.remedies import as_flag
from crisis_sim.errors import NotSolved, Remedy, worded
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
