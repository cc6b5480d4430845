"""Conditions for equilibria: known formulas, and random families against the point solver."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("flint")

from crisis_sim.errors import InputError
from crisis_sim.exact.algebra.points import RationalPoint
from crisis_sim.exact.data.conditions import Conditions, Way
from crisis_sim.exact.solving.answers import ExactSolver
from crisis_sim.exact.solving.family import symbolic_family
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.study import Study
from crisis_sim.study_files import load
from tests.exact.families import name_outcomes, random_study, seeds
from tests.random_trees import Shape

SMALL = Shape(seen=0.4, deepest=3, most_nodes=14, chance=0.3, payoffs=2)


def texts(found: Conditions) -> list[set[str]]:
    return [{one.text for one in way.inequalities} for way in found.ways]


def holds(found: Conditions, point: dict[str, Fraction], *, strictly: bool) -> bool:
    for way in found.ways:
        values = sides(way, point)
        if all(value > 0 or (value == 0 and not strictly) for value in values):
            return True
    return False


def sides(way: Way, point: Mapping[str, Fraction]) -> list[Fraction]:
    return [eval(one.polynomial, {"__builtins__": {}}, dict(point)) for one in way.inequalities]


def test_brinkmanship_is_effective_and_acceptable() -> None:
    found = load("brinkmanship").conditions("retreat", ["q", "p"])
    assert texts(found) == [{"q >= 0.6", "q <= (3 - 3 * p) / (8 * p)"}]
    assert found.complete
    assert found.ways[0].plays[0].moves[0] == ("US", "the threat", "threaten")


def test_the_risky_demand_as_a_formula() -> None:
    found = load("bargaining-range").conditions("settled for more", ["q", "cA", "cL", "cH"])
    (way,) = found.ways
    (one,) = way.inequalities
    assert one.text == "q <= (cH - cL) / (cA + cH)"
    assert one.latex == r"q \le \frac{cH - cL}{cA + cH}".replace("cH", "c_H").replace(
        "cA", "c_A"
    ).replace("cL", "c_L")
    assert not found.complete
    assert found.points == 400


def test_ways_that_were_put_together_tell_all_that_may_be_played() -> None:
    # Cho and Kreps 1987: strong beer, weak quiche where the taste outweighs the calm; else both
    # drink beer if the strong are likely enough.
    found = load("beer-and-quiche").conditions("no duel", ["taste", "strong"], calm=2)
    by_text = {way.inequalities[0].text: way for way in found.ways}
    assert set(by_text) == {"taste >= 2", "strong >= 0.5"}
    assert len(by_text["taste >= 2"].plays) == 1
    outcomes = {play.outcomes for play in by_text["strong >= 0.5"].plays}
    assert outcomes == {("no duel",), ("a duel", "no duel")}


def test_what_follows_from_another_inequality_is_left_out() -> None:
    cable = load("cuba-1962-cable")
    given = {"d": Fraction(913, 1000)}
    found = cable.conditions("settled in public", ["tS", "n", "x"], given)
    # An offer of Turkey in secret must be worth less to Moscow, or nothing.
    assert texts(found) == [
        {"x <= 0", "n <= 21.064"},
        {"n >= 5", "tS <= 2000/913", "n <= 21.064"},
    ]


def test_ways_that_overlap_and_together_cover_the_box_are_one() -> None:
    cable = load("cuba-1962-cable")
    found = cable.conditions("settlement", ["sigma", "rho", "chi", "pi"])
    assert texts(found) == [set()]
    assert len(found.ways[0].plays) == 2
    for pi in (0, Fraction(1, 4), Fraction(1, 2)):
        (near,) = cable.conditions("settlement", ["sigma"], pi=pi).ways
        assert not near.inequalities


SUM = """
title: a sum
players: {{A: {{label: A}}}}
parameters: {{{parameters}}}
start: s
situations: {{s: {{player: A, actions: {{left: {{to: l}}, right: {{to: r}}}}}}}}
outcomes: {{l: {{payoffs: {{A: {total}}}}}, r: {{payoffs: {{A: 0}}}}}}
"""


def test_what_holds_at_all_corners_of_ten_parameters_is_left_out() -> None:
    names = [f"p{i}" for i in range(10)]
    parameters = ", ".join(f"{name}: {{default: 1/2, range: [0, 1]}}" for name in names)
    # Never negative, and 0 at corners: no bounds over a box around one of them show it.
    total = " + ".join(f"{a} - {a} * {b}" for a, b in zip(names[::2], names[1::2], strict=True))
    text = SUM.format(parameters=parameters, total=total)
    study = Study(parse_scenario(text, name="sum", file="sum"))
    assert texts(study.conditions("l", names)) == [set()]


def test_boundaries_at_which_formulas_jump_are_named() -> None:
    found = load("asymmetric-escalation").conditions("status quo", ["challenger_hard"])
    assert "formulas jump at the edge of challenger_hard == 1, where something else may hold" in (
        found.notes
    )


def test_the_share_of_a_side_that_demands_as_a_formula() -> None:
    study = load("bargaining-with-breakdown")
    found = study.conditions("settled on A's demand", ["x", "q", "b1", "b2"])
    assert texts(found) == [{"x <= (b1 - q * b1 - b2 + 1) / (2 - q)", "x >= b1"}]


def test_the_secret_offer() -> None:
    cable = load("cuba-1962-cable")
    found = cable.conditions("settled in secret", ["pi"], d=Fraction(913, 1000))
    assert texts(found) == [{"pi <= 1151/3496"}]
    with pytest.raises(InputError, match="name some"):
        cable.conditions("settled in secret")
    with pytest.raises(InputError, match="no outcome 'peace'"):
        cable.conditions("peace", ["pi"])


def test_an_outcome_that_no_equilibrium_reaches_has_no_conditions() -> None:
    found = load("bargaining-range").assuming("nothing hidden").conditions("war", ["q"])
    assert found.ways == ()
    assert found.complete


def test_ways_that_were_put_together_hold_at_their_sample() -> None:
    found = load("brinkmanship").conditions("the missiles stay", ["p", "q"])
    assert texts(found) == [{"q <= 0.6"}, {"p >= 3 / (8 * q + 3)"}]
    assert all(value > 0 for way in found.ways for value in sides(way, way.sample))


@settings(max_examples=15, deadline=None)
@given(
    seed=seeds(),
    names=st.sampled_from([("t",), ("t", "u")]),
    points=st.lists(st.tuples(*[st.integers(1, 96)] * 2), min_size=8, max_size=8),
)
def test_they_hold_exactly_where_some_equilibrium_reaches_the_outcome(
    seed: int, names: tuple[str, ...], points: list[tuple[int, int]]
) -> None:
    study = random_study(seed, SMALL, names)
    family = study.family()
    outcome = family.tree.outcomes[seed % len(family.tree.outcomes)]
    name_outcomes(study, family.tree.outcomes)
    found = study.conditions(outcome, names)
    assert all(value > 0 for way in found.ways for value in sides(way, way.sample))
    solver = ExactSolver(symbolic_family(family, {}, names))
    for pair in points:
        place = tuple(Fraction(i, 97) for i in pair[: len(names)])
        answer = solver.at(RationalPoint(solver.ring, place))
        reached = any(_reaches(solver, play.terminals, outcome) for play in answer.plays)
        point = dict(zip(names, place, strict=True))
        if holds(found, point, strictly=True):
            assert reached or answer.undecided
        if reached and found.complete:
            assert holds(found, point, strictly=False)


def _reaches(solver: ExactSolver, terminals: int, outcome: str) -> bool:
    tree = solver.tree
    return any(
        tree.outcomes[tree.rows[tree.payoff_row[node]]] == outcome
        for node in itertools.compress(range(tree.size), _bits(terminals))
    )


def _bits(number: int) -> list[int]:
    return [int(digit) for digit in reversed(f"{number:b}")]
