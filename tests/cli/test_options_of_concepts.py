"""The options of a concept, wherever a concept is taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest

import crisis_sim as cs
from crisis_sim.cli.main import cli
from crisis_sim.concepts import CONCEPT_OPTIONS, SWEPT_OPTIONS
from crisis_sim.figures.kinds import KINDS
from tests.cli.conftest import Run
from tests.test_keywords import CLASHING

GAME = "brinkmanship"
QUANTAL: dict[str, Any] = {"concept": "quantal", "precision": 2}
FLAGS = ("-c", "quantal", "--precision", "2")


@pytest.mark.parametrize(
    ("command", "name", "begun", "ends"),
    [
        ("solve", "concept", "s", {"spe", "sequential"}),
        ("figure", "concept", "n", {"nash"}),
        ("sweep", "concept", "n", set()),
        ("solve", "method", "l", {"linear programme", "lemke"}),
        ("sensitivity", "method", "", {"sobol", "morris", "pawn"}),
    ],
)
def test_a_choice_is_completed(command: str, name: str, begun: str, ends: set[str]) -> None:
    asked = cli.get_command(click.Context(cli), command)
    assert asked
    (option,) = (one for one in asked.params if one.name == name)
    found = option.shell_complete(click.Context(asked), begun)
    assert {one.value for one in found} == ends


@pytest.mark.parametrize("words", ["solve", "solve -c quantal --precision 1", "simulate --seed 1"])
def test_the_command_line_tells_a_parameter_from_the_option_of_its_name(
    run: Run, tmp_path: Path, words: str
) -> None:
    path = tmp_path / "clash.yaml"
    path.write_text(CLASHING, encoding="utf-8")
    command, *options = words.split()
    ran = run(command, str(path), *options)
    assert (ran.status, ran.err) == (0, "")


def test_plays_are_drawn_by_the_options_of_the_concept(run: Run) -> None:
    study = cs.load(GAME)
    drawn = study.simulate(plays=10, **QUANTAL)
    assert drawn.solution.options == {"precision": 2.0}
    (played,) = study.solve(**QUANTAL).equilibria
    assert drawn.solution.equilibria[0].profile.tolist() == played.profile.tolist()
    told = json.loads(run("simulate", GAME, "--plays", "10", *FLAGS, "--json").out)
    assert told["options"] == {"precision": 2.0}
    assert told["probabilities"] == pytest.approx(played.outcomes)
    assert "quantal response equilibrium (precision 2)" in run("simulate", GAME, *FLAGS).out


def test_bargaining_is_by_the_options_of_the_concept(run: Run) -> None:
    study = cs.load("cuba-1962-cable")
    near, far = (study.bargain(concept="quantal", precision=one) for one in (0, 100))
    assert near.disagreement.payoffs != far.disagreement.payoffs
    words = ("bargain", "cuba-1962-cable", "-c", "quantal", "--precision", "0", "--json")
    told = json.loads(run(*words).out)["disagreement"]
    assert tuple(told["payoffs"].values()) == pytest.approx(near.disagreement.payoffs)
    assert (told["concept"], told["options"]) == ("quantal", {"precision": 0.0})


def test_a_folder_is_written_by_the_options_of_the_concept(run: Run, tmp_path: Path) -> None:
    ran = run("run", GAME, "-o", str(tmp_path), *FLAGS)
    assert ran.status == 0, ran.err
    told = json.loads((tmp_path / "solution.json").read_text("utf-8"))
    assert told["options"] == {"precision": 2.0}
    (one,) = cs.load(GAME).solve(**QUANTAL).equilibria
    assert told["equilibria"][0]["outcomes"] == pytest.approx(one.outcomes)


def test_figures_are_drawn_by_the_options_of_the_concept(run: Run, tmp_path: Path) -> None:
    study, path = cs.load(GAME), tmp_path / "tree.svg"
    limit, played = (study.figure("tree", **{"concept": "quantal", **one}) for one in ({}, QUANTAL))
    assert "precision 2" in played.alt
    assert "precision" not in limit.alt
    assert run("figure", "tree", GAME, "-o", str(path), *FLAGS).status == 0
    assert "precision 2" in path.with_name("tree.svg.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ({}, ""),
        ({"concept": "sequential"}, ""),
        ({"concept": "nash", "equilibrium": 1}, "pure sequential equilibria"),
        (QUANTAL, "pure sequential equilibria"),
    ],
)
def test_a_plane_below_a_tree_says_which_concept_it_follows(
    choice: dict[str, Any], told: str
) -> None:
    picture = cs.load(GAME).figure("page", "p", "q", **choice)
    title = next(one.text for one in picture.scene.labels if "played elsewhere" in one.text)
    assert title == f"What is played elsewhere{', in ' * bool(told)}{told}"
    assert ("Below the tree stand" in picture.alt) == bool(told)
    assert told in picture.alt
    assert "Below the tree, pure sequential equilibria: regions, " in picture.caption


@pytest.mark.parametrize("kind", [one.name for one in KINDS.values() if "concept" in one.takes])
def test_every_kind_with_a_concept_takes_its_options(kind: str) -> None:
    if kind == "sensitivity":
        pytest.importorskip("SALib")
    game = "cuba-1962-clock" if kind in ("bargain", "assumptions") else GAME
    axes = ("q",) if KINDS[kind].follows[-1] else ()
    more = {"samples": 16} if kind == "sensitivity" else {}
    near, far = (
        cs.load(game).figure(kind, *axes, concept="quantal", precision=one, **more)
        for one in (0, 2)
    )
    assert near.alt != far.alt
    assert "Quantal response equilibrium, precision 2." in far.caption
    assert set(SWEPT_OPTIONS if KINDS[kind].swept else CONCEPT_OPTIONS) <= set(KINDS[kind].takes)


@pytest.mark.parametrize(
    "words",
    [
        "solve {}",
        "compare {}",
        "simulate {}",
        "bargain {}",
        "bargain {} --disagreement standoff",
        "run {} -o new",
        "figure tree {} -o x.svg",
        "figure statics {} -x pi -o x.svg",
    ],
)
def test_an_option_that_the_concept_lacks_is_refused_alike(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*words.format("cuba-1962-cable").split(), "--precision", "2")
    told = "a precision belongs to the concept quantal, not to "
    assert ran.err.startswith(f"Error: {told}"), ran.err
    assert ran.status == 2
    assert not list(tmp_path.iterdir())


def test_a_kind_without_a_concept_refuses_its_options(run: Run, tmp_path: Path) -> None:
    ran = run("figure", "matrix", GAME, "-o", str(tmp_path / "x.svg"), "--precision", "1")
    assert "--precision is for page, tree, bargain, statics, risk" in ran.err
    assert ran.status == 2


def test_a_swept_kind_takes_what_a_sweep_needs(run: Run, tmp_path: Path) -> None:
    path = str(tmp_path / "x.svg")
    ran = run("figure", "tornado", GAME, "-o", path, "-c", "quantal")
    assert "a sweep of the concept quantal needs a precision" in ran.err
    assert "such as --precision 1" in ran.err
    ran = run("figure", "tornado", GAME, "-o", path, "-c", "cfr", "--tol", "1")
    assert "--tol is for page, tree" in ran.err
