"""Units change no answer: nobody's payoffs multiplied by a positive number, nor a constant added.

As exact numbers. Logit play is excepted by definition; counterfactual regret, which iterates in
floats, is asked for the same averages up to rounding. ``tools/check.py --long`` tries 500 games.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.scenario.library import shipped
from crisis_sim.solve.choose import solve_game
from crisis_sim.solve.counterfactual.minimise_regret import averages
from crisis_sim.solve.dominance import dominated, iterated_dominance
from crisis_sim.solve.nash import solve_nash
from crisis_sim.solve.solution import Equilibrium, Solution
from crisis_sim.strategy.certificate import certify
from crisis_sim.study_files import load
from tests import exactly
from tests.exactly import as_fraction, plain
from tests.random_trees import with_payoffs
from tests.scaled_games import in_other_units, other_units
from tests.solve.every_solver import SOLVERS, game_of, solved_as_shipped

DEFAULT, ALL, BATCH = 30, 500, 10
CLOSE = 1e-6  # of a probability found by Newton's method or by iterating
FOR_BOTH = ("nash by linear programme",)
"""Needs a constant sum, which is left when both players' payoffs are multiplied alike."""

batches = pytest.mark.parametrize(
    "first",
    [
        *range(0, DEFAULT, BATCH),
        *(pytest.param(n, marks=pytest.mark.long) for n in range(DEFAULT, ALL, BATCH)),
    ],
)
EXACTLY = [name for name in SOLVERS if name not in FOR_BOTH]
SHIPPED_CONCEPTS = ("spe", "sequential", "nash")


def changed(seed: int, game: Game) -> Game:
    """The game in other units of one player, or of each in turn."""
    rng = np.random.default_rng([seed, 10])
    count = len(game.players)
    players = range(count) if rng.random() < 0.3 else [int(rng.integers(count))]
    for player in players:
        game = in_other_units(game, player, *other_units(rng))
    return game


def solved(solver: Callable[[Game], Solution], game: Game) -> Solution | str:
    """The solution, or what was refused."""
    try:
        return solver(game)
    except NotSolved as problem:
        return str(problem)


def newtons(one: Equilibrium) -> bool:
    """Whether a profile is one of floats, found by Newton's method."""
    return one.certificate.max_regret > 0.0


def differences(before: Solution | str, after: Solution | str) -> Iterator[str]:
    """What differs between two answers that should be the same."""
    if isinstance(before, str) or isinstance(after, str):
        if before != after:
            yield f"{before!r:.80} became {after!r:.80}"
        return
    if len(before.equilibria) != len(after.equilibria):
        yield f"{len(before.equilibria)} equilibria became {len(after.equilibria)}"
        return
    if before.ties != after.ties:
        yield f"ties {before.ties} became {after.ties}"
    if (before.complete, before.method) != (after.complete, after.method):
        yield f"{before.method}, {before.complete} became {after.method}, {after.complete}"
    for number, (one, other) in enumerate(zip(before.equilibria, after.equilibria, strict=True)):
        for what in _parts(one, other):
            yield f"equilibrium {number}: {what}"


def _parts(one: Equilibrium, other: Equilibrium) -> Iterator[str]:
    assert one.exact is not None
    assert other.exact is not None
    if newtons(one) and newtons(other):
        if not np.allclose(one.profile, other.profile, atol=CLOSE):
            yield "another profile"
        return
    if one.exact.profile != other.exact.profile:
        yield "another profile"
    if one.exact.beliefs != other.exact.beliefs:
        yield "other beliefs"
    if not np.array_equal(one.belief_bounds, other.belief_bounds, equal_nan=True):
        yield "other bounds of beliefs"
    if dict(one.refinements) != dict(other.refinements):
        yield f"refinements {dict(one.refinements)} became {dict(other.refinements)}"
    if one.variants != other.variants:
        yield f"{one.variants} variants became {other.variants}"
    if one.certificate.proved != other.certificate.proved:
        yield "another proof"


@batches
@pytest.mark.parametrize("solver", EXACTLY)
def test_no_answer_depends_on_units(solver: str, first: int) -> None:
    found = []
    for seed in range(first, first + BATCH):
        game = game_of(seed)
        if solver == "spe" and not game.perfect_information:
            continue
        before = solved(SOLVERS[solver], game)
        after = solved(SOLVERS[solver], changed(seed, game))
        found += [f"{seed}: {what}" for what in differences(before, after)]
    assert not found, f"{len(found)} differences: " + "\n".join(found[:30])


@batches
def test_nor_does_a_linear_programme(first: int) -> None:
    found = []
    for seed in range(first, first + BATCH):
        game = constant_sum(seed)
        factor, one = other_units(np.random.default_rng([seed, 11]))
        _, two = other_units(np.random.default_rng([seed, 12]))
        after = in_other_units(in_other_units(game, 0, factor, one), 1, factor, two)
        (held,) = solve_nash(game, method="linear programme").equilibria
        (other,) = solve_nash(after, method="linear programme").equilibria
        found += [f"{seed}: {what}" for what in _parts(held, other)]
        value = exactly.values(plain(game), fractions(held))[0][0]
        if exactly.values(plain(after), fractions(other))[0][0] != factor * value + one:
            found.append(f"{seed}: another value")
    assert not found, "\n".join(found)


def constant_sum(seed: int) -> Game:
    """A random game of two players, the second's payoffs 3 less the first's."""
    game = game_of(5 * (seed // 2) + (seed % 2) * 3)
    assert game.exact is not None
    return with_payoffs(game, [(row[0], 3 - row[0]) for row in game.exact.payoffs])


def fractions(one: Equilibrium) -> list[Fraction]:
    assert one.exact is not None
    return [as_fraction(share) for share in one.exact.profile]


@batches
def test_nor_does_dominance(first: int) -> None:
    for seed in range(first, first + BATCH):
        game = game_of(seed)
        other = changed(seed, game)
        for strict in (True, False):
            one, two = (iterated_dominance(g, strict=strict) for g in (game, other))
            assert one.kept == two.kept, seed
            gone = [
                [(e.round, e.player, e.strategy, e.strict) for e in s.eliminated]
                for s in (one, two)
            ]
            assert gone[0] == gone[1], seed
            for player in range(len(game.players)):
                pair = [dominated(g, player, strict=strict) for g in (game, other)]
                assert [e.strategy for e in pair[0]] == [e.strategy for e in pair[1]], seed


@batches
def test_nor_do_averages_but_for_rounding(first: int) -> None:
    """A constant that dwarfs the payoffs leaves floats none of them, so only units change here."""
    for seed in range(first, first + BATCH):
        game = game_of(seed, wild=0.0)
        factor, _ = other_units(np.random.default_rng([seed, 13]))
        *_, one = averages(game, 10)
        *_, other = averages(in_other_units(game, seed % 2, factor, Fraction(0)), 10)
        assert other.profile == pytest.approx(one.profile, abs=CLOSE), seed


@batches
def test_certificates_are_in_units_of_payoffs_and_shares_are_not(first: int) -> None:
    for seed in range(first, first + BATCH):
        game = game_of(seed)
        rng = np.random.default_rng([seed, 14])
        factor, shift = other_units(rng)
        sums = np.add.reduceat(w := rng.integers(1, 9, game.tree.choice_start[-1]).astype(float),
                               game.tree.choice_start[:-1])  # fmt: skip
        profile = w / sums[game.tree.choice_set]
        one = certify(game, profile)
        other = game
        for player in range(len(game.players)):
            other = in_other_units(other, player, factor, shift)
        two = certify(other, profile)
        assert two.player_regret == pytest.approx(float(factor) * one.player_regret, rel=1e-12)
        assert two.relative == pytest.approx(one.relative, rel=1e-12)
        assert one.holds(1e-3) == two.holds(1e-3)


def cases() -> list[tuple[str, str]]:
    """Every shipped scenario and each concept that it can be solved for."""
    return [
        (name, concept)
        for name in shipped()
        for concept in SHIPPED_CONCEPTS
        if concept != "spe" or load(name).game().perfect_information
    ]


@pytest.mark.parametrize(
    "times", [1, *(pytest.param(n, marks=pytest.mark.long) for n in range(2, 8))]
)
@pytest.mark.parametrize(("name", "concept"), cases())
def test_no_answer_to_a_shipped_scenario_depends_on_units(
    name: str, concept: str, times: int
) -> None:
    game = changed(times, load(name).game())
    after = solved(partial(solve_game, concept=concept), game)
    assert not list(differences(solved_as_shipped(name, concept), after))


@pytest.mark.parametrize("exponent", [-9, -6, -3, 3, 6, 9])
@pytest.mark.parametrize("player", [0, 1])
def test_logit_play_depends_on_units_and_says_so(exponent: int, player: int) -> None:
    """Precision is in 1/payoff units: payoffs and precision changed together change nothing."""
    game = load("beer-and-quiche").game()
    factor = Fraction(10) ** exponent
    other = game
    for one in range(2):
        other = in_other_units(other, one, factor, Fraction(0))
    first = solve_game(game, "quantal", precision=1.0).equilibria[0]
    second = solve_game(other, "quantal", precision=1.0 / float(factor)).equilibria[0]
    assert second.profile == pytest.approx(first.profile, abs=CLOSE)
    if exponent > 0:
        alone = in_other_units(game, player, factor, Fraction(0))
        third = solve_game(alone, "quantal", precision=1.0).equilibria[0]
        assert third.profile != pytest.approx(first.profile, abs=CLOSE)
