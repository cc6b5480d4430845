"""A sweep by backward induction gives the point solver's answers at every point."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import crisis_sim as cs
from crisis_sim.errors import InputError, NotSolved
from crisis_sim.formula.parse import parse
from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame, PayoffTerm
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.solve.backward_induction import solve_backward_induction
from crisis_sim.solve.solution import Solution
from crisis_sim.study import Study
from crisis_sim.sweep.block import NO_KEY, Block, Status, play_key, set_key
from crisis_sim.sweep.choose_kernel import make_kernel
from crisis_sim.sweep.formulas.identities import PRIME
from crisis_sim.sweep.induction.kernel import InductionKernel
from tests.random_trees import Shape
from tests.sweep.families import random_columns, random_family

CLOSE = 1e-12
"""Of the payoffs: only exp, log and powers may differ in their last digit."""

EVERYTHING = ("payoffs", "outcomes", "play", "answer", "count", "tied", "status")
PERFECT = {
    "asymmetric-escalation": ([], ["all_out_challenger", "limited_defender", "challenger_hard"]),
    "bargaining-range": (["nothing hidden"], ["p", "cA", "cL", "cH", "q"]),
    "brams-chicken": (["Moscow waits and sees"], ["clash_US", "clash_USSR"]),
    "brams-revised": (["Washington waits and sees"], ["justified"]),
    "cheap-talk": (["the minister can see for itself"], ["b"]),
    "cuba-1962-cable": (["Moscow read like a book"], ["pi", "mu", "c", "fD"]),
    "cuba-1962-clock": ([], ["pi", "sigma", "c", "defiant"]),
    "security-dilemma": (["open books"], ["peace", "first", "both", "caught"]),
    "selten-horse": (["the third is told"], ["together"]),
}
"""Scenarios with perfect information, under what assumptions, and what is swept in them."""


def play_of(solution: Solution, which: int) -> tuple[int, ...]:
    """The choices on the path, also behind chance moves that never happen."""
    tree, profile = solution.game.tree, solution.equilibria[which].profile
    on_path = np.zeros(tree.size, dtype=bool)
    on_path[0] = True
    for node in range(1, tree.size):
        choice = tree.choice[node]
        taken = choice < 0 or profile[choice] == 1.0
        on_path[node] = on_path[tree.parent[node]] and taken
    return tuple(sorted(tree.choice[on_path & (tree.choice >= 0)].tolist()))


def assert_same(block: Block, point: int, solution: Solution) -> None:
    """A row of a block says what the point solver says."""
    first = solution.equilibria[0]
    tree = solution.game.tree
    keys = [play_key(play_of(solution, i)) for i in range(len(solution.equilibria))]
    outcomes = [first.outcomes.get(name, 0.0) for name in tree.outcomes]
    scale = 1.0 + float(np.abs(first.payoffs).max())
    assert block.status[point] == Status.SOLVED
    assert block.count[point] == len(solution.equilibria)
    assert block.answer[point] == set_key(keys)
    assert block.tied[point] == bool(solution.ties)
    assert block.payoffs[point] == pytest.approx(first.payoffs, abs=CLOSE * scale)
    assert block.outcomes[point] == pytest.approx(outcomes, abs=CLOSE)
    assert block.play[point] == keys[0]
    assert block.plays[keys[0]] == play_of(solution, 0)
    assert block.answers[set_key(keys)] == frozenset(keys)


def assert_unsolved(block: Block, point: int, status: Status) -> None:
    """A row without an answer holds no numbers."""
    assert block.status[point] == status
    assert np.isnan(block.payoffs[point]).all()
    assert np.isnan(block.outcomes[point]).all()
    assert block.play[point] == block.answer[point] == NO_KEY
    assert block.count[point] == 0


def assert_agrees(family: ParametricGame, block: Block, columns: dict[str, Floats]) -> None:
    """Every row agrees with the point solver, whatever it says there."""
    for point in range(len(next(iter(columns.values())))):
        values = {name: float(column[point]) for name, column in columns.items()}
        try:
            solution = solve_backward_induction(family.at(values))
        except InputError:
            assert_unsolved(block, point, Status.UNDEFINED)
        except NotSolved:
            assert_unsolved(block, point, Status.UNSOLVED)
        else:
            assert_same(block, point, solution)


def assert_equal(one: Block, other: Block) -> None:
    """The same in every row; exp, log and powers may differ in the last digit of a number."""
    for name in EVERYTHING:
        left, right = getattr(one, name), getattr(other, name)
        if left.dtype == float:
            np.testing.assert_allclose(left, right, rtol=CLOSE, atol=CLOSE, err_msg=name)
        else:
            np.testing.assert_array_equal(left, right, err_msg=name)


def family_of(study: Study) -> ParametricGame:
    return study.family()


def both_ways(family: ParametricGame, columns: dict[str, Floats]) -> Block:
    """The block as straight-line code solves it, which must be what the general method says."""
    points = len(next(iter(columns.values())))
    straight = InductionKernel(family, {}, columns, least_points=1).solve(columns, points)
    general = InductionKernel(family, {}, columns, least_points=10**9).solve(columns, points)
    assert_equal(straight, general)
    assert (straight.plays, straight.answers) == (general.plays, general.answers)
    return straight


def drawn(study: Study, names: list[str], points: int, *, steps: int = 0) -> dict[str, Floats]:
    """Random values a little beyond each range, or with ``steps`` values on a coarse grid."""
    rng = np.random.default_rng(4)
    columns = {}
    for name in names:
        parameter = study.scenario.parameters.get(name)
        low, high = map(float, (parameter and parameter.range) or (0, 8))
        share = rng.uniform(-0.02, 1.02, points)
        if steps:
            share = rng.integers(0, steps, points) / (steps - 1)
        columns[name] = low + share * (high - low)
    return columns


@pytest.mark.parametrize("steps", [0, 3], ids=["random", "coarse"])
@pytest.mark.parametrize("name", PERFECT)
def test_agrees_with_the_point_solver(name: str, steps: int) -> None:
    assumptions, names = PERFECT[name]
    study = cs.load(name).assuming(*assumptions)
    columns = drawn(study, names, 25, steps=steps)
    family = family_of(study)
    assert_agrees(family, both_ways(family, columns), columns)


@pytest.mark.slow
@pytest.mark.parametrize("steps", [0, 5], ids=["random", "coarse"])
@pytest.mark.parametrize("name", PERFECT)
def test_agrees_with_the_point_solver_at_many_points(name: str, steps: int) -> None:
    assumptions, names = PERFECT[name]
    study = cs.load(name).assuming(*assumptions)
    columns = drawn(study, names, 200, steps=steps)
    family = family_of(study)
    assert_agrees(family, both_ways(family, columns), columns)


@settings(max_examples=12)
@given(st.integers(0, 2**32 - 1))
def test_agrees_on_random_families(seed: int) -> None:
    rng = np.random.default_rng(seed)
    family, columns = random_family(rng), random_columns(rng, 8)
    assert_agrees(family, both_ways(family, columns), columns)


@pytest.mark.parametrize(("first", "last"), [(0, 15), pytest.param(15, 50, marks=pytest.mark.slow)])
def test_both_ways_agree_on_random_families(first: int, last: int) -> None:
    for seed in range(first, last):
        rng = np.random.default_rng(seed)
        both_ways(random_family(rng), random_columns(rng, 100))


@pytest.mark.slow
@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_agrees_on_many_random_families(seed: int) -> None:
    rng = np.random.default_rng(seed)
    family, columns = random_family(rng), random_columns(rng, 25)
    assert_agrees(family, both_ways(family, columns), columns)


def test_random_families_are_of_every_kind() -> None:
    seen: set[tuple[int, bool, bool]] = set()
    for seed in range(60):
        rng = np.random.default_rng(seed)
        family, columns = random_family(rng), random_columns(rng, 50)
        block = InductionKernel(family, {}, columns).solve(columns, 50)
        many = block.count > 2
        kinds = (block.status.tolist(), many.tolist(), block.tied.tolist())
        seen |= set(zip(*kinds, strict=True))
    assert {(0, False, False), (0, False, True), (0, True, True), (1, False, False)} <= seen


@pytest.mark.parametrize(("seed", "deepest", "most_nodes"), [(3, 9, 400), (68, 7, 150)])
def test_too_many_plays_are_unsolved(seed: int, deepest: int, most_nodes: int) -> None:
    """After choices, and after chance at the root: 47 times 37 plays."""
    chance = 0.5 if deepest == 9 else 0.6
    shape = Shape(seen=1.0, chance=chance, deepest=deepest, most_nodes=most_nodes, widest=3)
    family = random_family(np.random.default_rng(seed), shape)
    zero = family.formulas.index(parse("0").expression)
    term = PayoffTerm("nothing", (zero, zero))
    family = replace(family, terms=tuple((term,) for _ in family.terms))
    columns = {"a": np.ones(100), "k": np.full(100, 0.5)}
    block = both_ways(family, columns)
    assert_agrees(family, block, {name: column[:1] for name, column in columns.items()})
    assert_unsolved(block, 99, Status.UNSOLVED)


TIED_BY_CHANCE = """
title: A tie that chance may lead to
players: {A: {label: A}}
parameters: {k: {default: 0.5, meaning: a probability}}
start: chance
situations:
  chance: {chance: {yes: {probability: k, to: choice}, no: {probability: the rest, to: end}}}
  choice: {player: A, actions: {left: {to: end}, right: {to: end}}}
outcomes: {end: {payoffs: {A: 1}}}
"""


def test_ties_that_chance_never_leads_to_are_not_on_the_path() -> None:
    study = Study(parse_scenario(TIED_BY_CHANCE, name="chance", file="chance"))
    columns = {"k": np.array([0.5, 0.0, 1.0, 0.0, 0.25])}
    block = both_ways(family_of(study), columns)
    assert_agrees(family_of(study), block, columns)
    assert block.tied.tolist() == [True, False, True, False, True]
    assert block.count.tolist() == [2, 2, 2, 2, 2]


def test_a_large_block_is_the_same_either_way() -> None:
    study = cs.load("cuba-1962-clock")
    family, columns = family_of(study), drawn(study, ["pi", "sigma", "c"], 10_001)
    block = both_ways(family, columns)
    few = {name: column[:500] for name, column in columns.items()}
    again = InductionKernel(family, {}, columns).solve(few, 500)
    assert np.array_equal(block.payoffs[:500], again.payoffs, equal_nan=True)
    assert np.array_equal(block.outcomes[:500], again.outcomes, equal_nan=True)
    assert set(np.unique(block.status)) == {Status.SOLVED, Status.UNDEFINED}
    assert block.tied.any()
    assert not block.tied.all()


def test_a_game_tied_everywhere_needs_no_general_method() -> None:
    study = cs.load("cheap-talk").assuming("the minister can see for itself")
    kernel = InductionKernel(family_of(study), {}, ["b"], least_points=1)
    columns = {"b": np.linspace(0.01, 0.9, 500)}
    filled = []
    fill = kernel.every_tie.fill
    kernel.every_tie.fill = lambda b, c, points, exact: (
        filled.append(len(points)),
        fill(b, c, points, exact),
    )
    block = kernel.solve(columns, 500)
    assert (block.count > 1).any()
    assert sum(filled) < 50


def test_undefined_and_infinite_values_are_undefined() -> None:
    study = cs.load("cuba-1962-clock")
    columns = {"c": np.array([1.0, np.nan, np.inf, -np.inf, 1e308, 2.0])}
    for least_points in (1, 10**9):
        kernel = InductionKernel(family_of(study), {}, ["c"], least_points=least_points)
        status = kernel.solve(columns, 6).status.tolist()
        assert status == [0, 1, 1, 1, 1, 0]


def test_values_held_fixed_are_those_given() -> None:
    study = cs.load("cuba-1962-clock")
    values = {"T": 2, "defiant": 0, "h": 0.01}
    kernel = make_kernel(study, values, ["pi"], "auto")
    columns = {"pi": np.linspace(0.0, 0.9, 19)}
    block = kernel.solve(columns, 19)
    for point, pi in enumerate(columns["pi"]):
        assert_same(block, point, study.solve({**values, "pi": pi}))


def test_nothing_need_vary() -> None:
    study = cs.load("chain-store")
    for least_points in (1, 10**9):
        block = InductionKernel(family_of(study), {}, [], least_points=least_points).solve({}, 3)
        for point in range(3):
            assert_same(block, point, study.solve())


def test_hidden_information_is_refused() -> None:
    with pytest.raises(NotSolved, match=r"sweep\(concept='sequential'\) sweeps such games"):
        make_kernel(cs.load("brinkmanship"), {}, ["q"], "spe")


def test_what_cannot_be_swept_is_refused() -> None:
    clock = cs.load("cuba-1962-clock")
    with pytest.raises(
        InputError, match=r"'nash' cannot be swept. .*auto, quantal, sequential, spe"
    ):
        make_kernel(clock, {}, ["pi"], "nash")
    with pytest.raises(InputError, match="T shapes the tree"):
        make_kernel(clock, {}, ["T"], "spe")
    with pytest.raises(InputError, match="no parameter 'pie'"):
        make_kernel(clock, {}, ["pie"], "spe")
    with pytest.raises(InputError, match=r"such as precision=1$"):
        make_kernel(clock, {}, ["pi"], "quantal")
    with pytest.raises(InputError, match="a precision belongs to the concept quantal, not to spe"):
        make_kernel(clock, {}, ["pi"], "spe", precision=2.0)
    with pytest.raises(InputError, match="a test of the limit of logit is not for sweeps"):
        make_kernel(clock, {}, ["pi"], "sequential", logit=True)


TWO_ACTIONS = """
title: Two actions
players: {{A: {{label: A}}, B: {{label: B}}}}
parameters: {{x: {{default: 0.1, meaning: a number}}, W: {{default: 1e12, meaning: a number}}}}
start: here
situations: {{here: {{player: A, actions: {{left: {{to: one}}, right: {{to: other}}}}}}}}
outcomes:
  one: {{payoffs: {{A: {0}, B: -W}}}}
  other: {{payoffs: {{A: {1}, B: W}}}}
"""


def two_actions(one: str, other: str) -> Study:
    return Study(parse_scenario(TWO_ACTIONS.format(one, other), name="two", file="two"))


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        ("3 * x", "0.3", "0.1"),
        ("x", "1", "1"),
        ("x ** 2", "0.0001", "0.01"),
        ("1e9 * x", "1e8 + 1e-3", "0.100000000001"),
        ("1 / x", "7", "1/7"),
        ("x - 0.1 + 1e-25", "1e-25", "0.1"),
        ("x ** 0.5", "0.3", "0.09"),
        ("1 if x >= 0.3 else 0", "x + 0.7", "0.3"),
        ("log(x)", "0", "1"),
    ],
)
@pytest.mark.parametrize("least_points", [1, 10**9])
def test_ties_and_what_is_beside_them(one: str, other: str, value: str, least_points: int) -> None:
    """Just inside and just outside of the tolerance that was, and far inside it."""
    study, tie = two_actions(one, other), Fraction(value)
    near = [Fraction(1, 10**k) for k in (5, 8, 9, 10, 12, 16, 17, 30)]
    numbers = [tie, *(tie + d for d in near), *(tie - d for d in near)]
    columns = {"x": np.array([float(number) for number in numbers])}
    kernel = InductionKernel(family_of(study), {}, columns, least_points=least_points)
    block = kernel.solve(columns, len(numbers), lambda _, index: numbers[index])
    for point, number in enumerate(numbers):
        assert_same(block, point, solve_backward_induction(family_of(study).at({"x": number})))
    assert block.count[0] == 2
    assert block.tied.tolist() == [True] + [False] * (len(numbers) - 1)


@pytest.mark.parametrize("least_points", [1, 10**9])
@pytest.mark.parametrize(("more", "count"), [(PRIME, 1), (-PRIME, 1), (0, 2)])
@pytest.mark.parametrize(
    ("form", "large"), [("x + {}", 10**35), ("(x + 1) * {}", 7 * 10**33), ("x - 1 / {}", 10**35)]
)
def test_numbers_that_differ_by_the_prime_of_tags(
    form: str, large: int, more: int, count: int, least_points: int
) -> None:
    """No float tells them apart, and their residues are the same."""
    text = TWO_ACTIONS.format(form.format(large), form.format(large + more))
    text = text.replace("right: {to: other}", "right: {to: other}, out: {to: none}")
    study = Study(parse_scenario(text + "  none: {payoffs: {A: -1, B: 0}}", name="n", file="n"))
    family, columns = family_of(study), {"x": np.array([0.0, 1.0, 2.0])}
    block = InductionKernel(family, {}, columns, least_points=least_points).solve(columns, 3)
    for point, x in enumerate(columns["x"].tolist()):
        assert_same(block, point, solve_backward_induction(family.at({"x": x})))
    assert block.count.tolist() == [count] * 3


def test_other_payoffs_decide_nothing() -> None:
    study = two_actions("x", "1")
    numbers = [1.0, 1.0 + 1e-9, 1.0 - 1e-12, 1.0 + 2e-16]
    for scale in (1e-9, 1.0, 1e9, 1e300):
        columns = {"x": np.array(numbers), "W": np.full(4, scale)}
        for least_points in (1, 10**9):
            kernel = InductionKernel(family_of(study), {}, columns, least_points=least_points)
            block = kernel.solve(columns, 4)
            assert block.count.tolist() == [2, 1, 1, 1]
            assert block.payoffs[:, 0].tolist() == [1.0, 1.0 + 1e-9, 1.0, 1.0 + 2e-16]


def test_payoffs_that_no_float_holds_are_undefined() -> None:
    study = two_actions("x * 1e300", "1")
    columns = {"x": np.array([1e10, 1.0, -1e10])}
    for least_points in (1, 10**9):
        kernel = InductionKernel(family_of(study), {}, columns, least_points=least_points)
        assert kernel.solve(columns, 3).status.tolist() == [1, 0, 1]


NOBODY_ACCEPTS = """
title: An offer that nobody need accept
players: {A: {label: A}, B: {label: B}}
parameters:
  p: {default: 0.3, meaning: a probability}
  w: {default: 3, meaning: a number}
start: offer
situations:
  offer: {player: A, actions: {much: {to: answer}, little: {to: answer}, war: {to: fight}}}
  answer: {player: B, actions: {accept: {to: peace}, refuse: {to: fight}}}
  fight: {chance: {won: {probability: p, to: won}, lost: {probability: the rest, to: lost}}}
outcomes:
  peace: {payoffs: {A: 1, B: 1}}
  won: {payoffs: {A: w, B: -w}}
  lost: {payoffs: {A: -w * 2, B: w * 2}}
"""


def test_ties_by_algebra_need_no_exact_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    study = Study(parse_scenario(NOBODY_ACCEPTS, name="offer", file="offer"))
    family = family_of(study)
    grid = np.linspace(0, 1, 11).round(1)
    columns = {"p": np.tile(grid, 11), "w": np.repeat(grid * 4, 11)}
    block = both_ways(family, columns)
    assert_agrees(family, block, columns)
    assert (block.count > 1).mean() > 0.5

    def fail(*_: object) -> None:
        raise AssertionError("solved in exact numbers")

    for least_points in (1, 10**9):
        kernel = InductionKernel(family, {}, columns, least_points=least_points)
        monkeypatch.setattr(kernel.every_tie, "_exactly", fail)
        assert_equal(kernel.solve(columns, 121), block)


@pytest.mark.parametrize("seed", range(4))
def test_answers_do_not_depend_on_the_block(seed: int) -> None:
    rng = np.random.default_rng(seed)
    family, columns = random_family(rng), random_columns(rng, 60)
    whole = InductionKernel(family, {}, columns, least_points=1).solve(columns, 60)
    for size in (1, 7):
        for start in range(0, 60, size):
            part = {name: column[start : start + size] for name, column in columns.items()}
            count = len(part["a"])
            block = InductionKernel(family, {}, columns, least_points=1).solve(part, count)
            for name in EVERYTHING:
                own, all_ = getattr(block, name), getattr(whole, name)[start : start + size]
                close = {"rtol": CLOSE, "atol": CLOSE} if own.dtype == float else {}
                check = np.testing.assert_allclose if close else np.testing.assert_array_equal
                check(own, all_, err_msg=name, **close)
