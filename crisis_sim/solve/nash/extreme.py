"""All extreme equilibria of a two-player game, in exact arithmetic.

An equilibrium is extreme if neither player's plan is a mixture of others that are in equilibrium
with the same plan of the opponent. There are finitely many, every equilibrium is made of them
(:mod:`crisis_sim.solve.nash.components`), and in a nondegenerate game they are all there is. They
are the complementary pairs of vertices of the players' best-response polyhedra (Vorob'ev 1958;
Kuhn 1961; Mangasarian 1964), found here by
:mod:`crisis_sim.solve.nash.double_description`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import NormalForm
from crisis_sim.game.sequence_form import SequenceForm, Sequences, sequence_form
from crisis_sim.numbers.rational import rational
from crisis_sim.other_concepts import JUST_ONE, serving
from crisis_sim.remedy import Remedy
from crisis_sim.shown import Brief
from crisis_sim.solve.nash.bimatrix import ReducedGame, expand, reduce_bimatrix
from crisis_sim.solve.nash.compared import whole_numbers
from crisis_sim.solve.nash.components import Component, components
from crisis_sim.solve.nash.cones import Cone, starting_cone
from crisis_sim.solve.nash.double_description import (
    MOST_COMPARISONS,
    ONE_SERVES,
    Effort,
    TooMany,
    complementary_pairs,
    complementary_rays,
)
from crisis_sim.solve.nash.inner import Plan, without_inner
from crisis_sim.solve.nash.rational import working_game, working_tables

__all__ = [
    "ANY_NUMBER",
    "ExtremeEquilibria",
    "exact_tables",
    "extreme_equilibria",
    "extreme_plans",
    "two_players",
]

MOST_EQUILIBRIA = 200_000
ZERO = Fraction(0)
ANY_NUMBER = (
    Remedy("solve()", concept="nash", method="supports"),
    " takes any number; ",
    *serving(JUST_ONE),
)


@dataclass(frozen=True, eq=False, repr=False)
class ExtremeEquilibria(Brief):
    """Every extreme equilibrium of a two-player game.

    Attributes
    ----------
    players : the numbers of the two players.
    first, second : their extreme plans, in decreasing order: mixed strategies of a normal form,
        realisation plans (the empty sequence first) of an extensive form.
    pairs : for each extreme equilibrium the numbers of its plans.
    components : how they hang together.
    comparisons : what the enumeration cost, in comparisons of label sets.
    exact : whether they are those of the game, whose numbers are rational; else of one that is
        the same to 1,024 bits.
    """

    players: tuple[int, int]
    first: tuple[Plan, ...]
    second: tuple[Plan, ...]
    pairs: tuple[tuple[int, int], ...]
    components: tuple[Component, ...]
    comparisons: int
    exact: bool = True


def extreme_equilibria(
    form: NormalForm, *, most: int = MOST_COMPARISONS, foresee: bool = False
) -> ExtremeEquilibria:
    """All extreme equilibria in mixed strategies of a two-player normal form.

    Strategies that are strictly dominated by another one are left out first, again and again, and
    of strategies alike for both players one is kept; the equilibria of the others follow from its
    own and are listed. Irrational payoffs are taken to 1,024 bits
    (:func:`~crisis_sim.solve.nash.rational.working_game`).

    Guaranteed where payoffs are rational: every extreme equilibrium, once. The cost is exponential
    at worst: a random game with 12 strategies each takes some 0.05 s, one with 16 some 2 s.
    Degenerate games, which the normal forms of extensive games are, cost by their vertices, not
    their bases.

    Parameters
    ----------
    most : comparisons of label sets at most.
    foresee : whether to stop as soon as more are likely to be needed.

    Raises
    ------
    NotSolved
        More or fewer than two players, or a cost beyond ``most`` (``TooMany``).

    Examples
    --------
    >>> payoffs = np.array([[[3.0, 1.0], [4.0, 0.0]], [[3.0, 4.0], [1.0, 0.0]]])
    >>> chicken = NormalForm("Chicken", ("US", "USSR"), (("yield", "stand"),) * 2, payoffs)
    >>> found = extreme_equilibria(chicken)
    >>> [[str(p) for p in found.first[i]] for i, _ in found.pairs]
    [['1', '0'], ['1/2', '1/2'], ['0', '1']]
    """
    if len(form.players) != 2:
        raise NotSolved(
            f"extreme equilibria are defined for two players, and here are {len(form.players)}; ",
            *ANY_NUMBER,
        )
    (one, two), exact = working_tables(form)
    reduced = reduce_bimatrix(one, two)
    # One information set: the normal form is its own sequence form, but for the empty sequence.
    padded = [_padded(table, 1, 1) for table in (reduced.first, reduced.second)]
    players = [_one_set(count) for count in reduced.first.shape]
    effort = Effort(most, foresee=foresee)
    found = _pairs(players[0], players[1], padded[0], padded[1], effort)
    first, second, pairs = _expanded(reduced, *found)
    return _listed((0, 1), first, second, pairs, effort, exact)


def extreme_plans(
    game: Game, *, most: int = MOST_COMPARISONS, foresee: bool = False
) -> ExtremeEquilibria:
    """All extreme equilibria in realisation plans of an extensive form in which two players move.

    The same on the sequence form (von Stengel 1996; Audet, Belhaiza and Hansen 2009), which has an
    inequality for each choice instead of each strategy: equilibria that differ only in how
    strategies are correlated across information sets, or at sets that a player's own plan
    excludes, are one. Every extreme point of the set of equilibrium plans is listed. A plan that
    is a mixture of others in all the maximal Nash subsets it belongs to is left out.

    Cost as for normal forms, in the number of choices.

    Raises
    ------
    NotSolved
        More or fewer than two players, imperfect recall, or a cost beyond ``most`` (``TooMany``).
    """
    working, exact = working_game(game)
    form = sequence_form(working)
    one, two = two_players(form)
    players, tables = _with_moves(form, one, two)
    effort = Effort(most, foresee=foresee)
    first, second, pairs = _pairs(players[0], players[1], tables[0], tables[1], effort)
    whole = [[(Fraction(1), *plan) for plan in plans] for plans in (first, second)]
    if not all(len(own.sets) == 1 for own in players):
        pairs = without_inner(whole[0], whole[1], pairs)
    shown = [
        [plan[: form.players[player].count] for plan in plans]
        for player, plans in zip((one, two), whole, strict=True)
    ]
    return _listed((one, two), shown[0], shown[1], pairs, effort, exact)


def _one_set(count: int) -> Sequences:
    """The sequences of a player who chooses once."""
    none = np.zeros(1, dtype=np.int32)
    start = np.asarray([1, 1 + count], dtype=np.int32)
    return Sequences(none, none, start, np.arange(-1, count, dtype=np.int32))


def _padded(table: NDArray[np.object_], above: int, left: int) -> NDArray[np.object_]:
    """A table with rows and columns of Python's zeros before the first, for empty sequences."""
    padded: NDArray[np.object_] = np.zeros(
        (table.shape[0] + above, table.shape[1] + left), dtype=object
    )
    padded[above:, left:] = table
    return padded


def two_players(form: SequenceForm) -> tuple[int, int]:
    """The two players who have choices to make, made up to two by others.

    Raises
    ------
    NotSolved
        More than two have, or the game has but one player.
    """
    moving = [player for player, own in enumerate(form.players) if own.moves]
    if len(moving) > 2 or len(form.players) < 2:
        raise NotSolved(
            f"this method is for two players, and here {len(moving)} have choices; ",
            *ANY_NUMBER,
        )
    still = [player for player in range(len(form.players)) if player not in moving]
    one, two = sorted([*moving, *still][:2])
    return one, two


def exact_tables(form: SequenceForm, one: int, two: int) -> list[NDArray[np.object_]]:
    """For each of two players (sequences of one, sequences of two) the payoffs as rationals.

    The other players' sequences, of which they have no choice, are summed over.
    """
    tables = []
    for player in (one, two):
        shape = (form.players[one].count, form.players[two].count)
        table = np.full(shape, rational(0), dtype=object)
        for cell, payoffs in zip(form.cells.tolist(), form.numbers, strict=True):
            table[cell[one], cell[two]] += payoffs[player]
        tables.append(table)
    return tables


def _with_moves(
    form: SequenceForm, one: int, two: int
) -> tuple[list[Sequences], list[NDArray[np.object_]]]:
    """Two players' sequences and payoffs as integers; one without moves is given a single one."""
    players = [form.players[player] for player in (one, two)]
    pad = [int(own.count == 1) for own in players]
    tables = [_padded(whole_numbers(table), *pad) for table in exact_tables(form, one, two)]
    return [own if own.count > 1 else _one_set(1) for own in players], tables


Found = tuple[list[Plan], list[Plan], list[tuple[int, int]]]


def _pairs(
    one: Sequences,
    two: Sequences,
    first: NDArray[np.object_],
    second: NDArray[np.object_],
    effort: Effort,
) -> Found:
    """Complementary pairs of vertices, as weights of the non-empty sequences that sum to plans."""
    cones = complementary_rays(
        starting_cone(one, two, second, own_labels_first=True),
        starting_cone(two, one, first.T, own_labels_first=False),
        effort,
    )
    pairs = complementary_pairs(*cones)
    own = one.count - 1
    kept = [
        _best_values(cones[0], slice(0, own), two, own),
        _best_values(cones[1], slice(own, None), one, 0),
    ]
    pairs = pairs[kept[0][pairs[:, 0]] & kept[1][pairs[:, 1]]]
    plans, numbers = [], []
    for side, (cone, sequences) in enumerate(zip(cones, (one, two), strict=True)):
        used, which = np.unique(pairs[:, side], return_inverse=True)
        labels = slice(0, own) if side == 0 else slice(own, None)
        plans.append([_normalised(ray, sequences) for ray in cone.rays[used, labels].tolist()])
        numbers.append(which.reshape(-1).tolist())
    return plans[0], plans[1], list(zip(numbers[0], numbers[1], strict=True))


def _best_values(cone: Cone, labels: slice, other: Sequences, place: int) -> NDArray[np.bool_]:
    """Which rays hold a plan together with the opponent's least values, those of a best reply.

    ``place`` is the label of the opponent's first sequence. Greater values belong to no other
    plans: at a set with slack everywhere they can be lowered, down to a ray that is kept.
    """
    kept = (cone.rays[:, labels] != 0).any(axis=1)
    for start, stop in zip(other.start[:-1].tolist(), other.start[1:].tolist(), strict=True):
        kept &= (cone.rays[:, place + start - 1 : place + stop - 1] == 0).any(axis=1)
    return np.asarray(kept, dtype=bool)


def _normalised(ray: list[int], own: Sequences) -> Plan:
    """Weights of the non-empty sequences, scaled so that the first set's sum to one."""
    total = sum(ray[: int(own.start[1]) - 1])
    return tuple(Fraction(weight, total) if weight else ZERO for weight in ray)


def _expanded(
    reduced: ReducedGame, first: list[Plan], second: list[Plan], pairs: list[tuple[int, int]]
) -> Found:
    """The same over the whole game's strategies, those left out included."""
    ways_of = [reduced.rows.ways(plan) for plan in first]
    ways_for = [reduced.columns.ways(plan) for plan in second]
    count = sum(ways_of[i] * ways_for[j] for i, j in pairs)
    if count > MOST_EQUILIBRIA:
        raise TooMany(
            f"the game has {count:,} extreme equilibria (at most {MOST_EQUILIBRIA:,} are listed), "
            f"{len(pairs):,} if strategies with the same payoffs count once; ",
            *ONE_SERVES,
        )
    plans: list[list[Plan]] = []
    numbers: list[list[list[int]]] = []
    for side in (expand(first, reduced.rows), expand(second, reduced.columns)):
        flat: list[Plan] = []
        where = []
        for each in side:
            where.append(list(range(len(flat), len(flat) + len(each))))
            flat.extend(each)
        plans.append(flat)
        numbers.append(where)
    made = [(k, o) for i, j in pairs for k in numbers[0][i] for o in numbers[1][j]]
    return plans[0], plans[1], made


def _listed(
    players: tuple[int, int],
    first: Sequence[Plan],
    second: Sequence[Plan],
    pairs: Sequence[tuple[int, int]],
    effort: Effort,
    exact: bool,
) -> ExtremeEquilibria:
    """Everything in order: plans decreasing, pairs by their plans."""
    place, plans = [], []
    for side, held in enumerate((first, second)):
        # Floats first, which compare faster and seldom tie.
        keys = {i: (tuple(map(float, held[i])), held[i]) for i in {pair[side] for pair in pairs}}
        used = sorted(keys, key=keys.__getitem__, reverse=True)
        place.append({number: rank for rank, number in enumerate(used)})
        plans.append(tuple(held[number] for number in used))
    ordered = tuple(sorted((place[0][i], place[1][j]) for i, j in pairs))
    return ExtremeEquilibria(
        players, plans[0], plans[1], ordered, components(ordered), effort.spent, exact
    )
