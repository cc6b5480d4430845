"""Random families: the numerical solver agrees inside cells, and finds the changes between them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

pytest.importorskip("flint")

from crisis_sim.exact.answers import Answer, ExactSolver
from crisis_sim.exact.cells import Cell, cut_line, merged
from crisis_sim.exact.family import symbolic_family
from crisis_sim.exact.line_roots import LineRoots
from crisis_sim.exact.points import Line
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
    assert family is not None
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


def brute_force(game: Game) -> set[int]:
    """All subgame-perfect plays in rational arithmetic, by trying every pure strategy."""
    tree = game.tree
    assert game.exact is not None
    plays = set()
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
            plays.add(_reached(game, actions))
    return plays


def _reached(game: Game, actions: tuple[int, ...]) -> int:
    tree, play, stack = game.tree, 0, [0]
    while stack:
        node = stack.pop()
        children = tree.children(node).tolist()
        play |= 0 if children else 1 << node
        one = tree.information_set[node]
        stack += children if one < 0 else [children[actions[one]]]
    return play


def points_of(cells: list[Cell]) -> Iterator[tuple[Fraction, Answer]]:
    for cell in cells:
        if cell.sample is not None and cell.answer is not None:
            yield cell.sample, cell.answer


@settings(max_examples=40, deadline=None)
@given(seed=seeds())
def test_brute_force_in_rationals_agrees_with_perfect_information(seed: int) -> None:
    study = random_study(seed, Shape(seen=1.0, deepest=3, most_nodes=16, chance=0.25, payoffs=3))
    game = study.game()
    assume(game.perfect_information and len(game.tree.set_player) <= 8)
    _, cells = cut(study)
    for value, answer in points_of(cells):
        assert held(answer) == brute_force(study.game({"t": value}))
