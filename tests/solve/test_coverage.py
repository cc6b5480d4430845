"""How many mixed sequential equilibria are found of those that complete enumeration finds.

Where every information set is reached, sequential equilibria are the Nash equilibria. With two
sides Gambit enumerates these in fractions, by lrsnash where it is installed; with three sides of
two actions each elimination does (:mod:`tests.solve.two_by_two_by_two`). ``pytest -v`` prints the
tables. Each component of equilibria counts once: it is met if one of its extreme points is found.
"""

from __future__ import annotations

import itertools
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest

from crisis_sim.game.game import Floats, Game
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.strategy.evaluate import reach_probabilities
from tests.solve.gambit_oracle import profile_of, pygambit, theirs_of
from tests.solve.kinds_of_games import End, Move, draw_mixing, flat
from tests.solve.two_by_two_by_two import Payoffs, Surd, Tied, all_equilibria
from tests.tallies import Record, record

SAME = 1e-6
LEAST = 0.95
LRSNASH = shutil.which("lrsnash")
MOST_STRATEGIES = 1_100 if LRSNASH else 24
"""Combinations of two sides' strategies that are enumerated in seconds."""
RANGE = 1_000

Play = tuple[float, ...]


@dataclass(frozen=True)
class Component:
    """Plays of its mixed equilibria that reach everything; whether all in it are played alike."""

    plays: Sequence[Play]
    isolated: bool


Tally = defaultdict[str, Counter[str]]

counts = pytest.mark.parametrize(
    "count_of",
    [
        pytest.param(120, marks=pytest.mark.slow),
        pytest.param(1_000, marks=pytest.mark.long),
    ],
)


def play(game: Game, profile: Floats) -> Play:
    """The probability of each end."""
    return tuple(reach_probabilities(game, profile)[game.tree.terminals].tolist())


def found(game: Game) -> list[Play]:
    return [play(game, one.profile) for one in solve_sequential(game).equilibria]


def among(one: Play, others: Iterable[Play]) -> bool:
    return any(np.abs(np.subtract(one, other)).max() <= SAME for other in others)


def count(tally: Tally, row: str, components: Sequence[Component], game: Game) -> None:
    """Add to a row a game with the components that enumeration finds."""
    listed = found(game) if components else []
    tally[row].update({"games": 1, "with any": bool(components)})
    for component in components:
        kind, told = ("isolated", "found") if component.isolated else ("continua", "met")
        tally[row].update({kind: 1, told: any(among(one, listed) for one in component.plays)})


def assert_covered(tally: Tally) -> None:
    for row, own in tally.items():
        every = own["isolated"] + own["continua"]
        assert own["found"] + own["met"] >= LEAST * every > 0, row


def enumerated(game: Game) -> list[Component] | None:
    """The components with mixed equilibria that reach every information set.

    The extreme equilibria are the edges of a graph of strategies, whose components are those of
    the equilibria (Avis, Rosenberg, Savani and von Stengel 2010). None where enumeration is long.
    """
    gambit = pygambit()
    theirs = theirs_of(gambit, game)
    one, two = theirs.players
    if len(theirs.get_strategies(one)) * len(theirs.get_strategies(two)) > MOST_STRATEGIES:
        return None
    every = gambit.nash.enummixed_solve(theirs, rational=True, lrsnash_path=LRSNASH).equilibria
    graph = nx.Graph()
    for mixed in every:
        ends = [(player, tuple(share for _, share in mixed[player])) for player in (one, two)]
        graph.add_edge(*ends, profile=profile_of(game, theirs, mixed.as_behavior()))
    components = []
    for own in nx.connected_components(graph):
        profiles = [profile for _, _, profile in graph.subgraph(own).edges(data="profile")]
        plays = [play(game, profile) for profile in profiles if mixed_reaching_all(game, profile)]
        if plays:
            every_play = [play(game, profile) for profile in profiles]
            isolated = all(among(one, plays[:1]) for one in every_play)
            components.append(Component(plays, isolated))
    return components


def mixed_reaching_all(game: Game, profile: Floats) -> bool:
    """Whether something is mixed, and every information set is reached."""
    if np.isin(profile, (0.0, 1.0)).all():
        return False
    reach = reach_probabilities(game, profile)
    return all(reach[list(held.nodes)].sum() > 0 for held in game.tree.information_sets)


@counts
def test_mixed_equilibria_of_two_sides(count_of: int, record_property: Record) -> None:
    tally: Tally = defaultdict(Counter)
    for drawn in map(draw_mixing, range(count_of)):
        components = enumerated(drawn.game)
        if components is not None:
            count(tally, drawn.size, components, drawn.game)
    record(record_property, "mixed equilibria of two sides that reach everything", tally)
    assert_covered(tally)


def three_sides(seed: int) -> tuple[Game, Payoffs, list[tuple[Surd, Surd, Surd]]]:
    """A game without ties, and its equilibria."""
    rng = np.random.default_rng([seed, 32])
    while True:
        payoffs = {
            actions: tuple(Fraction(n) for n in rng.integers(-RANGE, RANGE + 1, 3).tolist())
            for actions in itertools.product(range(2), repeat=3)
        }
        try:
            every = all_equilibria(payoffs)
        except Tied:
            continue
        return at_once(payoffs), payoffs, every


def test_elimination_finds_what_is_published() -> None:
    """Three-sided matching pennies (Jordan 1993), and nine equilibria of one game.

    Two of the nine have all three mixing (McKelvey and McLennan 1996).
    """
    every = [*itertools.product(range(2), repeat=3)]
    pennies = {
        a: tuple(Fraction((a[i] == a[(i + 1) % 3]) != (i == 2)) for i in range(3)) for a in every
    }
    (one,) = all_equilibria(pennies)
    assert [float(share) for share in one] == [0.5] * 3
    paid = {(0, 0, 0): (9, 8, 12), (1, 1, 0): (9, 8, 2), (1, 0, 1): (3, 4, 6), (0, 1, 1): (3, 4, 6)}
    nine = all_equilibria({a: tuple(map(Fraction, paid.get(a, (0, 0, 0)))) for a in every})
    mixing = [sum(0 < float(share) < 1 for share in one) for one in nine]
    assert sorted(mixing) == [0] * 4 + [2] * 3 + [3] * 2


def at_once(payoffs: Payoffs) -> Game:
    """Three sides move at once."""

    def below(*actions: int) -> Move:
        if len(actions) == 2:
            ends = tuple(End(payoffs[*actions, last]) for last in range(2))
            return Move(2, 2, ends)
        return Move(len(actions), len(actions), tuple(below(*actions, n) for n in range(2)))

    return flat(below(), 3)


@counts
def test_equilibria_of_three_sides(count_of: int, record_property: Record) -> None:
    tally: Tally = defaultdict(Counter)
    for seed in range(count_of):
        game, _, every = three_sides(seed)
        # Without ties there is an odd number of equilibria (Wilson 1971).
        assert len(every) % 2, seed
        plays = {one: play(game, profile(one)) for one in every}
        listed = found(game)
        pure = [own for own in plays.values() if 1.0 in own]
        assert all(among(own, listed) for own in pure), seed
        assert all(among(own, plays.values()) for own in listed), seed
        for mixing in range(2, 4):
            some = [
                Component([plays[one]], isolated=True)
                for one in every
                if sum(0 < float(share) < 1 for share in one) == mixing
            ]
            count(tally, f"2x2x2, {mixing} mix", some, game)
    record(record_property, "mixed equilibria of three sides", tally)
    assert_covered(tally)


def profile(one: Sequence[Surd]) -> Floats:
    return np.array([share for p in map(float, one) for share in (1.0 - p, p)])
