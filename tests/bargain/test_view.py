"""The bargaining view: packages by hand, the point without agreement, and the solutions."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.bargain.disagreement import agreements_of
from crisis_sim.bargain.no_deal import without_agreement
from crisis_sim.bargain.view import bargaining_view
from crisis_sim.errors import InputError, NotSolved
from crisis_sim.formula.expression import Number, Operation
from crisis_sim.game.tree import CHANCE
from crisis_sim.scenario.scenario import Scenario, Term
from crisis_sim.strategy.certificate import certify
from crisis_sim.strategy.evaluate import node_values, uniform_profile
from crisis_sim.study import Study

HISTORY = {"missiles": "removed", "quarantine": "lifted", "pledge": "given", "turkey": "secret"}
D = 0.913


def test_packages_are_worth_the_terms_of_the_scenario() -> None:
    view = bargaining_view(cs.load("cuba-1962-cable"), {"d": D})
    assert len(view.packages) == 2 * 2 * 3 - 1  # the missiles go, and Moscow gets something
    by_levels = {tuple(one.levels.values()): one for one in view.packages}
    secret = by_levels["removed", "lifted", "given", "secret"]
    # -g - tU; e + q - (fF + fD)/2 + d tS
    assert secret.payoffs == pytest.approx((-3.0, 8 + 2 - 21 + D * 6))
    assert secret.terms["Jupiters given up"] == pytest.approx((-1.0, 0.0))
    public = by_levels["removed", "kept", "withheld", "public"]
    assert public.payoffs == pytest.approx((-13.0, -21 + 6 + 4))
    for package in view.packages:
        total = np.sum(list(package.terms.values()), axis=0)
        assert total == pytest.approx(package.payoffs)


def test_without_agreement_the_cable_comes_to_standoff_or_worse() -> None:
    view = bargaining_view(cs.load("cuba-1962-cable"), {"d": D})
    outcomes = dict(view.disagreement.outcomes)
    assert not set(outcomes) & agreements_of(cs.load("cuba-1962-cable").scenario)
    # A day passes: h = 0.08, then control is lost with 0.3; in control the missiles stay.
    assert outcomes["war by accident"] == pytest.approx(0.08)
    assert outcomes["standoff"] == pytest.approx(0.92 * 0.7)
    stay = 0.92 * 0.7 * -25 - 0.5
    flexible = 0.08 * -100 + 0.92 * 0.3 * -8 + stay
    defiant = 0.08 * -100 + 0.92 * 0.3 * (-8 + 0.6 * -100 + 0.4 * -25) + stay
    us = [float(row[0]) for row in view.disagreement.rows]
    assert us == pytest.approx([flexible, defiant])
    assert view.disagreement.payoffs[0] == pytest.approx((flexible + defiant) / 2)


def test_the_clock_without_agreement_is_the_value_of_stalling_to_the_end() -> None:
    view = bargaining_view(cs.load("cuba-1962-clock"))
    assert view.disagreement.payoffs[1] == pytest.approx(-63.672, abs=5e-4)


def test_the_zone_the_frontier_and_the_sides_that_refuse() -> None:
    view = bargaining_view(cs.load("cuba-1962-cable"), {"d": D})
    base = np.array(view.disagreement.payoffs)
    for package in view.packages:
        assert package.in_zone == bool((np.array(package.payoffs) >= base).all())
        better = [p for p in view.packages if all(np.array(p.payoffs) >= package.payoffs)]
        assert package.efficient == (len(better) == 1)
    refused = {one.name: one.refused_by for one in view.packages if one.efficient}
    kept = [name for name, by in refused.items() if not by]
    assert sorted(kept) == sorted(
        f"missiles removed, quarantine lifted, pledge given, turkey {how}"
        for how in ("secret", "public")
    )
    assert set(refused.values()) == {(), ((1, "defiant"),)}


def test_the_solutions_choose_what_was_agreed_and_say_what_each_side_gives_up() -> None:
    view = bargaining_view(cs.load("cuba-1962-cable"), {"d": D})
    for solved in view.solutions:
        if not solved.lottery:
            assert view.packages[solved.packages[0]].levels == HISTORY
        payoffs, base = np.array(solved.payoffs), np.array(view.disagreement.payoffs)
        assert solved.gains == pytest.approx(payoffs - base)
        assert view.best is not None
        assert solved.gives_up == pytest.approx(np.array(view.best) - payoffs)
        mixed = np.array(solved.weights) @ view.points[list(solved.packages)]
        assert mixed == pytest.approx(payoffs)
    kinds = [(one.name, one.lottery) for one in view.solutions]
    assert kinds == [
        (n, lot) for lot in (False, True) for n in ("Nash bargaining", "Kalai-Smorodinsky")
    ]


def test_the_disagreement_point_can_be_an_outcome_or_a_situation() -> None:
    study = cs.load("cuba-1962-cable")
    war = bargaining_view(study, disagreement="war by accident").disagreement
    assert war.payoffs == pytest.approx((-100.0, -100.0))
    absorbed = bargaining_view(study, disagreement="strike absorbed").disagreement
    assert absorbed.rows == ((-8, -30), (-8, -85))
    strike = bargaining_view(study, disagreement="wait or strike").disagreement
    assert strike.payoffs[0] == pytest.approx(-25.5)
    with pytest.raises(InputError, match="no outcome or situation 'wart'"):
        bargaining_view(study, disagreement="wart")


def test_going_on_from_a_situation_is_worth_what_chance_makes_of_its_nodes() -> None:
    study = cs.load("cuba-1962-two-types")
    found = bargaining_view(study, disagreement="answer to the strike").disagreement
    solution = study.solve()
    game, tree = solution.game, solution.game.tree
    nodes = [n for n in range(tree.size) if tree.label(n) == "the answer to the strike"]
    weights = [math.prod(game.chance[tree.path(node)]) for node in nodes]
    assert len(set(weights)) > 1
    values = node_values(game, solution.equilibria[0].profile)[nodes]
    assert found.payoffs == pytest.approx(np.average(values, axis=0, weights=weights))


@pytest.mark.parametrize("name", ["brinkmanship", "selten-horse"])
def test_a_scenario_without_issues_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"has no issues.*Give the scenario 'issues'"):
        bargaining_view(cs.load(name))


def test_a_game_of_agreements_alone_has_no_continuation_without_one() -> None:
    game = cs.load("brinkmanship").game()
    with pytest.raises(NotSolved, match="every way through this game ends in an agreement"):
        without_agreement(game, frozenset(game.tree.outcomes))


def test_taking_actions_away_leaves_a_proper_game() -> None:
    study = cs.load("cuba-1962-cable")
    game = study.game(d=D)
    small = without_agreement(game, agreements_of(study.scenario))
    tree = small.tree
    assert tree.size < game.tree.size
    for node in range(1, tree.size):
        assert tree.parent[node] < node < tree.end[tree.parent[node]]
    for node in range(tree.size):
        children = tree.children(node)
        assert tree.branch[children].tolist() == list(range(len(children)))
        if tree.mover[node] == CHANCE:
            assert small.chance[children].sum() == pytest.approx(1.0)
        if tree.information_set[node] >= 0:
            assert len(children) == tree.set_actions[tree.information_set[node]] > 0
    assert certify(small, uniform_profile(tree)).max_regret > 0
    assert small.exact is not None
    assert [float(one) for one in small.exact.chance] == pytest.approx(small.chance.tolist())


def _in_units(scenario: Scenario, player: int, scale: Fraction, shift: Fraction) -> Scenario:
    """The scenario with a player's payoffs times a number, and a number added to each."""

    def moved(term: Term) -> Term:
        payoffs = list(term.payoffs)
        own = payoffs[player]
        if own is not None:
            payoffs[player] = Operation("*", (Number(scale), own))
        return replace(term, payoffs=tuple(payoffs))

    constant = [Number(shift) if i == player else None for i in range(len(scenario.players))]
    added = replace(
        scenario.terms[0], name="zero", label="zero", when=None, payoffs=tuple(constant)
    )
    outcomes = {
        name: replace(one, terms=tuple(map(moved, one.terms)))
        for name, one in scenario.outcomes.items()
    }
    return replace(scenario, terms=(*map(moved, scenario.terms), added), outcomes=outcomes)


@pytest.mark.parametrize("player", [0, 1])
@pytest.mark.parametrize("scale", ["1e-9", "1e9", "7/3"])
@pytest.mark.parametrize("shift", [0, 10**9])
@pytest.mark.parametrize("given", [{}, {"d": Fraction("0.913")}], ids=["0.98**4.5", "decimal"])
def test_the_units_of_a_side_change_no_answer(
    player: int, scale: str, shift: int, given: dict[str, Fraction]
) -> None:
    study = cs.load("cuba-1962-cable")
    moved = Study(_in_units(study.scenario, player, Fraction(scale), Fraction(shift)))
    before, after = bargaining_view(study, given), bargaining_view(moved, given)
    assert after.frontier == before.frontier
    for one, other in zip(before.packages, after.packages, strict=True):
        assert (other.in_zone, other.efficient) == (one.in_zone, one.efficient)
        assert other.refused_by == one.refused_by
    for first, second in zip(before.solutions, after.solutions, strict=True):
        assert (second.name, second.packages) == (first.name, first.packages)
        assert second.weights == pytest.approx(first.weights, rel=1e-12)


@pytest.mark.parametrize(
    ("concept", "told"),
    [
        ("zzz", "^unknown concept 'zzz'"),
        ("nash", "^'settled in secret' is an outcome, .* give no concept with it$"),
    ],
)
def test_no_concept_goes_with_an_outcome(concept: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        cs.load("cuba-1962-cable").bargain(disagreement="settled in secret", concept=concept)


def test_it_is_told_that_assumptions_rule_out_moves_and_no_packages() -> None:
    study = cs.load("cuba-1962-cable")
    said = "What is assumed rules out moves, not packages: "
    under = study.assuming("no talk of Turkey")
    assert any(note.startswith(said) for note in under.bargain().notes)
    assert said in under.figure("bargain").alt
    for other in (study, study.assuming("NATO cheap")):
        assert not any(note.startswith(said) for note in other.bargain().notes)
