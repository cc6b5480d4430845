"""The parts of a game laid out once: ratios of mistakes, beliefs that exist, keys of plays."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.numbers.rational import rational
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.support import supporting_belief
from crisis_sim.sweep.sequential import graph as sequential_graph
from crisis_sim.sweep.sequential.beliefs import NO, OPEN, YES, belief_exists
from crisis_sim.sweep.sequential.graph import part_graph
from crisis_sim.sweep.sequential.links import Item, LinkKind, Ratio, link_beliefs, ratio_of

A, B, C, D, E = range(5)
"""Mistakes."""


def ratio(*terms: set[int]) -> Ratio:
    return ratio_of([frozenset(term) for term in terms])[0]


def kinds(news: set[int], *ratios: Ratio) -> list[LinkKind]:
    items = [Item(one, -1, place) for place, one in enumerate(ratios)]
    return [link.kind for link in link_beliefs(items, frozenset(news))]


def test_a_ratio_names_only_what_is_not_common_and_has_one_order() -> None:
    assert ratio({A, C}, {B, C}) == ratio({B, D}, {A, D}) == (frozenset({A}), frozenset({B}))


def test_ratios_of_new_mistakes_are_free() -> None:
    assert kinds({A, B}, ratio({A}, {B})) == [LinkKind.FREE]
    assert kinds({A}, ratio({A}, {B})) == [LinkKind.FREE]
    assert kinds({A, B}, ratio({A, C}, {B, D})) == [LinkKind.FREE]


def test_ratios_of_earlier_mistakes_are_passed_on() -> None:
    assert kinds({C}, ratio({A}, {B})) == [LinkKind.SAME]


def test_the_same_ratio_is_met_once() -> None:
    items = [Item(ratio({A}, {B}), -1, 0), Item(ratio({B, C}, {A, C}), 2, 1)]
    (link,) = link_beliefs(items, frozenset({A, B}))
    assert link.items == tuple(items)


@pytest.mark.parametrize(
    ("terms", "new", "above", "infinite"),
    [
        (({A, C}, {B}), C, True, True),
        (({A}, {B, C}), C, False, False),
        (({A, E}, {C}), A, True, False),  # without A the terms change places
        (({B}, {A, D}), A, True, False),
    ],
)
def test_a_further_mistake_on_one_side_takes_an_extreme_ratio(
    terms: tuple[set[int], set[int]], new: int, above: bool, infinite: bool
) -> None:
    (link,) = link_beliefs([Item(ratio(*terms), -1, 0)], frozenset({new}))
    assert link.kind == LinkKind.MORE
    assert link.ratio == ratio(*(term - {new} for term in terms))
    assert (link.above, link.infinite) == (above, infinite)


def test_ratios_that_share_new_mistakes_are_left_to_the_point_solver() -> None:
    found = kinds({A, B, C}, ratio({A}, {B}), ratio({B}, {C}), ratio({A}, {C}))
    assert set(found) == {LinkKind.UNCLEAR}


def test_beliefs_exist_where_the_linear_programme_finds_one() -> None:
    rng = np.random.default_rng(0)
    both = set()
    for _ in range(300):
        rows, classes = int(rng.integers(1, 4)), int(rng.integers(3, 6))
        gains = rng.normal(-0.5, 1.0, (rows, classes))
        exact = [tuple(map(rational, row)) for row in gains.tolist()]
        expected = supporting_belief(exact, (rational(Fraction(1, classes)),) * classes) is not None
        room = np.empty((classes + 1) * (rows + classes + 1)), np.empty(classes, dtype=np.int64)
        found = belief_exists(gains.ravel(), rows, classes, 0.0, *room)
        assert found == (YES if expected else NO)
        both.add(expected)
    assert both == {True, False}


def test_beliefs_that_exist_by_less_than_the_margin_are_left_open() -> None:
    gains = np.array([1.0, -1.0, -2.0, -1.0, 1.0, -2.0])  # half and half serves both rows
    room = np.empty(4 * 6), np.empty(3, dtype=np.int64)
    assert belief_exists(gains + 1e-9, 2, 3, 1e-12, *room) == YES
    assert belief_exists(gains - 1e-9, 2, 3, 1e-12, *room) == NO
    assert belief_exists(gains, 2, 3, 1e-12, *room) == OPEN


class _Unmerged(Parts):
    """Parts that are known by every mistake that leads to them, as here."""

    def merged(self, carried: Mapping[int, int]) -> Mapping[int, int]:
        del carried
        return {}


def test_as_many_parts_as_the_point_solver_meets() -> None:
    study = cs.load("cuba-1962-cable")
    family, game = study.family(), study.game()
    parts = _Unmerged(game, 10**6)
    parts.solve()
    assert len(part_graph(family).parts) == len(parts.known) + 1  # and the whole


def test_too_many_combinations_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    family = cs.load("cuba-1962-cable").family()
    monkeypatch.setattr(sequential_graph, "MOST_COMBINATIONS", 100)
    with pytest.raises(cs.NotSolved, match="too many to sweep"):
        part_graph(family)


def test_long_histories_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    family = cs.load("cuba-1962-cable").family()
    monkeypatch.setattr(sequential_graph, "MOST_DEPTH", 5)
    with pytest.raises(cs.NotSolved, match="too long to sweep"):
        part_graph(family)
