"""Messages: the place that carets point at, names near others, commands that install, pickling."""

from __future__ import annotations

import ast
import json
import pickle
import re
import time
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

from crisis_sim import errors
from crisis_sim.errors import InputError, MissingExtra, NotSolved, ScenarioError
from crisis_sim.extra import Extra
from crisis_sim.near_names import nearest
from crisis_sim.problem import Problem


def shown(excerpt: str, column: int, width: int = 1) -> tuple[str, str]:
    """What a problem shows of a line, and the text above its carets."""
    _, line, carets = Problem("m", "", 1, column, excerpt, width).text("f").split("\n")
    start = carets.index("^")
    return line.strip(), line[start : start + carets.count("^")]


@pytest.mark.parametrize(
    ("excerpt", "column", "width", "pointed"),
    [
        ("  to: nowhere", 7, 7, "nowhere"),
        ("\tto: nowhere", 6, 7, "nowhere"),
        ("a\u2028b: nowhere", 6, 7, "nowhere"),
        ("\u00a0\u00a0to: nowhere", 7, 7, "nowhere"),
        ("x" * 500 + " nowhere " + "y" * 500, 502, 7, "nowhere"),
        ("x" * 158 + "nowhere", 159, 7, "no"),
    ],
)
def test_carets_stand_under_the_place(excerpt: str, column: int, width: int, pointed: str) -> None:
    line, under = shown(excerpt, column, width)
    assert under == pointed
    assert len(line) <= 170
    assert line.isprintable()


def test_wide_and_combining_characters_are_counted_as_terminals_show_them() -> None:
    _, line, carets = Problem("m", "", 1, 7, "名前e\u0301: [x]").text("f").split("\n")
    assert line == "    名前e\u0301: [x]"
    assert carets.index("^") == 4 + (2 + 2 + 1 + 0 + len(": "))


def test_nothing_that_turns_text_round_or_moves_the_cursor_reaches_the_terminal() -> None:
    said = Problem("unknown '\u202eab\x1b[2J'", "a.\x07", 1, 1, "\u202ex", 1, "\x1b").text("f")
    assert all(line.isprintable() for line in said.split("\n"))
    assert "unknown '?ab?[2J'" in said


def test_the_nearest_of_few_and_of_many() -> None:
    assert nearest("tlak", ["talk", "night"]) == "Known here: night, talk. Did you mean 'talk'?"
    assert nearest("x", []) == ""
    assert nearest("a", ["b", "a, c"]) == "Known here: 'a, c', b."
    words = ["beta", "chi", "eta", "iota", "kappa", "mu", "nu", "phi", "pi", "rho", "talk", "tau"]
    assert nearest("tlak", words) == f"Known here: {', '.join(words)}. Did you mean 'talk'?"
    few = nearest("tlak", [*words, "zeta"])
    assert few == "Known here: talk, beta, chi, eta, iota, kappa, .... Did you mean 'talk'?"
    assert nearest("xyz", [*words, "zeta"], most=40).endswith("talk, tau, zeta.")
    assert nearest("cuba_62", ["cuba", "cuba-62"]).endswith("Did you mean 'cuba-62'?")
    many = [f"situation {i}" for i in range(5_000)]
    assert "Did you mean 'situation 40'?" in nearest("Situation_40", many)
    assert "Did you mean 'situation 1" in nearest("situatoin 1", many)
    long = [f"s{'x' * 20}{i}" for i in range(300)]
    assert "Did you mean 'situations'?" in nearest("situati", [*long, "situations"])
    assert nearest("situation 7", ["situation 7"]) == (
        "Known here: situation 7. Did you mean 'situation 7'?"
    )


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("a" * 50_000, ["a" * 50_001] * 3),
        ("ab" * 40, ["ab" * 39 + f"{i:02}" for i in range(100)] * 50),
        ("ab" * 40, [f"{i:07}" + "ab" * 36 for i in range(100_000)]),
        ("ab", ["ba" * 100_000 + str(i) for i in range(100)]),
    ],
    ids=["long", "alike", "many", "few but long"],
)
def test_comparing_names_is_bounded(name: str, known: list[str]) -> None:
    before = time.process_time()
    hint = nearest(name, known)
    assert time.process_time() - before < 2.0
    assert len(hint) < 2_000


@pytest.mark.parametrize(
    ("origin", "command"),
    [
        (None, "pip install 'crisis-sim[data]'"),
        (
            {"url": "file:///home/a%20b/clone", "dir_info": {"editable": True}},
            "pip install -e '/home/a b/clone[data]'",
        ),
        (
            {"url": "file:///home/clone", "dir_info": {}},
            "pip install 'crisis-sim[data] @ file:///home/clone'",
        ),
        (
            {"url": "https://example.org/c.git", "vcs_info": {"vcs": "git", "commit_id": "1"}},
            "pip install 'crisis-sim[data] @ git+https://example.org/c.git'",
        ),
    ],
    ids=["index", "editable", "folder", "repository"],
)
def test_an_extra_is_installed_from_where_the_package_came_from(
    monkeypatch: pytest.MonkeyPatch, origin: dict[str, object] | None, command: str
) -> None:
    read = SimpleNamespace(read_text=lambda _: json.dumps(origin) if origin else None)
    monkeypatch.setattr("importlib.metadata.distribution", lambda _: read)
    error = MissingExtra("data", "it")
    assert str(error) == f"it needs an extra; install it with: {command}"
    assert error.remedies == (Extra("data"),)


def test_a_package_that_is_not_installed_is_named_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(_: str) -> None:
        raise PackageNotFoundError

    monkeypatch.setattr("importlib.metadata.distribution", missing)
    assert "pip install 'crisis-sim[exact]'" in str(MissingExtra("exact", "it"))


@pytest.mark.parametrize(
    "error",
    [
        InputError("a"),
        NotSolved("b"),
        MissingExtra("data", "it"),
        ScenarioError("f", [Problem("m", "w", 1, 2, "x", 1, "h"), Problem("n")]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_are_pickled_with_all_they_carry(error: errors.CrisisSimError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert str(again) == str(error)
    assert getattr(again, "problems", None) == getattr(error, "problems", None)


def test_the_tree_in_the_docstring_has_every_error_under_its_base() -> None:
    """Each line of it begins with a name; its depth is the number of bars and blanks before."""
    drawn: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"    ((?:[│ ]   )*)([├└]── )?([A-Z]\w+)(?:  |$)", line)
        if found:
            depth = len(found[1]) // 4 + bool(found[2])
            path[depth:] = [found[3]]
            drawn[found[3]] = path[depth - 1] if depth else "Exception"
    written: dict[str, str] = {}
    for file in Path(errors.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.bases:
                written[node.name] = ast.unparse(node.bases[0])
    raised = {name: base for name, base in written.items() if _is_ours(name, written)}
    assert drawn == raised


def _is_ours(name: str, bases: dict[str, str]) -> bool:
    while name in bases and name != "CrisisSimError":
        name = bases[name]
    return name == "CrisisSimError"
