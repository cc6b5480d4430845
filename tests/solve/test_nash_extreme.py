"""All extreme equilibria of normal forms: known counts, brute force, and an independent program."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crisis_sim.errors import NotSolved
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.game.simultaneous import simultaneous_game
from crisis_sim.solve.nash import extreme_equilibria, solve_nash
from crisis_sim.solve.nash import subsets as compiled
from crisis_sim.solve.nash.components import maximal_subsets
from crisis_sim.solve.nash.double_description import SERIOUS, TooMany
from crisis_sim.strategy.certificate import certify

REGRET = 1e-9  # of the payoff range

# Player 1's payoffs in the game of von Stengel (1999), New maximal numbers of equilibria in
# bimatrix games, Discrete and Computational Geometry 21. Player 2's are the same, transposed, with
# its strategies in another order.
SEVENTY_FIVE = [
    [9504, -660, 19976, -20526, 1776, -8976],
    [-111771, 31680, -130944, 168124, -8514, 52764],
    [397584, -113850, 451176, -586476, 29216, -178761],
    [171204, -45936, 208626, -263076, 14124, -84436],
    [1303104, -453420, 1227336, -1718376, 72336, -461736],
    [737154, -227040, 774576, -1039236, 48081, -300036],
]
OTHER_ORDER = [4, 5, 2, 3, 0, 1]

Plan = tuple[Fraction, ...]
Table = Sequence[Sequence[int]]


def seventy_five() -> tuple[Table, Table]:
    turned = np.asarray(SEVENTY_FIVE).T[np.ix_(OTHER_ORDER, OTHER_ORDER)]
    return SEVENTY_FIVE, turned.tolist()


def bimatrix(first: object, second: object) -> NormalForm:
    payoffs = np.stack([np.asarray(first, dtype=float), np.asarray(second, dtype=float)])
    names = tuple(tuple(f"s{i}" for i in range(count)) for count in payoffs.shape[1:])
    return NormalForm("bimatrix", ("one", "two"), names, payoffs)


def listed(form: NormalForm) -> set[tuple[Plan, Plan]]:
    found = extreme_equilibria(form)
    pairs = [(found.first[i], found.second[j]) for i, j in found.pairs]
    assert len(set(pairs)) == len(pairs)
    return set(pairs)


# Brute force: every set of labels as equations, solved by Cramer-free elimination in fractions.


def solve(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """The only solution of square linear equations; None if there is not exactly one."""
    size = len(rows)
    table = [row[:] for row in rows]
    for column in range(size):
        found = next((i for i in range(column, size) if table[i][column]), None)
        if found is None:
            return None
        table[column], table[found] = table[found], table[column]
        table[column] = [value / table[column][column] for value in table[column]]
        for i in range(size):
            if i != column and table[i][column]:
                table[i] = [
                    a - table[i][column] * b for a, b in zip(table[i], table[column], strict=True)
                ]
    return [row[-1] for row in table]


def vertices(payoffs: Table) -> dict[Plan, frozenset[int]]:
    """Mixed strategies of the row player with the tight labels, the opponent's payoffs given.

    Labels are the rows (not played), then the columns (best replies).
    """
    rows, columns = len(payoffs), len(payoffs[0])
    conditions = []
    for i in range(rows):
        conditions.append([Fraction(int(i == k)) for k in range(rows)] + [Fraction(0)])
    for j in range(columns):
        conditions.append([Fraction(-payoffs[k][j]) for k in range(rows)] + [Fraction(1)])
    total = [Fraction(1)] * rows + [Fraction(0), Fraction(1)]
    found = {}
    for tight in itertools.combinations(range(rows + columns), rows):
        answer = solve([total, *([*conditions[k], Fraction(0)] for k in tight)])
        if answer is None:
            continue
        slack = [sum(a * b for a, b in zip(row, answer, strict=True)) for row in conditions]
        if min(slack) >= 0:
            found[tuple(answer[:-1])] = frozenset(k for k, value in enumerate(slack) if not value)
    return found


def brute_force(first: Table, second: Table) -> set[tuple[Plan, Plan]]:
    rows, columns = len(first), len(first[0])
    turned = [[first[i][j] for i in range(rows)] for j in range(columns)]
    one, two = vertices(second), vertices(turned)
    swapped = {
        plan: frozenset(k + rows if k < columns else k - columns for k in labels)
        for plan, labels in two.items()
    }
    return {
        (x, y)
        for x, tight in one.items()
        for y, other in swapped.items()
        if len(tight | other) == rows + columns
    }


@st.composite
def small_games(draw: st.DrawFn, span: int = 2, most: int = 4) -> tuple[Table, Table]:
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    cell = st.integers(-span, span)
    table = st.lists(
        st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows
    )
    return draw(table), draw(table)


@settings(max_examples=150, deadline=None)
@given(game=small_games())
def test_degenerate_games_match_brute_force(game: tuple[Table, Table]) -> None:
    assert listed(bimatrix(*game)) == brute_force(*game)


@settings(max_examples=50, deadline=None)
@given(game=small_games(span=1000))
def test_games_in_general_position_match_brute_force(game: tuple[Table, Table]) -> None:
    assert listed(bimatrix(*game)) == brute_force(*game)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(game=small_games(span=1, most=5))
def test_very_degenerate_games_match_brute_force(game: tuple[Table, Table]) -> None:
    assert listed(bimatrix(*game)) == brute_force(*game)


@settings(max_examples=40, deadline=None)
@given(game=small_games())
def test_every_equilibrium_is_certified(game: tuple[Table, Table]) -> None:
    solution = solve_nash(bimatrix(*game))
    assert solution.complete
    assert solution.equilibria
    assert solution.max_regret <= REGRET * max(solution.game.payoff_range, 1.0)


@settings(max_examples=40, deadline=None)
@given(game=small_games(), seed=st.integers(0, 2**32 - 1))
def test_mixtures_within_maximal_subsets_are_equilibria(
    game: tuple[Table, Table], seed: int
) -> None:
    form = bimatrix(*game)
    tree = simultaneous_game(form)
    found = extreme_equilibria(form)
    rng = np.random.default_rng(seed)
    for component in found.components:
        assert {found.pairs[k] for k in component.equilibria} == {
            (i, j) for subset in component.subsets for i in subset.first for j in subset.second
        }
        for subset in component.subsets:
            sides = []
            for plans, used in ((found.first, subset.first), (found.second, subset.second)):
                shares = rng.dirichlet(np.ones(len(used)))
                sides.append(shares @ np.asarray([plans[i] for i in used], dtype=float))
            certificate = certify(tree, np.concatenate(sides))
            assert certificate.player_regret <= REGRET * max(tree.payoff_range, 1.0)


def test_the_game_with_75_equilibria_has_75() -> None:
    found = extreme_equilibria(bimatrix(*seventy_five()))
    assert len(found.pairs) == 75
    assert all(component.isolated for component in found.components)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7])
def test_coordination_on_one_of_n_has_2_to_the_n_less_1(size: int) -> None:
    assert len(extreme_equilibria(bimatrix(np.eye(size), np.eye(size))).pairs) == 2**size - 1


def test_where_nothing_matters_everything_is_an_equilibrium() -> None:
    found = extreme_equilibria(bimatrix(np.zeros((3, 4)), np.zeros((3, 4))))
    assert len(found.pairs) == 12
    assert len(found.components) == 1
    assert len(found.components[0].subsets) == 1


def test_a_component_of_several_maximal_subsets() -> None:
    # Both rows are alike for player 1 against the first column; the second column tempts it down.
    found = extreme_equilibria(bimatrix([[1, 0], [1, 2]], [[1, 0], [0, 0]]))
    assert len(found.components) == 1
    component = found.components[0]
    assert not component.isolated
    assert len(component.subsets) == 2


@settings(max_examples=200, deadline=None)
@given(pairs=st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1))
def test_maximal_subsets_are_the_maximal_cliques(pairs: set[tuple[int, int]]) -> None:
    graph: nx.Graph[tuple[int, int]] = nx.Graph()
    graph.add_edges_from(((0, one), (1, two)) for one, two in pairs)
    for side in (0, 1):
        plans = {(side, pair[side]) for pair in pairs}
        graph.add_edges_from(itertools.combinations(plans, 2))
    cliques = {
        tuple(tuple(sorted(plan for which, plan in clique if which == side)) for side in (0, 1))
        for clique in nx.find_cliques(graph)
    }
    found = maximal_subsets(sorted(pairs))
    assert [(one.first, one.second) for one in found] == sorted(c for c in cliques if all(c))


def test_strategies_alike_are_listed_each() -> None:
    single = bimatrix([[2, 0], [0, 1]], [[2, 0], [0, 1]])
    double = bimatrix([[2, 0], [2, 0], [0, 1]], [[2, 0], [2, 0], [0, 1]])
    assert len(extreme_equilibria(single).pairs) == 3
    assert len(extreme_equilibria(double).pairs) == 5
    assert len(extreme_equilibria(double).components) == 3


@pytest.mark.parametrize("scale", [1, 10**6, 10**9, 10**15])
def test_large_payoffs_do_not_overflow(scale: int) -> None:
    rng = np.random.default_rng(4)
    first, second = rng.integers(-9, 10, (2, 6, 6))
    small = listed(bimatrix(first, second))
    exact = np.empty((2, 6, 6), dtype=object)
    shift = rng.integers(0, 10**6, 6).tolist()
    for i, j in itertools.product(range(6), repeat=2):
        # Adding to a column for player 1, to a row for player 2, changes no best reply.
        exact[0, i, j] = Fraction(int(first[i, j]) * scale + shift[j] * scale)
        exact[1, i, j] = Fraction(int(second[i, j]) * scale + shift[i] * scale)
    names = tuple(tuple("abcdef") for _ in range(2))
    form = NormalForm("large", ("one", "two"), names, exact.astype(float), exact)
    assert listed(form) == small


def test_the_compiled_loop_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    form = bimatrix(rng.integers(-3, 4, (7, 7)), rng.integers(-3, 4, (7, 7)))
    plain = listed(form)
    monkeypatch.setattr(compiled, "LONG", 1)
    assert listed(form) == plain


def test_more_than_64_labels() -> None:
    size = 40
    found = extreme_equilibria(bimatrix(np.eye(3, size), np.eye(3, size)))
    assert len(found.pairs) >= 7
    assert {(i, j) for i, j in listed(bimatrix(np.eye(size, 3), np.eye(size, 3)))} == {
        (y, x) for x, y in listed(bimatrix(np.eye(3, size), np.eye(3, size)))
    }


def test_too_long_an_enumeration_is_refused() -> None:
    rng = np.random.default_rng(1)
    form = bimatrix(rng.random((9, 9)), rng.random((9, 9)))
    with pytest.raises(TooMany, match=r"1,000 comparisons; .*method='lemke'\) finds one"):
        extreme_equilibria(form, most=1000)


def test_too_long_an_enumeration_is_foreseen() -> None:
    rng = np.random.default_rng(3)
    first, second = rng.integers(-1000, 1001, (2, 14, 14)).tolist()
    game = bimatrix(first, second)
    whole = extreme_equilibria(game)
    assert whole.comparisons > SERIOUS
    with pytest.raises(TooMany, match="is likely to need more than 250,000,000"):
        extreme_equilibria(game, most=250_000_000, foresee=True)
    assert extreme_equilibria(game, foresee=True).pairs == whole.pairs


def test_too_many_copies_are_refused() -> None:
    form = bimatrix(np.eye(2).repeat(500, axis=0), np.eye(2).repeat(500, axis=0))
    with pytest.raises(TooMany, match="if strategies with the same payoffs count once"):
        extreme_equilibria(form)


def test_three_players_are_refused() -> None:
    form = NormalForm("three", ("a", "b", "c"), (("x",),) * 3, np.zeros((3, 1, 1, 1)))
    with pytest.raises(NotSolved, match=r"two players.*quantal"):
        extreme_equilibria(form)


def count_by_lrsnash(first: Table, second: Table, folder: Path) -> int:
    """How many extreme equilibria lrsnash finds (Avis, Rosenberg, Savani, von Stengel 2010)."""
    tables = [
        "\n".join(" ".join(str(int(cell)) for cell in row) for row in table)
        for table in (first, second)
    ]
    file = folder / "game"
    file.write_text(f"{len(first)} {len(first[0])}\n\n{tables[0]}\n\n{tables[1]}\n")
    out = subprocess.run(["lrsnash", str(file)], capture_output=True, text=True, check=True).stdout
    line = next(line for line in out.splitlines() if "Number of equilibria" in line)
    return int(line.rsplit(":", 1)[1])


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("lrsnash") is None, reason="lrsnash is not installed")
@pytest.mark.parametrize("seed", range(40))
def test_counts_match_lrsnash(seed: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    rows, columns = rng.integers(2, 11, 2)
    span = int(rng.choice([1, 2, 5, 100, 10**6]))
    first, second = rng.integers(-span, span + 1, (2, rows, columns)).tolist()
    count = count_by_lrsnash(first, second, tmp_path)
    assert len(extreme_equilibria(bimatrix(first, second)).pairs) == count


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("lrsnash") is None, reason="lrsnash is not installed")
def test_lrsnash_confirms_the_75(tmp_path: Path) -> None:
    assert count_by_lrsnash(*seventy_five(), tmp_path) == 75
