"""Every choice that concepts leave, through whatever takes a concept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import crisis_sim as cs
from crisis_sim.account import account_of
from crisis_sim.concepts import CONCEPTS
from crisis_sim.errors import CrisisSimError, NotSolved
from crisis_sim.figures.kinds import KINDS
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.study import Study

CHOICES: list[dict[str, Any]] = [
    {"concept": name, **option}
    for name, one in CONCEPTS.items()
    for option in [{key: word} for key, held in one.options.items() for word in held.choices]
    or [{}]
]
"""Every concept, with every word that one of its options can be."""

FORGETFUL = """EFG 2 R "Forgetful" { "A" "B" }
p "" 1 1 "first" { "l" "r" } 0
p "" 1 2 "second" { "x" "y" } 0
t "" 1 "" { 1, 0 }
t "" 2 "" { 0, 0 }
p "" 1 2 "second" { "x" "y" } 0
t "" 3 "" { 0, 0 }
p "" 2 1 "third" { "u" "v" } 0
t "" 4 "" { 1, 0 }
t "" 5 "" { 2, 1 }
"""
QUICK: dict[str, Any] = {"concept": "nash", "method": "nashpy"}
GAMES = {"brinkmanship": "q", "beer-and-quiche": "strong", "forgetful": ""}
"""By game a parameter of it."""
NEVER = {("forgetful", "assumptions"), ("forgetful", "page")}
NEVER |= {(game, "bargain") for game in GAMES}
"""What a game has nothing for, whatever is chosen."""


def _ways(study: Study, along: str, folder: Path) -> Iterator[tuple[str, Callable[..., object]]]:
    """All that a concept is handed to, by name."""
    yield "run", lambda **choice: study.run(folder / "run", **choice)
    yield "compare", study.compare
    for name, kind in KINDS.items():
        follows = [count for count in kind.follows if count <= bool(along)]
        if "concept" in kind.options and not kind.swept and follows:
            axes = (along,) if follows[-1] else ()
            yield name, lambda name=name, axes=axes, **choice: study.figure(name, *axes, **choice)


def _refusal(way: Callable[..., object], choice: dict[str, Any]) -> CrisisSimError | None:
    try:
        way(**choice)
    except CrisisSimError as error:
        return error
    return None


@pytest.fixture
def study(request: pytest.FixtureRequest, tmp_path: Path) -> Study:
    """The game of a name."""
    path = tmp_path / "forgetful.efg"
    path.write_text(FORGETFUL, encoding="utf-8")
    return cs.load(path if request.param == "forgetful" else request.param)


def _quick(game: str, choice: dict[str, Any]) -> bool:
    """Whether a choice is tried at every commit, as one is of a larger game."""
    return game == "forgetful" or (game, choice) == ("beer-and-quiche", QUICK)


CHOSEN = [
    pytest.param(
        game,
        choice,
        marks=() if _quick(game, choice) else pytest.mark.slow,
        id=" ".join([game, *choice.values()]),
    )
    for game in GAMES
    for choice in CHOICES
]


@pytest.mark.parametrize(("study", "choice"), CHOSEN, indirect=["study"])
def test_whatever_is_chosen_brings_an_answer_or_a_remedy(
    study: Study, choice: dict[str, Any], tmp_path: Path
) -> None:
    game, answered = study.scenario.name, set[str]()
    for name, way in _ways(study, GAMES[game], tmp_path):
        refused = _refusal(way, choice)
        assert refused is None or refused.remedies or (game, name) in NEVER, (name, str(refused))
        if not refused:
            answered.add(name)
    try:
        study.solve(**choice).chosen(0)
    except NotSolved:
        return
    assert {"run", "compare", "tree", "timelines"} <= answered


@pytest.mark.parametrize("choice", CHOICES, ids=lambda one: " ".join(one.values()))
@pytest.mark.parametrize("study", GAMES, indirect=True)
def test_what_is_solved_has_its_own_ends(study: Study, choice: dict[str, Any]) -> None:
    try:
        solution = study.solve(**choice)
    except NotSolved:
        return
    forgets = len(forgetful_sets(study.family().tree)) > 0
    assert (solution.game.tree is study.family().tree) != forgets
    assert (solution.family is study.family()) != forgets
    for which, one in enumerate(solution.equilibria):
        ends = solution.family.scenario.ends
        assert account_of(solution, which).categories == pytest.approx(ends.gathered(one.outcomes))
        assert set(one.outcomes) <= set(solution.family.scenario.outcomes)


@pytest.mark.parametrize("study", GAMES, indirect=True)
def test_nashpy_beside_the_enumeration_finds_the_same(study: Study) -> None:
    alone, beside = (study.solve(concept="nash", method=one) for one in ("enumeration", "nashpy"))
    profiles = [[one.profile.tolist() for one in held.equilibria] for held in (alone, beside)]
    assert profiles[0] == profiles[1]
    notes = [one.notes for one in beside.equilibria if "found by nashpy too" in one.notes]
    assert f"gave {len(notes)} of {len(beside.equilibria)} extreme" in beside.extent
    assert notes


def test_names_of_the_game_asked_for_are_known_whatever_the_method() -> None:
    study = cs.load("brinkmanship")
    assert "war" in study.figure("risk", outcome="war", **QUICK).alt
    assert study.figure("tree", root="the reply", **QUICK).alt
    ends = set(study.scenario.ends.categories.values())
    for case in cs.load("beer-and-quiche").compare(**QUICK).cases:
        assert case.account is not None
        assert set(case.account.categories) <= set(cs.load("beer-and-quiche").scenario.outcomes)
    for case in study.compare(**QUICK).cases:
        assert case.account is not None
        assert set(case.account.categories) <= ends
