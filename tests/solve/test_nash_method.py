"""Which method serves which game, what it says of its answer, and published games."""

from __future__ import annotations

import importlib
import itertools
from functools import partial

import numpy as np
import pytest

from crisis_sim.concepts import NASH_METHODS
from crisis_sim.errors import InputError, NotSolved
from crisis_sim.gambit.read_nfg import read_nfg
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.game.simultaneous import simultaneous_game
from crisis_sim.solve.choose import solve_game
from crisis_sim.solve.nash import NashSolution, pure_equilibria, solve_nash
from crisis_sim.solve.nash.tableau import Tableau
from crisis_sim.strategy.certificate import certify
from crisis_sim.study_files import load
from tests.gambit.corpus import FOLDER
from tests.plot.games import End, Move, Nature, build
from tests.random_trees import Shape, random_game
from tests.solve.test_contract import forgetful_game

dispatch = importlib.import_module("crisis_sim.solve.nash.solve_nash")

REGRET = 1e-9  # of the payoff range
VALUE = 1e-12  # payoff units, payoffs of size 2


def normal_form(*tables: object, title: str = "game") -> NormalForm:
    payoffs = np.stack([np.asarray(table, dtype=float) for table in tables])
    names = tuple(tuple(f"s{i}" for i in range(count)) for count in payoffs.shape[1:])
    return NormalForm(title, tuple(f"p{i}" for i in range(len(tables))), names, payoffs)


def kuhn_poker() -> Game:
    """Kuhn (1950): three cards, one bet; player 1 expects -1/18."""

    def showdown(one: int, two: int, stake: int) -> End:
        won = stake if one > two else -stake
        return End(f"{won}", (won, -won))

    def play(one: int, two: int) -> Move:
        called = {"fold": End("folded 1", (-1, 1)), "call": showdown(one, two, 2)}
        after_check = {
            "check": showdown(one, two, 1),
            "bet": Move(0, "bet at", called),
        }
        after_bet = {"fold": End("folded 2", (1, -1)), "call": showdown(one, two, 2)}
        actions = {"check": Move(1, "checked to", after_check), "bet": Move(1, "bet to", after_bet)}
        return Move(0, "first", actions)

    def second(one: int) -> Nature:
        left = [card for card in (1, 2, 3) if card != one]
        return Nature("deal 2", {f"b{two}": (0.5, play(one, two)) for two in left}, (0,))

    first = {f"a{one}": (1 / 3, second(one)) for one in (1, 2, 3)}
    return build("Kuhn poker", ("one", "two"), Nature("deal 1", first, (1,)))


@pytest.mark.parametrize("method", ["auto", "linear programme", "lemke"])
def test_kuhn_poker_is_worth_minus_an_eighteenth(method: str) -> None:
    game = kuhn_poker()
    assert len(game.tree.set_player) == 12
    solution = solve_nash(game, method=method)
    assert solution.max_regret <= REGRET * game.payoff_range
    for one in solution.equilibria:
        assert one.payoffs == pytest.approx([-1 / 18, 1 / 18], abs=VALUE)


def test_kuhn_poker_has_one_component_with_two_extreme_points() -> None:
    """Player 1 bets the lowest card with any probability up to 1/3, the highest thrice as often."""
    solution = solve_nash(kuhn_poker())
    assert solution.complete
    assert len(solution.components) == 1
    sets = solution.game.tree.information_sets
    opening = [one for one in sets if one.label == "first"]
    bets = {
        tuple(round(float(each.profile[one.choices[1]]), 9) for one in opening)
        for each in solution.equilibria
    }
    assert bets == {(0.0, 0.0, 0.0), (0.333333333, 0.0, 1.0)}


def test_the_two_equilibria_of_beer_and_quiche_are_two_components() -> None:
    solution = solve_nash(load("beer-and-quiche").game())
    assert solution.complete
    assert len(solution.components) == 2
    assert {note for one in solution.equilibria for note in one.notes} == {
        f"component {k} of 2, one of the 2 ends of a continuum, each counted as one" for k in (1, 2)
    }


def test_components_are_named_in_order() -> None:
    solution = solve_nash(normal_form([[2, 0], [0, 1]], [[1, 0], [0, 2]]))
    assert [one.notes for one in solution.equilibria] == [
        (f"component {k} of 3, isolated",) for k in (1, 2, 3)
    ]
    assert [tuple(one.payoffs) for one in solution.equilibria[:2]] == [(2.0, 1.0), (1.0, 2.0)]
    assert [one.equilibria for one in solution.components] == [(0,), (1,), (2,)]


def test_extreme_plans_stand_in_the_order_of_the_equilibria() -> None:
    form = normal_form(np.eye(3), np.eye(3))
    solution = solve_nash(form)
    assert solution.extreme is not None
    for one, (i, j) in zip(solution.equilibria, solution.extreme.pairs, strict=True):
        exact = [*solution.extreme.first[i], *solution.extreme.second[j]]
        assert one.profile == pytest.approx(np.asarray(exact, dtype=float))


def test_a_normal_form_and_its_tree_have_the_same_equilibria() -> None:
    rng = np.random.default_rng(8)
    form = normal_form(*rng.integers(-3, 4, (2, 4, 5)))
    one, two = solve_nash(form), solve_nash(simultaneous_game(form))
    profiles = [sorted(map(tuple, (e.profile for e in each.equilibria))) for each in (one, two)]
    assert profiles[0] == profiles[1]


@pytest.mark.parametrize("method", NASH_METHODS)
def test_each_method_is_deterministic(method: str) -> None:
    game = simultaneous_game(normal_form([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))
    first, second = solve_nash(game, method=method), solve_nash(game, method=method)
    assert isinstance(first, NashSolution)
    assert first.extent == second.extent
    pairs = zip(first.equilibria, second.equilibria, strict=True)
    assert all(np.array_equal(a.profile, b.profile) for a, b in pairs)
    assert first.max_regret <= REGRET * 2 or not first.equilibria


def test_a_game_too_large_to_enumerate_says_what_was_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dispatch, "QUICK_COMPARISONS", 10)
    rng = np.random.default_rng(1)
    solution = solve_nash(normal_form(*rng.integers(-9, 10, (2, 5, 5))))
    assert not solution.complete
    assert len(solution.equilibria) == 1
    assert solution.method.startswith("Lemke's algorithm")
    assert "more than 10 comparisons" in solution.extent
    assert "was not searched" in solution.extent


def test_with_a_constant_sum_the_linear_programme_takes_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dispatch, "MANY_CHOICES", 3)
    table = np.array([[1.0, 4.0], [3.0, 2.0]])
    solution = solve_nash(normal_form(table, 10 - table))
    assert solution.method.startswith("linear programme")
    assert "every equilibrium gives p0 2.5" in solution.extent
    assert "more than 3 choices" in solution.extent
    assert solution.equilibria[0].payoffs == pytest.approx([2.5, 7.5])


def test_floats_that_lose_their_regret_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    original = Tableau.step

    def wrong(self: Tableau) -> bool:
        done = original(self)
        if done:
            self.table[:, -1] = self.table[::-1, -1]
        return done

    monkeypatch.setattr(Tableau, "step", wrong)
    form = normal_form([[1, -1, 0], [-1, 2, 0], [0, 0, 5]], [[-1, 1, 3], [1, -1, 0], [2, 0, 1]])
    with pytest.raises(NotSolved, match=r"a profile with regret .*concept='quantal'\) and"):
        solve_nash(form, method="lemke")


def test_a_lost_path_is_refused() -> None:
    tableau = Tableau(np.array([[-1.0, 1.0]]), [1], [0])
    with pytest.raises(NotSolved, match="lost to rounding"):
        tableau.step()


def test_a_path_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crisis_sim.solve.nash.lemke.MOST_PIVOTS", 1)
    with pytest.raises(NotSolved, match="longer than 1 pivots"):
        solve_nash(kuhn_poker(), method="lemke")


def test_imperfect_recall_is_solved_on_the_normal_form() -> None:
    solution = solve_nash(forgetful_game())
    assert "imperfect recall" in solution.warnings[0]
    assert solution.game.tree.set_actions.tolist() == [4]
    assert [tuple(one.payoffs) for one in solution.equilibria] == [(1.0,), (1.0,)]
    assert solution.complete


def test_one_player_has_optimal_strategies() -> None:
    game = build("choice", ("one",), Move(0, "x", {"l": End("a", (1,)), "r": End("b", (2,))}))
    solution = solve_nash(game)
    assert [tuple(one.payoffs) for one in solution.equilibria] == [(2.0,)]
    assert solution.complete


def test_players_without_choices_do_not_count() -> None:
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    form = normal_form(pennies[..., None], -pennies[..., None], pennies[..., None])
    solution = solve_nash(form)
    assert solution.complete
    assert solution.equilibria[0].profile == pytest.approx([0.5, 0.5, 0.5, 0.5, 1.0])


def test_a_player_without_moves_beside_one_with_moves() -> None:
    actions = {"l": End("a", (1, 5)), "r": End("b", (1, 3))}
    solution = solve_nash(build("still", ("one", "two"), Move(0, "x", actions)))
    assert len(solution.equilibria) == 2
    assert not solution.components[0].isolated


def test_a_method_that_does_not_apply_is_refused() -> None:
    form = normal_form([[1, 2], [3, 4]], [[1, 2], [3, 4]])
    message = r"constant sum; solve\(concept='nash', method='lemke'\) serves"
    with pytest.raises(NotSolved, match=message):
        solve_nash(form, method="linear programme")


def test_a_method_that_there_is_not_is_refused_where_it_is_asked_for() -> None:
    for ask in (load("brams-chicken").solve, partial(solve_game, load("brams-chicken").game())):
        with pytest.raises(InputError, match="Did you mean 'enumeration'"):
            ask(concept="nash", method="enumerate")


@pytest.mark.parametrize("method", ["enumeration", "lemke", "nashpy", "linear programme"])
def test_methods_for_two_players_refuse_three(method: str) -> None:
    game = load("selten-horse").game()
    with pytest.raises(NotSolved, match=r"two players.*supports"):
        solve_nash(game, method=method)


@pytest.mark.parametrize(
    ("limit", "method", "message"),
    [
        ("MOST_CHOICES", "lemke", "too many for Lemke's algorithm"),
        ("MOST_SEQUENCES", "linear programme", "too many for the linear programme"),
    ],
)
def test_games_too_large_for_a_method_are_refused(
    limit: str, method: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, limit, 3)
    with pytest.raises(NotSolved, match=message):
        solve_nash(kuhn_poker(), method=method)


# Three and more players.


def test_three_players_who_want_to_match() -> None:
    table = np.zeros((2, 2, 2))
    table[0, 0, 0] = table[1, 1, 1] = 1.0
    solution = solve_nash(normal_form(table, table, table))
    assert not solution.complete
    assert [tuple(one.payoffs) for one in solution.equilibria] == [
        (1.0, 1.0, 1.0),
        (1.0, 1.0, 1.0),
        (0.25, 0.25, 0.25),
    ]
    assert "may miss some" in solution.extent


def test_pure_equilibria_of_a_public_good() -> None:
    """Four players, a threshold of two: exactly two pay, or nobody."""
    shape = (2,) * 4
    tables = [np.zeros(shape) for _ in shape]
    for profile in itertools.product((0, 1), repeat=4):
        for player, table in enumerate(tables):
            table[profile] = 3.0 * (sum(profile) >= 2) - profile[player]
    found = pure_equilibria(normal_form(*tables))
    assert {sum(profile) for profile in found} == {0, 2}
    assert len(found) == 7


def test_selten_horse_has_two_pure_plays() -> None:
    solution = solve_nash(load("selten-horse").game())
    assert {tuple(one.payoffs) for one in solution.equilibria} == {(3, 2, 2), (1, 1, 1)}


@pytest.mark.parametrize("seed", range(6))
def test_mixed_equilibria_of_three_players_are_certified(seed: int) -> None:
    rng = np.random.default_rng(seed)
    form = normal_form(*rng.normal(size=(3, 2, 2, 2)))
    solution = solve_nash(form)
    assert solution.equilibria
    for one in solution.equilibria:
        assert certify(solution.game, one.profile).player_regret <= REGRET
    assert len(solution.equilibria) % 2 == 1  # as in all games in general position (Wilson 1971)


def test_too_many_supports_leave_the_pure_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "MOST_SUPPORTS", 5)
    table = np.zeros((2, 2, 2))
    table[0, 0, 0] = 1.0
    solution = solve_nash(normal_form(table, table, table))
    assert "mixed strategies were not searched, having more than 5" in solution.extent


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_trees_of_three_players(seed: int) -> None:
    shape = Shape(players=3, deepest=4, most_nodes=20)
    game = random_game(np.random.default_rng(seed), shape)
    solution = solve_nash(game)
    assert solution.max_regret <= REGRET * game.payoff_range or not solution.equilibria


@pytest.mark.skipif(not FOLDER.exists(), reason="the corpus is absent")
def test_the_game_with_nine_equilibria_has_nine() -> None:
    """McKelvey and McLennan (1997), the most that three players with two strategies can have."""
    form = read_nfg((FOLDER / "gambit-contrib" / "2x2x2.nfg").read_bytes())
    assert len(solve_nash(form).equilibria) == 9


# Nashpy.


def test_nashpy_is_right_in_general_position() -> None:
    form = normal_form([[3, 0], [5, 1]], [[3, 5], [0, 1]])
    solution = solve_nash(form, method="nashpy")
    assert "gave 1 of 1" in solution.extent
    form = normal_form([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    solution = solve_nash(form, method="nashpy")
    assert "gave 3 of 3" in solution.extent
    assert all("found by nashpy too" in one.notes for one in solution.equilibria)


def test_what_nashpy_misses_is_made_up() -> None:
    form = normal_form([[1, 0, 0], [1, 1, 0], [0, 1, 1]], [[1, 1, 0], [0, 1, 1], [0, 0, 1]])
    alone, beside = solve_nash(form), solve_nash(form, method="nashpy")
    assert len(beside.equilibria) == len(alone.equilibria)
    assert beside.complete


def test_nashpy_breaking_off_is_told() -> None:
    solution = solve_nash(normal_form(np.zeros((2, 2)), np.zeros((2, 2))), method="nashpy")
    assert "nashpy" in solution.extent
    assert len(solution.equilibria) == 4


def test_nashpy_is_not_asked_for_large_games() -> None:
    form = normal_form(np.eye(20), np.eye(20))
    with pytest.raises(NotSolved, match="at most 24 strategies"):
        solve_nash(form, method="nashpy")
