"""Games in normal form: everyone chooses once, at the same time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.game.tree import Integers, Tree
from crisis_sim.numbers.counts import many, many_by
from crisis_sim.numbers.field import Field
from crisis_sim.numbers.rational import ZERO, Rational, fraction, rational
from crisis_sim.numbers.real import Number, Real, to_float
from crisis_sim.other_concepts import FORGETFUL, UNLISTED, serving
from crisis_sim.remedy import Remedy
from crisis_sim.shown import Brief

__all__ = [
    "MOST_PLAYERS",
    "MOST_PROFILES",
    "NormalForm",
    "ReducedNormalForm",
    "count_strategies",
    "reduced_normal_form",
]

_Table = NDArray[np.object_]

MOST_PROFILES = 2_000_000
"""A reduced normal form with more strategy profiles is refused."""

MOST_BYTES = 200_000_000
"""For the choices of all strategies, and the ends that each allows."""

MOST_PLAYERS = 63
"""A normal form of more players is refused: NumPy's arrays have at most 64 dimensions."""


@dataclass(frozen=True, eq=False, repr=False)
class NormalForm(Brief):
    """A finite game in normal form.

    Attributes
    ----------
    title : what the game is called.
    players : names of the players.
    strategies : for each player the names of the strategies.
    payoffs : (players, strategies of the first player, strategies of the second, ...).
    exact : the same payoffs as an array of :class:`fractions.Fraction`, where they are known and
        rational.
    unrounded : the same payoffs as numbers, where they are neither in ``exact`` nor the floats.
    shorts : what tables and figures call the players; their names unless others are given.
    """

    title: str
    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    payoffs: Floats
    exact: _Table | None = None
    unrounded: _Table | None = None
    shorts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "shorts", self.shorts or self.players)
        for table in (self.payoffs, self.exact, self.unrounded):
            if table is not None:
                table.setflags(write=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of strategies of each player."""
        return tuple(map(len, self.strategies))

    @cached_property
    def numbers(self) -> _Table:
        """The payoffs as they are: known exactly, or the floats' own values.

        Raises
        ------
        InputError
            A payoff that is not finite.
        """
        if self.unrounded is not None:
            return self.unrounded
        given = self.payoffs if self.exact is None else self.exact
        flat = given.ravel().tolist()
        try:
            known = {value: rational(value) for value in set(flat)}
        except (ValueError, OverflowError):
            raise InputError("payoffs must be finite") from None
        return _filled([known[value] for value in flat], self.payoffs.shape)


@dataclass(frozen=True, eq=False)
class ReducedNormalForm:
    """The reduced normal form of an extensive-form game, and the way back to behaviour.

    Attributes
    ----------
    game : the extensive form.
    form : its reduced normal form.
    plans : for each player (strategies, choices) whether a strategy makes a choice; a strategy
        makes none at the information sets that its own earlier choices exclude.
    """

    game: Game
    form: NormalForm
    plans: tuple[NDArray[np.bool_], ...]

    @cached_property
    def perfect_recall(self) -> bool:
        """Whether mixed strategies have equivalent behaviour strategies."""
        return len(forgetful_sets(self.game.tree)) == 0

    def behaviour(self, mixed: Sequence[Floats]) -> Floats:
        """(choices,) the behaviour profile with the same outcomes as mixed strategies (Kuhn 1953).

        The probability of a choice is the weight of the strategies that make it over the weight of
        those that reach its information set. At sets that a player's own strategy excludes it is
        not determined and does not matter to any payoff or regret; it is uniform there.

        Parameters
        ----------
        mixed : for each player (strategies,) probabilities.

        Raises
        ------
        NotSolved
            A game with imperfect recall, in which there need be no such profile.
        """
        tree = self.game.tree
        if not self.perfect_recall:
            raise NotSolved(
                "under imperfect recall a mixed strategy need not have an equivalent behaviour "
                "strategy; ",
                *serving(FORGETFUL),
            )
        weight = np.zeros(int(tree.choice_start[-1]))
        for plan, probabilities in zip(self.plans, mixed, strict=True):
            weight += probabilities @ plan
        total = np.bincount(tree.choice_set, weights=weight, minlength=len(tree.set_actions))
        reached = total[tree.choice_set] > 0
        profile = 1.0 / tree.set_actions[tree.choice_set]
        profile[reached] = weight[reached] / total[tree.choice_set][reached]
        return profile


def reduced_normal_form(game: Game, *, most: int = MOST_PROFILES) -> ReducedNormalForm:
    """The normal form in which strategies that never differ in effect by own choices are one.

    A strategy names an action at every information set of its player, save those that its own
    earlier choices exclude. It is called by its actions, in the order in which they come up. The
    strategies of a player number at worst exponentially in its information sets; they are counted
    first, and cost then is strategies times terminals. Payoffs are sums of the game's numbers as
    they are, without rounding. Imperfect recall is allowed.

    Raises
    ------
    NotSolved
        More than ``most`` profiles of strategies, more than 63 players, or more memory than 200 MB.
    """
    tree = game.tree
    if len(tree.players) > MOST_PLAYERS:
        raise NotSolved(
            f"{len(tree.players):,} players are too many for a normal form (at most "
            f"{MOST_PLAYERS}); ",
            *serving(UNLISTED, perfect=tree.perfect_information),
        )
    counts = [count_strategies(tree, player) for player in range(len(tree.players))]
    if math.prod(counts) > most:
        on_sequences = (Remedy("solve()", concept="nash"), " finds one on the sequence form; ")
        raise NotSolved(
            f"the reduced normal form has {many_by(counts)} strategies, "
            f"{many(math.prod(counts))} profiles "
            f"(at most {most:,}); ",
            *(on_sequences if len(counts) == 2 else ()),
            *serving(UNLISTED, perfect=tree.perfect_information),
        )
    _check_bytes(tree, counts)
    histories = [_histories(tree, player) for player in range(len(tree.players))]
    strategies = [list(_strategies(tree, player)) for player in range(len(tree.players))]
    plans = tuple(_plan(tree, chosen) for chosen in strategies)
    form = _form(game, strategies, plans, histories)
    return ReducedNormalForm(game, form, plans)


def _check_bytes(tree: Tree, counts: Sequence[int]) -> None:
    """Refuse strategies that would fill memory with what each chooses and where each leads."""
    held = sum(counts) * (int(tree.choice_start[-1]) + 8 * len(tree.terminals))
    if held > MOST_BYTES:
        raise NotSolved(
            f"{many_by(counts)} strategies of {len(tree.terminals):,} ends would take "
            f"{held / 1e9:,.1f} GB as a table; ",
            *serving(UNLISTED, perfect=tree.perfect_information),
        )


def count_strategies(tree: Tree, player: int) -> int:
    """Number of reduced strategies; under imperfect recall an upper bound. Linear in the tree."""
    sets = np.flatnonzero(tree.set_player == player)
    if len(np.intersect1d(sets, forgetful_sets(tree))):
        return math.prod(tree.set_actions[sets].tolist())
    # Slot 0 stands before the player's first choice; choice c has slot c + 1.
    count = [1] * (int(tree.choice_start[-1]) + 1)
    first = tree.set_member[tree.set_member_start[sets]]
    own_depth = _own_depth(tree, player)
    for which in np.argsort(-own_depth[first], kind="stable").tolist():
        start, stop = tree.choice_start[sets[which] : sets[which] + 2].tolist()
        before = int(tree.own_choice[first[which], player]) + 1
        count[before] *= sum(count[start + 1 : stop + 1])
    return count[0]


def _own_depth(tree: Tree, player: int) -> Integers:
    """(nodes,) number of the player's choices before each node."""
    depth = np.zeros(tree.size, dtype=np.int32)
    for level in tree.levels[1:]:
        parents = tree.parent[level]
        depth[level] = depth[parents] + (tree.mover[parents] == player)
    return depth


def _histories(tree: Tree, player: int) -> list[frozenset[int]]:
    """For each node the choices that the player has made before it."""
    held = [frozenset[int]()] * tree.size
    mover, choice, parent = tree.mover.tolist(), tree.choice.tolist(), tree.parent.tolist()
    for node in range(1, tree.size):
        before = held[parent[node]]
        held[node] = before | {choice[node]} if mover[parent[node]] == player else before
    return held


def _strategies(tree: Tree, player: int) -> Iterator[tuple[int, ...]]:
    """Each reduced strategy as its choices, in the order in which they come up."""
    histories = _histories(tree, player)
    needs = {
        int(one): {histories[node] for node in tree.members(int(one)).tolist()}
        for one in np.flatnonzero(tree.set_player == player)
    }
    after: dict[int, list[int]] = {}
    for one, ways in needs.items():
        for choice in frozenset().union(*ways):
            after.setdefault(choice, []).append(one)

    def extend(made: tuple[int, ...], waiting: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if not waiting:
            yield made
            return
        decided = {int(tree.choice_set[choice]) for choice in made}
        for choice in range(*tree.choice_start[waiting[0] : waiting[0] + 2].tolist()):
            chosen = frozenset((*made, choice))
            opened = (
                one
                for one in after.get(choice, ())
                if one not in decided
                and one not in waiting
                and any(way <= chosen for way in needs[one])
            )
            yield from extend((*made, choice), (*waiting[1:], *opened))

    yield from extend((), tuple(one for one, ways in needs.items() if frozenset() in ways))


def _plan(tree: Tree, strategies: Sequence[tuple[int, ...]]) -> NDArray[np.bool_]:
    plan = np.zeros((len(strategies), int(tree.choice_start[-1])), dtype=bool)
    for row, chosen in zip(plan, strategies, strict=True):
        row[list(chosen)] = True
    plan.setflags(write=False)
    return plan


def _form(
    game: Game,
    strategies: Sequence[Sequence[tuple[int, ...]]],
    plans: Sequence[NDArray[np.bool_]],
    histories: Sequence[Sequence[frozenset[int]]],
) -> NormalForm:
    tree = game.tree
    terminals = tree.terminals.tolist()
    allows = [
        np.stack([plan[:, sorted(held[z])].all(axis=1) for z in terminals], axis=1).astype(float)
        for plan, held in zip(plans, histories, strict=True)
    ]
    names = _choice_names(tree)
    table = _payoffs(game, allows)
    exact = None if game.exact is None else _as_fractions(table)
    return NormalForm(
        title=game.title,
        players=tree.players,
        strategies=tuple(
            tuple(" / ".join(names[choice] for choice in one) or "no move" for one in chosen)
            for chosen in strategies
        ),
        payoffs=np.array([to_float(one) for one in table.ravel()]).reshape(table.shape),
        exact=exact,
        unrounded=table if exact is None else None,
        shorts=tree.shorts,
    )


def _choice_names(tree: Tree) -> list[str]:
    return [action for one in tree.information_sets for action in one.actions]


def _payoffs(game: Game, allows: Sequence[Floats]) -> _Table:
    """(players, strategies, ...) expected payoffs as numbers."""
    tree, numbers = game.tree, game.numbers
    reach = list(numbers.chance)
    for node, before in zip(range(1, tree.size), tree.parent[1:].tolist(), strict=True):
        reach[node] = reach[before] * reach[node]
    rows = [(reach[z], numbers.payoffs[tree.payoff_row[z]]) for z in tree.terminals.tolist()]
    tables = []
    for player in range(len(tree.players)):
        weights = [chance * payoffs[player] for chance, payoffs in rows]
        irrational = any(isinstance(weight, Real) for weight in weights)
        tables.append((_irrational_sums if irrational else _sums)(weights, allows))
    return np.stack(tables)


def _expected(weights: Floats, allows: Sequence[Floats]) -> Floats:
    """Sums of the weights of the terminals that each profile of strategies allows."""
    if len(allows) == 1:
        return np.asarray(allows[0] @ weights)
    if len(allows) == 2:
        return np.asarray((allows[0] * weights) @ allows[1].T)
    return np.stack([_expected(weights * row, allows[1:]) for row in allows[0]])


def _sums(weights: Sequence[Rational], allows: Sequence[Floats]) -> _Table:
    """The same sums of rationals: integers over a common denominator, in limbs of 24 bits.

    A sum of fewer than 2**29 limbs is exact in double precision.
    """
    scale = math.lcm(*(int(weight.q) for weight in weights))
    whole = [int(weight.p) * (scale // int(weight.q)) for weight in weights]
    total: _Table = np.zeros([len(each) for each in allows], dtype=object)
    for limb in itertools.count():
        digits = [_digit(one, limb) for one in whole]
        part = _expected(np.asarray(digits), allows).astype(np.int64).astype(object)
        total += part << (24 * limb)
        if all(abs(one) >> 24 * (limb + 1) == 0 for one in whole):
            break
    flat = total.ravel().tolist()
    known = {value: rational(Fraction(value, scale)) for value in set(flat)}
    return _filled([known[value] for value in flat], total.shape)


def _irrational_sums(weights: Sequence[Number], allows: Sequence[Floats]) -> _Table:
    """The same sums where some are irrational: of each power of a common root, or one by one."""
    field = Field.of(weights)
    if field is None:
        total = _filled([ZERO] * math.prod(map(len, allows)), tuple(map(len, allows)))
        for place, weight in enumerate(weights):
            cells = np.ix_(*(np.flatnonzero(each[:, place]) for each in allows))
            total[cells] = total[cells] + weight
        return total
    elements = [field.element(weight).polynomial for weight in weights]
    parts = [_sums([one[k] for one in elements], allows) for k in range(field.degree)]
    flat = list(zip(*(part.ravel().tolist() for part in parts), strict=True))
    # Equal sums are the same object, and objects are told apart sooner than numbers.
    keys = [tuple(map(id, own)) for own in flat]
    known = {key: field.number(own) for key, own in dict(zip(keys, flat, strict=True)).items()}
    return _filled([known[key] for key in keys], parts[0].shape)


def _filled(values: Sequence[object], shape: tuple[int, ...]) -> _Table:
    """An array of objects, whatever their kind."""
    table: _Table = np.empty(len(values), dtype=object)
    table[:] = values
    return table.reshape(shape)


def _as_fractions(table: _Table) -> _Table:
    flat = table.ravel().tolist()
    known = {key: fraction(value) for key, value in {id(value): value for value in flat}.items()}
    return _filled([known[id(value)] for value in flat], table.shape)


def _digit(number: int, limb: int) -> float:
    size = float((abs(number) >> 24 * limb) & 0xFFFFFF)
    return -size if number < 0 else size
