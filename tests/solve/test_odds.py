"""What beliefs after the same surprise must have in common, in the search and in the decision."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from crisis_sim.game.game import Game
from crisis_sim.numbers.linear import dot
from crisis_sim.numbers.rational import ONE, ZERO, rational
from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.assessment import assessment, first_consistent
from crisis_sim.solve.sequential.consistency import _Mistakes, consistent_beliefs
from crisis_sim.solve.sequential.continuation import (
    MOST_TOGETHER,
    Continuation,
    PlayedAlike,
    few,
)
from crisis_sim.solve.sequential.odds import NO_ODDS, Odds, asked, joined, renamed
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.rates import FreeSet, programmed_rates
from crisis_sim.solve.sequential.support import supporting_belief
from crisis_sim.solve.sequential.trembles import BeliefClass
from crisis_sim.study_files import load
from tests.solve.kinds_of_games import signalling

ROUNDS = Path(__file__).parents[3] / "shared" / "cases" / "large" / "rounds-4.efg"
MISTAKES = 5


def classes(*mistakes: Sequence[int]) -> list[BeliefClass]:
    return [BeliefClass(frozenset(one), (place,), (ONE,)) for place, one in enumerate(mistakes)]


def plays(game: Game) -> set[object]:
    """The play of every pure profile whose beliefs can be consistent, one profile after another."""
    parts = Parts(game, 1)
    found = set[object]()
    for actions in itertools.product(*map(range, parts.width)):
        equilibrium, decided = assessment(parts, dict(enumerate(actions)))
        assert decided
        if equilibrium is not None:
            found.add(tuple(sorted(equilibrium.outcomes.items())))
    return found


@pytest.mark.parametrize("seed", range(25))
def test_rounds_of_signals_are_solved_as_by_enumeration(seed: int) -> None:
    game = signalling(np.random.default_rng(seed), 2)
    parts = Parts(game, 100_000)
    found = set[object]()
    for played in parts.solve():
        equilibrium, _ = first_consistent(parts, played)
        assert equilibrium is not None
        found.add(tuple(sorted(equilibrium.outcomes.items())))
    assert found == plays(game)


class _EachByItself(Parts):
    """The parts of a game whose solutions do not tell what they ask of the odds."""

    kept = 1

    def odds(self, *_: object) -> Odds:
        return NO_ODDS


def test_a_play_whose_solutions_kept_do_not_serve_is_looked_at_again() -> None:
    """Those kept are chosen without regard to what hangs together; others are found that do."""
    again = 0
    for seed in (3, 20):
        game = signalling(np.random.default_rng(seed), 2)
        parts, found = _EachByItself(game, 100_000), set[object]()
        for played in parts.solve():
            equilibrium, _ = first_consistent(parts, played)
            if equilibrium is not None:
                found.add(tuple(sorted(equilibrium.outcomes.items())))
                again += assessment(parts, played.kept[0].actions)[0] is None
        assert found == plays(game)
    assert again


@pytest.mark.skipif(not ROUNDS.exists(), reason="the cases handed are not here")
def test_four_rounds_of_signals_leave_nothing_undecided() -> None:
    parts = Parts(load(ROUNDS).game(), 100_000)
    solved = parts.solve()
    assert len(solved) == 16
    for played in solved:
        assert not played.others
        assert first_consistent(parts, played)[0] is not None


@pytest.mark.parametrize("seed", range(60))
def test_what_some_mistakes_support_is_found_consistent(seed: int) -> None:
    """Mistakes drawn at random support an action each: consistent beliefs are found, that do so.

    And where none are found, those of a grid of rates and sizes do not support all.
    """
    rng = np.random.default_rng(seed)
    sets = []
    while len(sets) < 4:
        held = [tuple(m for m in range(MISTAKES) if rng.random() < 0.5) for _ in range(2)]
        told = [frozenset(each) for each in held]
        if told[0] <= told[1] or told[1] <= told[0]:
            continue
        gains = [tuple(rational(int(x)) for x in rng.integers(-3, 4, size=2))]
        prior = (ONE / 2, ONE / 2)
        belief = supporting_belief(gains, prior)
        if belief is not None:
            sets.append(FreeSet(classes(*held), gains, belief, prior))
    verdict = consistent_beliefs(sets)
    if verdict.beliefs is not None:
        assert all(_supports(one, own) for one, own in zip(sets, verdict.beliefs, strict=True))
    elif verdict.decided:
        columns = {mistake: mistake for mistake in range(MISTAKES)}
        for rates in itertools.product((1, 2, 3), repeat=MISTAKES):
            sizes = [rational(Fraction(int(x), 2)) for x in rng.integers(1, 9, size=MISTAKES)]
            mistakes = _Mistakes(columns, [rational(rate) for rate in rates], sizes)
            assert not all(_supports(one, mistakes.belief(one)) for one in sets)


def test_surprises_in_a_circle_are_as_unlikely_as_each_other() -> None:
    """Of three mistakes each is believed beside the next; none can be believed alone."""
    sets = []
    for here, gains in enumerate(((1, -2), (1, -2), (8, -1))):
        row = [tuple(rational(value) for value in gains)]
        belief = supporting_belief(row, (ONE / 2, ONE / 2))
        assert belief is not None
        told = classes((here,), ((here + 1) % 3,))
        sets.append(FreeSet(told, row, belief, (ONE / 2, ONE / 2)))
    verdict = consistent_beliefs(sets)
    assert verdict.beliefs is not None
    for one, belief in zip(sets, verdict.beliefs, strict=True):
        assert _supports(one, belief)
        assert all(share > 0 for share in belief)


def _supports(one: FreeSet, belief: Sequence[object]) -> bool:
    return all(sum(a * b for a, b in zip(row, belief, strict=True)) >= 0 for row in one.gains)


def test_beliefs_after_the_same_surprise_are_the_same() -> None:
    """The one action wants the first type at two thirds at least, the other at a half at most."""
    half = (ONE / 2, ONE / 2)
    first = asked(classes((1,), (2,)), [(ONE, -2 * ONE)], half)
    second = asked(classes((2, 7), (1, 7)), [(ONE, -ONE)], half)
    assert joined([first]) == first
    assert joined([first, second]) is None
    assert joined([first, asked(classes((1, 7), (2, 7)), [(ONE, -ONE)], half)]) == first


def test_one_more_mistake_is_infinitely_less_likely() -> None:
    """Who is believed at all beside another is believed alone once the other erred again."""
    half = (ONE / 2, ONE / 2)
    some = asked(classes((1,), (2,)), [(ONE, -ONE)], half)
    other = asked(classes((1,), (2, 3)), [(-ONE, ONE)], half)
    assert joined([some, other]) is None
    assert joined([asked(classes((1,), (2,)), [(-ONE, ONE)], half), other]) is not None


def test_mistakes_made_since_leave_what_follows_from_them() -> None:
    """If the second type is believed though it erred once more, the first was not before."""
    half = (ONE / 2, ONE / 2)
    since = asked(classes((1,), (2, 3)), [(-ONE, ONE)], half)
    left = renamed(since, {1: frozenset({10}), 2: frozenset({20})})
    assert left == {((10,), (20,)): frozenset({(-ONE, 0)})}
    assert renamed(since, {1: frozenset(), 2: frozenset({20})}) is None


def test_combinations_that_are_not_tried_are_told() -> None:
    """Solutions that ask for odds are all tried together, up to a limit; none is lost unsaid."""
    odds = asked(classes((1,), (2,)), [(ONE, -ONE)], (ONE / 2, ONE / 2))
    asking: Continuation[Number] = Continuation({}, {}, {}, 0.0, odds)

    def tried(kept: int, parts: int) -> tuple[int, bool]:
        several, others = few([PlayedAlike((asking,) * kept, kept)] * parts)
        return len(several), others

    assert tried(4, 3) == (MOST_TOGETHER, False)
    assert tried(5, 3) == (MOST_TOGETHER, True)
    left_out = PlayedAlike((replace(asking, others=True),), 2)
    assert few([left_out, left_out])[1]


def test_rates_of_a_linear_programme_are_as_asked() -> None:
    equal, slower = [[ONE, -ONE, ZERO]], [[ZERO, ONE, -ONE], [-ONE, ZERO, 4 * ONE]]
    rates = programmed_rates(equal, slower, 3)
    assert rates is not None
    assert all(rate >= 1 for rate in rates)
    assert all(dot(row, rates) == 0 for row in equal)
    assert all(dot(row, rates) >= 1 for row in slower)
    assert programmed_rates([], [[ONE, -ONE], [-ONE, ONE]], 2) is None
