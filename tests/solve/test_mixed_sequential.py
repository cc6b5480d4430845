"""Mixed sequential equilibria against published numbers, hand calculation and brute force."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings

from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE, TERMINAL, Tree
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.solve.solution import Equilibrium
from crisis_sim.strategy.certificate import certify
from crisis_sim.study_files import load
from tests.random_trees import Shape, games, random_game

TOL = 1e-9
SAME = 1e-6
HIDDEN = Shape(deepest=4, most_nodes=22, seen=0.4, chance=0.25, payoffs=3)

Leaf = Sequence[float]


class _Columns:
    """Nodes as they are added, in preorder."""

    def __init__(self) -> None:
        self.parent: list[int] = []
        self.branch: list[int] = []
        self.mover: list[int] = []
        self.sets: list[int] = []
        self.chance: list[float] = []
        self.payoffs: list[Leaf] = []

    def add(self, parent: int, branch: int, mover: int, held: int = -1, chance: float = 1) -> int:
        self.parent.append(parent)
        self.branch.append(branch)
        self.mover.append(mover)
        self.sets.append(held)
        self.chance.append(chance)
        return len(self.parent) - 1

    def leaf(self, parent: int, branch: int, payoffs: Leaf) -> None:
        self.add(parent, branch, TERMINAL)
        self.payoffs.append(payoffs)

    def game(self, owner: Sequence[int], width: Sequence[int]) -> Game:
        count = len(self.parent)
        mover = np.asarray(self.mover, dtype=np.int32)
        row = np.where(mover == TERMINAL, np.cumsum(mover == TERMINAL) - 1, -1)
        end = np.arange(1, count + 1, dtype=np.int32)
        for node in range(count - 1, 0, -1):
            end[self.parent[node]] = max(end[self.parent[node]], end[node])
        labels = [f"a{i}" for i in range(max(width))] + [f"h{i}" for i in range(len(owner))]
        tree = Tree(
            players=("P0", "P1"),
            parent=np.asarray(self.parent, dtype=np.int32),
            branch=np.asarray(self.branch, dtype=np.int32),
            mover=mover,
            information_set=np.asarray(self.sets, dtype=np.int32),
            end=end,
            move=np.asarray(self.branch, dtype=np.int32),
            place=np.zeros(count, dtype=np.int32),
            payoff_row=row.astype(np.int32),
            labels=tuple(labels),
            set_player=np.asarray(owner, dtype=np.int32),
            set_label=np.arange(max(width), max(width) + len(owner), dtype=np.int32),
            set_actions=np.asarray(width, dtype=np.int32),
            rows=np.arange(len(self.payoffs), dtype=np.int32),
            outcomes=tuple(f"z{i}" for i in range(len(self.payoffs))),
        )
        return Game("test", tree, np.asarray(self.chance, dtype=float), np.asarray(self.payoffs))


def matrix_game(first: np.ndarray, second: np.ndarray) -> Game:
    """Simultaneous moves: information set 0 chooses the row, 1 the column."""
    columns = _Columns()
    root = columns.add(-1, -1, 0, 0)
    for row, column in itertools.product(*map(range, first.shape)):
        if column == 0:
            node = columns.add(root, row, 1, 1)
        columns.leaf(node, column, (float(first[row, column]), float(second[row, column])))
    return columns.game((0, 1), first.shape)


def signalling_game(prior: Sequence[float], sender: np.ndarray, receiver: np.ndarray) -> Game:
    """Payoffs by (type, message, reply); information sets are the types, then the messages."""
    types, messages, replies = sender.shape
    columns = _Columns()
    root = columns.add(-1, -1, CHANCE)
    for kind, message in itertools.product(range(types), range(messages)):
        if message == 0:
            node = columns.add(root, kind, 0, kind, prior[kind])
        after = columns.add(node, message, 1, types + message)
        for reply in range(replies):
            worth = sender[kind, message, reply], receiver[kind, message, reply]
            columns.leaf(after, reply, tuple(float(value) for value in worth))
    owner = [0] * types + [1] * messages
    return columns.game(owner, [messages] * types + [replies] * messages)


def mixed(game: Game) -> list[Equilibrium]:
    """The mixed equilibria listed, each measured anew."""
    found = [one for one in solve_sequential(game).equilibria if not one.pure]
    for one in found:
        assert certify(game, one.profile, one.beliefs).holds(1e-8)
    return found


def test_beer_and_quiche() -> None:
    (one,) = solve_sequential(load("beer-and-quiche").game(strong=0.1)).equilibria
    tree = load("beer-and-quiche").game(strong=0.1).tree
    played = {
        held.label: dict(
            zip(held.actions, one.profile[held.choices.start : held.choices.stop], strict=True)
        )
        for held in tree.information_sets
    }
    assert played["breakfast, after strong"]["beer"] == 1.0
    assert played["breakfast, after weak"]["beer"] == pytest.approx(1 / 9, abs=TOL)
    assert played["after beer"]["duel"] == pytest.approx(0.5, abs=TOL)
    assert played["after quiche"]["duel"] == 1.0
    assert one.certificate.holds(TOL)


def test_matching_pennies() -> None:
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    (one,) = mixed(matrix_game(pennies, -pennies))
    assert one.profile == pytest.approx([0.5] * 4, abs=TOL)


def test_inspection_game() -> None:
    # Fudenberg and Tirole (1991, section 1.1): the agent works or shirks, the principal inspects or
    # not; wage 3, output 5, effort 2, inspection 1. Shirk with h/w = 1/3, inspect with g/w = 2/3.
    agent = np.array([[0.0, 3.0], [1.0, 1.0]])
    principal = np.array([[-1.0, -3.0], [1.0, 2.0]])
    (one,) = mixed(matrix_game(agent, principal))
    assert one.profile == pytest.approx([1 / 3, 2 / 3, 2 / 3, 1 / 3], abs=TOL)


def test_three_types() -> None:
    """Types 0, 1, 2 with chances 1/5, 2/5, 2/5 may stay silent (1 for sure) or claim something.

    A claim that is granted gives 3 less the type's cost of claiming 0, 1, 3; one refused gives less
    3 that. So type 0 claims unless refused for sure, and type 2 never. The receiver gains 1 by
    granting type 0 and loses 1 by granting type 1. Were both to claim it would refuse and type 1
    stay silent; were type 0 alone to claim it would grant and type 1 claim. So type 1 claims with
    probability 1/2, which makes the weights 1/5 and 2/5 * 1/2 equal; and the receiver grants with
    the probability r that solves 3 r - 1 = 1, that is 2/3. Type 0 expects 2,
    the others 1; the receiver 1 from the silent, who are 3/5 of all, and nothing from a claim.
    """
    cost = np.array([0.0, 1.0, 3.0])
    sender = np.ones((3, 2, 2))
    sender[:, 1, 0] = 3.0 - cost
    sender[:, 1, 1] = -cost
    receiver = np.zeros((3, 2, 2))
    receiver[:, 0, 0] = 1.0
    receiver[:, 1, 0] = (1.0, -1.0, -1.0)
    game = signalling_game((0.2, 0.4, 0.4), sender, receiver)
    (one,) = mixed(game)
    assert one.profile == pytest.approx([0, 1, 0.5, 0.5, 1, 0, 1, 0, 2 / 3, 1 / 3], abs=TOL)
    assert one.payoffs == pytest.approx([1.2, 0.6], abs=TOL)


def test_a_receiver_off_the_path_may_have_to_mix() -> None:
    """Both types stay out (worth 0) only if an entrant meets neither reply for sure.

    By entering, the first type gains 1 if the reply is 0 and loses 2 if it is 1, the second the
    other way round: out is best for both where reply 0 has a probability from 1/3 to 2/3. It
    pays the receiver to give reply 1 to the first type and reply 0 to the second: at a belief of
    1/2 it is indifferent, and off the path it may hold that belief.
    """
    sender = np.zeros((2, 2, 2))
    sender[:, 1] = [[1.0, -2.0], [-2.0, 1.0]]
    receiver = np.zeros((2, 2, 2))
    receiver[:, 0, 0] = 1.0
    receiver[:, 1] = [[0.0, 1.0], [1.0, 0.0]]
    found = mixed(signalling_game((0.6, 0.4), sender, receiver))
    (quiet,) = [one for one in found if one.profile[0] == 1.0 and one.profile[2] == 1.0]
    assert quiet.profile[6:] == pytest.approx([0.5, 0.5], abs=TOL)
    assert any("from 1/3 to 2/3" in note for note in quiet.notes)


def test_what_was_searched_is_told() -> None:
    solution = solve_sequential(load("beer-and-quiche").game(strong=0.1))
    assert solution.searched[0].complete
    assert solution.extent.startswith("all pure strategies (")
    assert "mixed strategies were searched" in solution.extent
    assert "other mixed strategies were not" in solution.extent


def test_mixed_follow_pure_that_pass_as_many_refinements() -> None:
    solution = solve_sequential(load("brams-chicken").game())
    assert [one.pure for one in solution.equilibria] == [True, True, False]


@pytest.mark.parametrize("assumed", [(), ("a forgiving audience",)])
def test_mixed_come_before_pure_that_pass_fewer_refinements(assumed: tuple[str, ...]) -> None:
    first, second = solve_sequential(load("audience-costs").assuming(*assumed).game()).equilibria
    assert (first.pure, second.pure) == (False, True)
    assert (first.refinements["D1"], second.refinements["D1"]) == (True, False)


def passed(one: Equilibrium) -> int:
    """How many refinements an equilibrium passes."""
    return sum(held is True for held in one.refinements.values())


@pytest.mark.parametrize("name", ["audience-costs", "cheap-talk", "cuba-1962-two-types"])
def test_those_that_pass_more_refinements_come_first(name: str) -> None:
    equilibria = solve_sequential(load(name).game()).equilibria
    counts = [passed(one) for one in equilibria]
    assert {one.pure for one in equilibria} == {True, False}
    assert counts == sorted(counts, reverse=True)


def test_indifference_of_those_who_mix_is_no_tie() -> None:
    pennies = np.array([[1.0, -1.0], [-1.0, 1.0]])
    assert solve_sequential(matrix_game(pennies, -pennies)).ties == ()


@settings(max_examples=150, deadline=None)
@given(games(HIDDEN))
def test_every_mixed_equilibrium_is_certified(game: Game) -> None:
    found = mixed(game)
    for one in found:
        low, high = one.belief_bounds[:, 0], one.belief_bounds[:, 1]
        held = ~np.isnan(one.beliefs)
        assert np.all(low[held] <= one.beliefs[held] + SAME)
        assert np.all(one.beliefs[held] <= high[held] + SAME)


@settings(max_examples=30, deadline=None)
@given(games(HIDDEN))
def test_positive_affine_payoffs_change_no_probability(game: Game) -> None:
    changed = Game(game.title, game.tree, game.chance.copy(), game.payoffs * 3.0 + 7.0)
    before = sorted(one.profile.tolist() for one in mixed(game))
    after = sorted(one.profile.tolist() for one in mixed(changed))
    assert np.allclose(before, after, atol=SAME)


# Brute force on generic signalling games -------------------------------------------------------


def normal_form(
    prior: np.ndarray, sender: np.ndarray, receiver: np.ndarray
) -> tuple[np.ndarray, np.ndarray, list[tuple[int, ...]], list[tuple[int, ...]]]:
    """Payoffs by pure strategies: a message for each type, a reply to each message."""
    types, messages, replies = sender.shape
    rows = list(itertools.product(range(messages), repeat=types))
    columns = list(itertools.product(range(replies), repeat=messages))
    tables = [
        np.array(
            [
                [
                    sum(prior[t] * worth[t, m, reply[m]] for t, m in enumerate(row))
                    for reply in columns
                ]
                for row in rows
            ]
        )
        for worth in (sender, receiver)
    ]
    return tables[0], tables[1], rows, columns


def nash_equilibria(
    first: np.ndarray, second: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Support enumeration, unequal sizes included; singular systems by least squares."""
    for size in itertools.product(range(1, 4), repeat=2):
        for rows in itertools.combinations(range(len(first)), size[0]):
            for columns in itertools.combinations(range(len(first[0])), size[1]):
                y = indifferent(first[np.ix_(rows, columns)])
                x = indifferent(second[np.ix_(rows, columns)].T)
                if x is None or y is None:
                    continue
                whole_x, whole_y = np.zeros(len(first)), np.zeros(len(first[0]))
                whole_x[list(rows)], whole_y[list(columns)] = x, y
                mine, yours = first @ whole_y, whole_x @ second
                if mine.max() - mine @ whole_x < 1e-8 and yours.max() - yours @ whole_y < 1e-8:
                    yield whole_x, whole_y


def indifferent(table: np.ndarray) -> np.ndarray | None:
    """A mixture over the columns under which the rows are worth the same; None without one."""
    rows, columns = table.shape
    matrix = np.zeros((rows + 1, columns + 1))
    matrix[:rows, :columns], matrix[:rows, columns], matrix[rows, :columns] = table, -1.0, 1.0
    right = np.append(np.zeros(rows), 1.0)
    solution = np.linalg.lstsq(matrix, right, rcond=None)[0]
    if np.abs(matrix @ solution - right).max() > 1e-9 or solution[:columns].min() < 1e-9:
        return None
    return solution[:columns]


def rational_off_path(receiver: np.ndarray, sent: np.ndarray, reply: np.ndarray) -> bool:
    """Whether every reply to a message that nobody sends is best under some belief."""
    from scipy.optimize import linprog

    types, messages, replies = receiver.shape
    for message in range(messages):
        if sent[:, message].sum() > 1e-9:
            continue
        worth = receiver[:, message, :].T
        over = worth - reply[message] @ worth
        found = linprog(
            np.zeros(types),
            A_ub=over,
            b_ub=np.full(replies, 1e-9),
            A_eq=np.ones((1, types)),
            b_eq=[1.0],
        )
        if found.status != 0:
            return False
    return True


def brute_force_plays(
    prior: np.ndarray, sender: np.ndarray, receiver: np.ndarray
) -> list[np.ndarray]:
    """(ends,) how likely each end is in each sequential equilibrium found."""
    types, messages, replies = sender.shape
    first, second, rows, columns = normal_form(prior, sender, receiver)
    plays: list[np.ndarray] = []
    for x, y in nash_equilibria(first, second):
        sent, reply = np.zeros((types, messages)), np.zeros((messages, replies))
        for weight, row in zip(x, rows, strict=True):
            for t, m in enumerate(row):
                sent[t, m] += weight
        for weight, column in zip(y, columns, strict=True):
            for m, r in enumerate(column):
                reply[m, r] += weight
        play = (prior[:, None, None] * sent[:, :, None] * reply[None]).ravel()
        if not rational_off_path(receiver, sent, reply):
            continue
        if all(np.abs(play - other).max() > SAME for other in plays):
            plays.append(play)
    return plays


def check_against_brute_force(seed: int, shape: tuple[int, int, int]) -> None:
    rng = np.random.default_rng(seed)
    prior = rng.dirichlet(np.ones(shape[0]))
    sender, receiver = rng.normal(size=shape), rng.normal(size=shape)
    solution = solve_sequential(signalling_game(prior, sender, receiver))
    game = solution.game
    listed = []
    for place, one in enumerate(solution.equilibria):
        assert one.certificate.holds(1e-8)
        listed.append(solution.reach(place)[game.tree.terminals])
    for play in brute_force_plays(prior, sender, receiver):
        assert any(np.abs(play - other).max() < SAME for other in listed), (seed, shape, play)


@pytest.mark.parametrize("seed", range(60))
def test_two_types_against_brute_force(seed: int) -> None:
    check_against_brute_force(seed, (2, 2, 2))


@pytest.mark.slow
@pytest.mark.parametrize("shape", [(3, 2, 2), (2, 3, 2), (2, 2, 3)])
@pytest.mark.parametrize("seed", range(8))
def test_larger_games_against_brute_force(seed: int, shape: tuple[int, int, int]) -> None:
    check_against_brute_force(seed, shape)


def test_more_indifferences_than_receivers_have_a_mixture() -> None:
    """A layer with several classes of nodes gives more equations than unknowns."""
    game = random_game(np.random.default_rng(447), HIDDEN)
    solution = solve_sequential(game)
    assert solution.equilibria
    assert solution.max_regret <= TOL * game.payoff_range
