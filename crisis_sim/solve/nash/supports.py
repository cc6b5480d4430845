"""Mixed equilibria of games with any number of players, support by support, in floats.

A support says which sequences each player uses. At every information set reached, the actions used
must be equally good: as many polynomial equations as unknowns, linear in each player's realisation
plan. They are solved by Newton's method from many starting points, and what solves them is kept if
it is a plan of exactly that support (Dickhaut and Kaplan 1991; McKelvey and McLennan 1996).

Nothing is proved complete here: Newton's method may miss a solution, and where equilibria form a
continuum none of it is listed.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.game.sequence_form import SequenceForm, Sequences
from crisis_sim.solve.nash.cones import plan_coordinates

__all__ = ["Supported", "count_supports", "supported_equilibria"]

STARTS = 48
STEPS = 30
SETTLED = 1e-15
CLOSE = 1e-12
"""Share of the payoff range to which equations are solved."""

POSITIVE = 1e-9
"""Least weight of a sequence that counts as used."""

SINGULAR = 1e-9
"""Least singular value of the equations' derivative at a solution that counts as isolated."""


@dataclass(frozen=True, eq=False)
class Supported:
    """What the search over supports found.

    Attributes
    ----------
    plans : for each solution the players' realisation plans; candidates, to be certified.
    tried : supports that could not be ruled out by the signs of the payoffs.
    continua : supports at which solutions are not isolated.
    """

    plans: tuple[tuple[Floats, ...], ...]
    tried: int
    continua: int


def count_supports(form: SequenceForm) -> int:
    """Number of combinations of supports of all players, pure ones included."""
    return math.prod(_count(own) for own in form.players)


def supported_equilibria(form: SequenceForm, *, rng: np.random.Generator) -> Supported:
    """Isolated solutions of the equilibrium conditions, at every combination of mixed supports.

    At information sets that the others exclude a single action is used. Costs some milliseconds a
    support; there are ``count_supports``.
    """
    supports = [list(_supports(own)) for own in form.players]
    against = [_against(form, player) for player in range(len(form.players))]
    scale = max(form.game.payoff_range, 1e-300)
    found: list[tuple[Floats, ...]] = []
    tried = continua = 0
    for chosen in itertools.product(*supports):
        system = _system(form, against, chosen)
        if system is None:
            continue
        tried += 1
        solutions, singular = system.solve(rng, scale)
        continua += singular
        found.extend(solutions)
    return Supported(tuple(found), tried, continua)


def _count(own: Sequences) -> int:
    ways = [1] * own.count
    for i in range(len(own.sets) - 1, -1, -1):
        start, stop = own.start[i : i + 2].tolist()
        ways[own.before[i]] *= math.prod(1 + ways[k] for k in range(start, stop)) - 1
    return ways[0]


def _supports(own: Sequences) -> Iterator[NDArray[np.bool_]]:
    """(sequences,) every set of sequences that a plan can use."""

    def extend(used: NDArray[np.bool_], i: int) -> Iterator[NDArray[np.bool_]]:
        if i == len(own.sets):
            yield used
            return
        if not used[own.before[i]]:
            yield from extend(used, i + 1)
            return
        here = np.arange(own.start[i], own.start[i + 1])
        for size in range(1, len(here) + 1):
            for some in itertools.combinations(here.tolist(), size):
                following = used.copy()
                following[list(some)] = True
                yield from extend(following, i + 1)

    empty = np.zeros(own.count, dtype=bool)
    empty[0] = True
    yield from extend(empty, 0)


@dataclass(frozen=True, eq=False)
class _Against:
    """What a player's sequences are worth against combinations of the others' sequences.

    ``others`` is (rows, players), the player's own column empty sequences; ``worth`` is
    (sequences, rows); ``ends`` is (sequences, rows) whether a terminal ends there.
    """

    others: NDArray[np.int32]
    worth: Floats
    ends: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _System:
    """The equations of a support.

    ``plans[p]`` is (unknowns, sequences) and ``base[p]`` (sequences,): the plan of player ``p`` is
    ``base + unknowns @ plans``. ``gains[p]`` is (rows, equations): what each equation's action
    gains over the first one used, against each row of ``against[p].others``.
    """

    form: SequenceForm
    against: Sequence[_Against]
    used: Sequence[NDArray[np.bool_]]
    base: Sequence[Floats]
    plans: Sequence[Floats]
    gains: Sequence[Floats]

    def solve(
        self, rng: np.random.Generator, scale: float
    ) -> tuple[list[tuple[Floats, ...]], bool]:
        """Isolated solutions inside the support, and whether others were met."""
        unknowns = self._starts(rng)
        # Where equations depend on each other, a little on the diagonal keeps them solvable.
        ridge = 1e-14 * scale * np.eye(unknowns.shape[1])
        for _ in range(STEPS):
            value, slope = self._value_and_slope(unknowns)
            step = np.linalg.solve(slope + ridge, value[:, :, None])[:, :, 0]
            unknowns = unknowns - np.clip(step, -1.0, 1.0)
            if np.abs(step).max() < SETTLED:
                break
        value, slope = self._value_and_slope(unknowns)
        inside = self._inside(unknowns) & (np.abs(value).max(axis=1) <= CLOSE * scale)
        smallest = np.linalg.svd(slope, compute_uv=False)[:, -1]
        isolated = smallest > SINGULAR * scale
        found: list[Floats] = []
        for one in unknowns[inside & isolated]:
            if all(np.abs(one - other).max() > 1e-7 for other in found):
                found.append(one)
        plans = [
            tuple(self._plans(one[None])[p][0] for p in range(len(self.used))) for one in found
        ]
        return plans, bool((inside & ~isolated).any())

    def _starts(self, rng: np.random.Generator) -> Floats:
        """(starts, unknowns) random plans of the support."""
        parts = []
        for own, used, plans in zip(self.form.players, self.used, self.plans, strict=True):
            weights = np.ones((STARTS, own.count))
            for i, before in enumerate(own.before.tolist()):
                here = slice(int(own.start[i]), int(own.start[i + 1]))
                shares = rng.exponential(size=(STARTS, used[here].size)) * used[here]
                total = np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
                weights[:, here] = weights[:, [before]] * shares / total
            # The unknowns are entries of the plan: those whose rows are unit vectors.
            parts.append(weights[:, _entries(plans)])
        return np.concatenate(parts, axis=1)

    def _plans(self, unknowns: Floats) -> list[Floats]:
        plans, place = [], 0
        for base, matrix in zip(self.base, self.plans, strict=True):
            plans.append(base + unknowns[:, place : place + len(matrix)] @ matrix)
            place += len(matrix)
        return plans

    def _inside(self, unknowns: Floats) -> NDArray[np.bool_]:
        inside = np.ones(len(unknowns), dtype=bool)
        for plan, used in zip(self._plans(unknowns), self.used, strict=True):
            inside &= (plan[:, used] > POSITIVE).all(axis=1)
        return inside

    def _value_and_slope(self, unknowns: Floats) -> tuple[Floats, Floats]:
        """(starts, equations) what is left of each equation, and its derivative by each unknown."""
        plans = self._plans(unknowns)
        values, slopes = [], []
        for player, (against, gains) in enumerate(zip(self.against, self.gains, strict=True)):
            factors = [plan[:, against.others[:, k]] for k, plan in enumerate(plans)]
            values.append(np.prod(factors, axis=0) @ gains)
            blocks = []
            for k, matrix in enumerate(self.plans):
                if k == player or not len(matrix):
                    blocks.append(np.zeros((len(unknowns), len(matrix), gains.shape[1])))
                    continue
                others = np.prod([*factors[:k], *factors[k + 1 :]], axis=0)
                blocks.append((others[:, None] * matrix[:, against.others[:, k]]) @ gains)
            slopes.append(np.concatenate(blocks, axis=1))
        slope = np.concatenate(slopes, axis=2).transpose(0, 2, 1)
        return np.concatenate(values, axis=1), slope


def _entries(plans: Floats) -> list[int]:
    """For each unknown the plan's entry that it is."""
    single = (np.count_nonzero(plans, axis=0) == 1) & (plans.sum(axis=0) == 1.0)
    return [int(np.flatnonzero(single & (row == 1.0))[0]) for row in plans]


def _against(form: SequenceForm, player: int) -> _Against:
    cells = form.cells.copy()
    cells[:, player] = 0
    others, row = np.unique(cells, axis=0, return_inverse=True)
    worth = np.zeros((form.players[player].count, len(others)))
    ends = np.zeros(worth.shape, dtype=bool)
    place = (form.cells[:, player], row.reshape(-1))
    np.add.at(worth, place, form.payoffs[:, player])
    ends[place] = True
    return _Against(others, worth, ends)


def _system(
    form: SequenceForm, against: Sequence[_Against], used: Sequence[NDArray[np.bool_]]
) -> _System | None:
    """The equations of a support; None if it is pure or cannot be one of an equilibrium."""
    gains, bases, plans = [], [], []
    for player, own in enumerate(form.players):
        others = against[player].others
        possible = np.all([held[others[:, k]] for k, held in enumerate(used)], axis=0)
        equations = _equations(own, against[player], used[player], possible)
        if equations is None:
            return None
        gains.append(equations)
        base, plan = _parameters(own, used[player])
        bases.append(base)
        plans.append(plan)
    if not sum(map(len, plans)):
        return None
    return _System(form, against, used, bases, plans, gains)


def _equations(
    own: Sequences, against: _Against, used: NDArray[np.bool_], possible: NDArray[np.bool_]
) -> Floats | None:
    """(rows, equations) gains of actions over the first one used; None if one is a sure gain.

    ``possible`` are the rows of ``against`` that the others' supports allow.
    """
    # What a plan gets that goes on from each sequence by the first actions used.
    worth, ends = against.worth.copy(), against.ends.copy()
    columns = []
    for i in range(len(own.sets) - 1, -1, -1):
        before = int(own.before[i])
        here = np.arange(own.start[i], own.start[i + 1])
        reached = bool(ends[here][:, possible].any())
        ends[before] |= ends[here].any(axis=0)
        if not used[before]:
            continue
        first, *rest = here[used[here]].tolist()
        if rest and not reached:
            return None
        for action in here[here != first].tolist():
            gain = worth[action] - worth[first]
            if used[action]:
                columns.append(gain)
            # What follows an action that is not used is not known.
            known = used[action] or not (own.before == action).any()
            if known and (_sure(gain[possible]) or (used[action] and _sure(-gain[possible]))):
                return None
        worth[before] += worth[first]
    return np.stack(columns, axis=1) if columns else np.zeros((len(possible), 0))


def _sure(gain: Floats) -> bool:
    return bool((gain >= 0).all() and (gain > 0).any())


def _parameters(own: Sequences, used: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """A plan of a support as a constant and (unknowns, sequences) what each unknown adds."""
    number = np.cumsum(used) - 1
    sets = [i for i in range(len(own.sets)) if used[own.before[i]]]
    sizes = [int(used[own.start[i] : own.start[i + 1]].sum()) for i in sets]
    small = Sequences(
        own.sets[sets],
        number[own.before[sets]].astype(np.int32),
        np.cumsum([1, *sizes]).astype(np.int32),
        own.choices[used],
    )
    # The last coordinate of the first set is what is left of one.
    matrix, coordinates = plan_coordinates(small)
    weights = matrix.astype(np.float64)
    total = weights[0]
    last = int(np.flatnonzero(total)[-1])
    base = np.zeros(own.count)
    base[used] = weights[:, last]
    others = [k for k in range(len(coordinates)) if k != last]
    plans = np.zeros((len(others), own.count))
    plans[:, used] = (weights[:, others] - np.outer(weights[:, last], total[others])).T
    return base, plans
