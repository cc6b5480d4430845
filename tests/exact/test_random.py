"""Random families: the numerical solver agrees inside cells, and finds the changes between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

pytest.importorskip("flint")

from crisis_sim.exact.algebra.line_roots import LineRoots
from crisis_sim.exact.algebra.points import Line
from crisis_sim.exact.cutting.cells import Cell, cut_line, merged
from crisis_sim.exact.data.line import ExactNumber
from crisis_sim.exact.solving.answers import Answer, ExactSolver
from crisis_sim.exact.solving.family import symbolic_family
from crisis_sim.formula.evaluate import RATIONALS, evaluate
from crisis_sim.formula.parse import parse
from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE
from crisis_sim.study import Study
from tests.exact.families import plays_at, random_study, seeds
from tests.random_trees import Shape

SEEN = Shape(seen=1.0, deepest=4, most_nodes=30, chance=0.25, payoffs=3)
HIDDEN = Shape(seen=0.4, deepest=4, most_nodes=25, chance=0.3, payoffs=3)
NARROW = Fraction(1, 10**5)


def cut(study: Study) -> tuple[ExactSolver, list[Cell]]:
    family = study.family()
    solver = ExactSolver(symbolic_family(family, {}, ["t"]))
    roots = LineRoots(Line(solver.ring, (Fraction(0),), 0), Fraction(0), Fraction(1))
    return solver, cut_line(solver, roots)


def inside(cell: Cell, share: Fraction) -> Fraction | None:
    """A rational point of an open cell; None where the cell is too narrow for floats."""
    low, high = (
        end if isinstance(end, Fraction) else Fraction(float(end.enclosure(64).mid()))
        for end in (cell.low, cell.high)
    )
    return low + (high - low) * share if high - low > NARROW else None


def held(answer: Answer) -> set[int]:
    return {play.terminals for play in answer.plays}


def possible(answer: Answer) -> set[int]:
    return held(answer) | {play.terminals for play in answer.undecided}


@pytest.mark.parametrize("shape", [SEEN, HIDDEN], ids=["perfect information", "hidden moves"])
@settings(max_examples=40, deadline=None)
@given(seed=seeds(), share=st.integers(1, 15))
def test_the_numerical_solver_agrees_inside_every_cell(shape: Shape, seed: int, share: int) -> None:
    study = random_study(seed, shape)
    _, cells = cut(study)
    for cell in cells:
        assert cell.answer is not None
        if cell.is_point:
            if isinstance(cell.low, Fraction):
                found = plays_at(study, {"t": cell.low})
                assert held(cell.answer) <= found <= possible(cell.answer)
            continue
        value = inside(cell, Fraction(share, 16))
        if value is not None:
            found = plays_at(study, {"t": value})
            assert held(cell.answer) <= found <= possible(cell.answer)


@settings(max_examples=40, deadline=None)
@given(seed=seeds(), share=st.integers(1, 15))
def test_exact_answers_are_the_same_anywhere_in_a_merged_cell(seed: int, share: int) -> None:
    study = random_study(seed, HIDDEN)
    solver, cells = cut(study)
    for cell in merged(cells):
        value = None if cell.is_point else inside(cell, Fraction(share, 16))
        if value is not None:
            again = solver.at(Line(solver.ring, (Fraction(0),), 0).at(value))
            assert cell.answer is not None
            assert again.identity == cell.answer.identity


@settings(max_examples=40, deadline=None)
@given(seed=seeds())
def test_every_threshold_is_a_change(seed: int) -> None:
    study = random_study(seed, HIDDEN)
    found = study.thresholds("t")
    _, cells = cut(study)
    joined = merged(cells)
    for left, point, right in zip(joined[1::2], joined[2::2], joined[3::2], strict=False):
        answers = [cell.answer.identity for cell in (left, point, right) if cell.answer]
        assert len(set(answers)) > 1
    inner = [one for one in found.thresholds if one.before and one.after]
    assert len(inner) == len(joined[2:-1:2])
    assert len(found.stretches) == len(inner) + 1


def brute_force(game: Game) -> dict[int, tuple[Fraction, ...]]:
    """All subgame-perfect plays and their payoffs, by trying every pure strategy in rationals."""
    tree = game.tree
    assert game.exact is not None
    plays = {}
    for actions in itertools.product(*(range(n) for n in tree.set_actions.tolist())):
        values: list[tuple[Fraction, ...]] = [()] * tree.size
        good = True
        for node in range(tree.size - 1, -1, -1):
            children = tree.children(node).tolist()
            if not children:
                values[node] = game.exact.payoffs[tree.payoff_row[node]]
            elif tree.mover[node] == CHANCE:
                values[node] = tuple(
                    sum((game.exact.chance[c] * values[c][p] for c in children), Fraction(0))
                    for p in range(len(tree.players))
                )
            else:
                player, action = tree.mover[node], actions[tree.information_set[node]]
                values[node] = values[children[action]]
                good &= all(values[c][player] <= values[node][player] for c in children)
        if good:
            plays[_reached(game, actions)] = values[0]
    return plays


def brute_answer(game: Game) -> object:
    """The plays, and which of them may be reported: the best for each player in turn."""
    plays = brute_force(game)
    best = max(plays.values())
    return frozenset(plays), frozenset(play for play, paid in plays.items() if paid == best)


def _reached(game: Game, actions: tuple[int, ...]) -> int:
    tree, play, stack = game.tree, 0, [0]
    while stack:
        node = stack.pop()
        children = tree.children(node).tolist()
        play |= 0 if children else 1 << node
        one = tree.information_set[node]
        stack += children if one < 0 else [children[actions[one]]]
    return play


SMALL = Shape(seen=1.0, deepest=3, most_nodes=16, chance=0.25, payoffs=3)


def places(low: ExactNumber, high: ExactNumber, shares: tuple[int, int]) -> list[Fraction]:
    """Rational points of the open interval between two exact numbers."""
    return [low.high + (high.low - low.high) * Fraction(share, 16) for share in shares]


@settings(max_examples=40, deadline=None)
@given(seed=seeds(), shares=st.tuples(st.integers(1, 15), st.integers(1, 15)))
def test_brute_force_changes_across_every_threshold_and_nowhere_between(
    seed: int, shares: tuple[int, int]
) -> None:
    study = random_study(seed, SMALL)
    assume(study.game().perfect_information and len(study.game().tree.set_player) <= 8)
    found = study.thresholds("t")
    answers = []
    for stretch in found.stretches:
        here = {
            brute_answer(study.game({"t": value}))
            for value in places(stretch.low, stretch.high, shares)
        }
        assert len(here) == 1
        answers += here
    inner = [one for one in found.thresholds if one.before and one.after]
    for one, before, after in zip(inner, answers, answers[1:], strict=False):
        # At an irrational point rationals cannot ask; there the sides must differ, or the game
        # is indifferent at the point alone, which its equation then shows.
        if one.at.exact is not None:
            at = brute_answer(study.game({"t": one.at.exact}))
            assert len({before, at, after}) > 1
        else:
            assert before != after or one.indifferences


@settings(max_examples=60, deadline=None)
@given(seed=seeds())
def test_every_threshold_is_explained_by_what_vanishes_there(seed: int) -> None:
    for shape in (SEEN, HIDDEN):
        for one in random_study(seed, shape).thresholds("t").thresholds:
            assert one.indifferences
            for cause in one.indifferences:
                assert cause.kind != "sign"
                left = parse(cause.equation.removesuffix(" = 0")).expression
                low, high = (
                    evaluate(left, RATIONALS, {"t": end}) for end in (one.at.low, one.at.high)
                )
                assert low * high <= 0


def points_of(cells: list[Cell]) -> Iterator[tuple[Fraction, Answer]]:
    for cell in cells:
        if cell.sample is not None and cell.answer is not None:
            yield cell.sample, cell.answer


@settings(max_examples=40, deadline=None)
@given(seed=seeds())
def test_brute_force_in_rationals_agrees_with_perfect_information(seed: int) -> None:
    study = random_study(seed, SMALL)
    game = study.game()
    assume(game.perfect_information and len(game.tree.set_player) <= 8)
    _, cells = cut(study)
    for value, answer in points_of(cells):
        assert held(answer) == set(brute_force(study.game({"t": value})))
