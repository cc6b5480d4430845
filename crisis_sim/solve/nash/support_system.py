"""The equations of one support, and their solutions.

They are solved by Newton's method in floats from many starting points; what they come to is
refined, proved to be near an isolated solution, and kept if that is a plan of exactly that support.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import flint
import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Floats
from crisis_sim.game.sequence_form import SequenceForm, Sequences
from crisis_sim.game.tree import Integers
from crisis_sim.numbers.rational import rational
from crisis_sim.solve.nash.compared import whole_numbers
from crisis_sim.solve.nash.cones import plan_coordinates
from crisis_sim.solve.nash.profile import Plan
from crisis_sim.solve.nash.refined import RADIUS, Array, meet, middle_of, refined

__all__ = ["STARTS", "Against", "System", "payoffs_against", "system_of"]

STARTS = 48
STEPS = 30
SETTLED = 1e-13
CLOSE = 1e-12
"""How nearly equations are solved by what is refined further; coefficients are at most 1."""

POSITIVE = 1e-9
"""Least weight at which what cannot be refined counts as part of a continuum."""

SINGULAR = 1e-13
"""Share of the largest singular value of the slopes below which the least is rounding."""

DEPENDENT = 1e-7
"""Share of the largest pivot below which a column depends on those before it."""

SAME = 1e-11
"""Candidates as near as that are refined once."""


@dataclass(frozen=True, eq=False)
class Against:
    """What a player's sequences are worth against combinations of the others' sequences.

    ``others`` is (rows, players), the player's own column empty sequences; ``worth`` is
    (sequences, rows) integers; ``ends`` is (sequences, rows) whether a terminal ends there.
    """

    others: NDArray[np.int32]
    worth: NDArray[np.object_]
    ends: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class System:
    """The equations of a support.

    ``plans[p]`` is (unknowns, sequences) and ``base[p]`` (sequences,): the plan of player ``p`` is
    ``base + unknowns @ plans``. ``gains[p]`` is (rows, equations): what each equation's action
    gains over the first one used, against each row of ``against[p].others``.
    """

    form: SequenceForm
    against: Sequence[Against]
    used: Sequence[NDArray[np.bool_]]
    base: Sequence[Floats]
    plans: Sequence[Floats]
    gains: Sequence[NDArray[np.object_]]

    def solve(self, rng: np.random.Generator) -> tuple[list[tuple[Plan, ...]], list[Floats]]:
        """Isolated solutions inside the support, and others that were met, in floats."""
        gains = [_scaled(own) for own in self.gains]
        unknowns = self._starts(rng)
        # Where equations depend on each other, a little on the diagonal keeps them solvable.
        ridge = 1e-14 * np.eye(unknowns.shape[1])
        for _ in range(STEPS):
            value, slope = self._value_and_slope(unknowns, gains)
            step = _newton_step(slope + ridge, value)
            unknowns = unknowns - np.clip(step, -1.0, 1.0)
            if np.abs(step).max() < SETTLED:
                break
        value, _ = self._value_and_slope(unknowns, gains)
        near = np.abs(value).max(axis=1) <= CLOSE
        candidates: list[Floats] = []
        for one in unknowns[near & self._inside(unknowns, -POSITIVE)]:
            if all(np.abs(one - other).max() > SAME for other in candidates):
                candidates.append(one)
        boxes = [
            refined(self._exactly, one) if self._isolated(one, gains) else None
            for one in candidates
        ]
        lost = [one for one, box in zip(candidates, boxes, strict=True) if box is None]
        distinct: list[NDArray[np.object_]] = []
        for box in boxes:
            if box is not None and not any(meet(box, other) for other in distinct):
                distinct.append(box)
        inside = [one for one in lost if self._inside(one[None], POSITIVE).all()]
        return [plans for plans in map(self._within, distinct) if plans is not None], inside

    def member(self, near: Floats) -> tuple[Plan, ...] | None:
        """A solution that is one of a continuum, near a candidate; None if that is not proved."""
        slope = self._value_and_slope(near[None], [_scaled(own) for own in self.gains])[1][0]
        held, free = _pivots(slope)
        rows, _ = _pivots(slope[:, held].T)
        whole: NDArray[np.object_] = np.empty(len(near), dtype=object)
        whole[free] = [flint.arb(_simple(one)) for one in near[free].tolist()]

        def equations(at: Array) -> tuple[Array, Array]:
            whole[held] = at[0]
            value, slopes = self._exactly(whole[None])
            return value[:, rows], slopes[:, rows][:, :, held]

        box = refined(equations, near[held]) if len(held) else near[held]
        if box is None:
            return None
        whole[held] = box
        return self._within(whole)

    def _isolated(self, one: Floats, gains: Sequence[Floats]) -> bool:
        """Whether a solution may be isolated; floats say no only where it cannot be proved."""
        sizes = np.linalg.svd(self._value_and_slope(one[None], gains)[1][0], compute_uv=False)
        return bool(sizes[-1] > SINGULAR * sizes[0])

    def _exactly(self, at: Array) -> tuple[Array, Array]:
        return self._value_and_slope(at, self.gains)

    def _within(self, box: NDArray[np.object_]) -> tuple[Plan, ...] | None:
        """The plans at the middle of a box, if everything used has weight all over it."""
        least = len(box) * rational(2) ** -RADIUS
        plans = [tuple(plan[0]) for plan in self._plans(middle_of(box)[None])]
        for plan, used in zip(plans, self.used, strict=True):
            if not all(plan[sequence] > least for sequence in np.flatnonzero(used)):
                return None
        return tuple(plans)

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

    def _plans(self, unknowns: Array) -> list[Array]:
        plans, place = [], 0
        for base, matrix in zip(self.base, self.plans, strict=True):
            own = unknowns[:, place : place + len(matrix)]
            place += len(matrix)
            if unknowns.dtype == object:
                matrix, base = (part.astype(int).astype(object) for part in (matrix, base))
            plans.append(base + own @ matrix)
        return plans

    def _inside(self, unknowns: Floats, least: float) -> NDArray[np.bool_]:
        inside = np.ones(len(unknowns), dtype=bool)
        for plan, used in zip(self._plans(unknowns), self.used, strict=True):
            inside &= (plan[:, used] > least).all(axis=1)
        return inside

    def _value_and_slope(self, unknowns: Array, every: Sequence[Array]) -> tuple[Array, Array]:
        """(starts, equations) what is left of each equation, and its derivative by each unknown."""
        plans = self._plans(unknowns)
        values, slopes = [], []
        for player, (against, gains) in enumerate(zip(self.against, every, strict=True)):
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


def _pivots(slope: Floats) -> tuple[Integers, Integers]:
    """Columns of full rank that the other columns depend on, and the others."""
    from scipy.linalg import qr

    triangle, order = qr(slope, mode="r", pivoting=True)
    sizes = np.abs(np.diagonal(triangle))
    rank = int(np.count_nonzero(sizes > DEPENDENT * sizes.max(initial=0.0)))
    return order[:rank], order[rank:]


def _simple(value: float) -> float:
    """A number with few binary digits near one between 0 and 1, and as far from these."""
    for bits in itertools.count(1):
        near = float(round(value * 2.0**bits) / 2.0**bits)
        if abs(near - value) <= min(value, 1.0 - value) / 4:
            return near
    raise AssertionError("a float has so many binary digits")


def _newton_step(slope: Floats, value: Floats) -> Floats:
    """(starts, unknowns) the steps, the least ones where many would do."""
    try:
        return np.asarray(np.linalg.solve(slope, value[:, :, None])[:, :, 0])
    except np.linalg.LinAlgError:
        return np.asarray((np.linalg.pinv(slope) @ value[:, :, None])[:, :, 0])


def _entries(plans: Floats) -> list[int]:
    """For each unknown the plan's entry that it is."""
    single = (np.count_nonzero(plans, axis=0) == 1) & (plans.sum(axis=0) == 1.0)
    return [int(np.flatnonzero(single & (row == 1.0))[0]) for row in plans]


def payoffs_against(form: SequenceForm, player: int) -> Against:
    """What a player's sequences are worth against each combination of the others'."""
    cells = form.cells.copy()
    cells[:, player] = 0
    others, row = np.unique(cells, axis=0, return_inverse=True)
    worth: NDArray[np.object_] = np.zeros((form.players[player].count, len(others)), dtype=object)
    ends = np.zeros(worth.shape, dtype=bool)
    place = (form.cells[:, player], row.reshape(-1))
    payoffs = np.empty(len(cells), dtype=object)
    payoffs[:] = [own[player] for own in form.numbers]
    worth[place] = whole_numbers(payoffs)
    ends[place] = True
    return Against(others, worth, ends)


def system_of(
    form: SequenceForm, against: Sequence[Against], used: Sequence[NDArray[np.bool_]]
) -> System | None:
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
    return System(form, against, used, bases, plans, gains)


def _equations(
    own: Sequences, against: Against, used: NDArray[np.bool_], possible: NDArray[np.bool_]
) -> NDArray[np.object_] | None:
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
    return np.stack(columns, axis=1) if columns else np.zeros((len(possible), 0), dtype=object)


def _scaled(gains: NDArray[np.object_]) -> Floats:
    """Integers as floats, those of each column divided by a power of two that none exceeds."""
    largest = np.abs(gains).max(axis=0, initial=0).tolist()
    sizes = np.array([1 << value.bit_length() for value in largest], dtype=object)
    return np.asarray(gains / sizes, dtype=np.float64)


def _sure(gain: NDArray[np.object_]) -> bool:
    return all(one >= 0 for one in gain) and any(one > 0 for one in gain)


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
