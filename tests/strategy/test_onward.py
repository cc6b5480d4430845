"""Beliefs off the path follow from those before, worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from crisis_sim.numbers.rational import rational
from crisis_sim.strategy.exactly import ExactPlay
from crisis_sim.strategy.onward import beliefs_onward
from tests.exactly import as_fraction
from tests.solve.kinds_of_games import Chance, End, Form, Move, flat

HALF = (Fraction(1, 2), Fraction(1, 2))
OVER = End((Fraction(0),) * 3)


def held(
    form: Form, profile: Sequence[Fraction | int], given: Mapping[int, Fraction]
) -> list[list[Fraction | None]]:
    """The beliefs at each information set; where none are given those are none."""
    game = flat(form, 3)
    own = [rational(given[node]) if node in given else None for node in range(game.tree.size)]
    found = beliefs_onward(ExactPlay(game, [rational(share) for share in profile]), own)
    beliefs = [None if one is None else as_fraction(one) for one in found]
    return [[beliefs[node] for node in one.nodes] for one in game.tree.information_sets]


def test_beliefs_follow_from_those_of_others_before() -> None:
    """Side 1 stops. Else side 0 would move without having seen what chance did, then side 2."""
    last = Move(2, "last", (OVER, OVER))
    middle = Move(0, "middle", (last, last))
    form = Move(1, "first", (OVER, Chance(HALF, (middle, middle))))
    profile = [1, 0, Fraction(1, 4), Fraction(3, 4), 1, 0]
    given = {3: Fraction(1, 3), 10: Fraction(2, 3)}
    _, before, after = held(form, profile, given)
    assert before == [Fraction(1, 3), Fraction(2, 3)]
    assert after == [Fraction(n, 12) for n in (1, 3, 2, 6)]


def test_what_the_mover_has_done_itself_does_not_count() -> None:
    again = Move(1, "again", (OVER, OVER))
    form = Move(1, "first", (OVER, Move(0, "hidden", (again, again))))
    profile = [1, 0, Fraction(1, 4), Fraction(3, 4), 1, 0]
    assert held(form, profile, {0: Fraction(1)})[-1] == [Fraction(1, 4), Fraction(3, 4)]


def test_beliefs_stay_as_given_where_nothing_before_leads() -> None:
    last = Move(2, "last", (OVER, OVER))
    form = Move(1, "first", (OVER, last, last))
    given = {2: Fraction(1, 5), 5: Fraction(4, 5)}
    assert held(form, [1, 0, 0, 1, 0], given)[-1] == [Fraction(1, 5), Fraction(4, 5)]
