"""One equilibrium of a two-player game by Lemke's algorithm on the sequence form.

With realisation plans ``x`` and ``y``, constraints ``E x = e`` and ``F y = f``, payoffs ``A`` and
``B`` (sequences of 1 by sequences of 2), an equilibrium is a solution of

    r = E'p - A y >= 0,   s = F'q - B'x >= 0,   x'r = 0,   y's = 0

(Koller, Megiddo and von Stengel 1996). The path of von Stengel, van den Elzen and Talman (2002)
starts where each player replies to a prior plan of the other, mixed completely, and gives the
prior the weight ``1 - t``, from ``t = 0`` to ``t = 1``:

    r = E'p - A y - (1 - t) A prior_y >= 0,   E x = t e,   and so for the other player.

Plans then sum to ``x + (1 - t) prior_x``. Along the path every sequence has ``x`` or ``r`` zero, so
that a pivot is followed by the one on the variable's complement (Lemke 1965); ties are broken
lexicographically, and no basis comes twice. The equilibrium reached is normal-form perfect.

The equations are solved for ``p``, ``q``, and one sequence of each information set from the start:
what is left is a tableau with a row and a column for each choice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats
from crisis_sim.game.sequence_form import Sequences
from crisis_sim.numbers.rational import ONE, ZERO, as_float, rational
from crisis_sim.other_concepts import JUST_ONE, serving
from crisis_sim.solve.nash.basis import MOST_CHOICES, plan_where
from crisis_sim.solve.nash.compared import whole_numbers
from crisis_sim.solve.nash.profile import Plan
from crisis_sim.solve.nash.tableau import LOST, Table, Tableau
from crisis_sim.time_limits import check_time

__all__ = ["PathEnd", "follow_path"]

MOST_PIVOTS = 20_000
LARGE = 160
"""Above this many choices the path is followed in floats."""


@dataclass(frozen=True, eq=False)
class PathEnd:
    """The end of the path.

    Attributes
    ----------
    plans : for each player (sequences,) the realisation plan, the empty sequence first.
    pivots : how many steps it took.
    exact : whether the plans are exact.
    """

    plans: tuple[Plan | Floats, Plan | Floats]
    pivots: int
    exact: bool


def follow_path(
    players: tuple[Sequences, Sequences],
    payoffs: tuple[NDArray[np.object_], NDArray[np.object_]],
    *,
    exact: bool | None = None,
) -> PathEnd:
    """Follow the path from a prior in which every action is equally likely.

    Parameters
    ----------
    payoffs : for each player (sequences of 1, sequences of 2) payoffs as rationals.
    exact : whether to use integers of any size; by default up to 160 choices in all. Floats are
        faster on large games and may lose the path. Where they end is solved again in exact
        numbers up to 1,500 choices.

    Each pivot costs the square of the number of choices; their number is usually of the order of
    the number of choices, and exponential at worst.

    Raises
    ------
    NotSolved
        The path was lost to rounding, or is longer than 20,000 pivots.
    """
    size = sum(own.count - 1 for own in players)
    exact = size <= LARGE if exact is None else exact
    tables = _scaled(players, payoffs, exact)
    first = _Side(players[0], tables[0], 0, size)
    second = _Side(players[1], tables[1].T, players[0].count - 1, size)
    tableau = _start(first, second, exact)
    for pivots in range(1, MOST_PIVOTS + 1):
        check_time()
        if not tableau.step():
            continue
        if exact or size > MOST_CHOICES:
            return PathEnd((first.plan(tableau), second.plan(tableau)), pivots, exact)
        return PathEnd(_confirmed(players, payoffs, tableau.basic), pivots, True)
    raise NotSolved(
        f"Lemke's path is longer than {MOST_PIVOTS:,} pivots; ",
        *serving(JUST_ONE),
    )


def _scaled(
    players: tuple[Sequences, Sequences],
    payoffs: tuple[NDArray[np.object_], NDArray[np.object_]],
    exact: bool,
) -> list[Table]:
    """Payoffs that the prior keeps integral, or floats of size one."""
    if exact:
        even = math.lcm(*(_prior_scale(own) for own in players))
        return [whole_numbers(table) * even for table in payoffs]
    floats = [
        np.array([as_float(one) for one in table.ravel()]).reshape(table.shape) for table in payoffs
    ]
    return [table / max(float(np.abs(table).max()), 1e-300) for table in floats]


def _confirmed(
    players: tuple[Sequences, Sequences],
    payoffs: tuple[NDArray[np.object_], NDArray[np.object_]],
    basic: Sequence[int],
) -> tuple[Plan, Plan]:
    """The exact plans of a basis found in floats: of each player what makes the other indifferent.

    Raises
    ------
    NotSolved
        There are none.
    """
    held, labels = set(basic), sum(own.count - 1 for own in players)
    sequences, slacks = [], []
    place, (one, two) = 0, players
    for own in players:
        mine = [(sequence, place + sequence - 1) for sequence in range(1, own.count)]
        sequences.append([sequence for sequence, label in mine if label in held])
        slacks.append([sequence for sequence, label in mine if labels + label not in held])
        place += own.count - 1
    first = plan_where(one, two, payoffs[1], sequences[0], slacks[1])
    second = plan_where(two, one, payoffs[0].T, sequences[1], slacks[0])
    if first is None or second is None:
        raise NotSolved(*LOST)
    return first, second


def _prior_scale(own: Sequences) -> int:
    return math.lcm(*(weight.denominator for weight in _prior(own)))


def _prior(own: Sequences) -> list[Fraction]:
    """The plan in which every action is equally likely."""
    plan = [Fraction(1)] * own.count
    for i, before in enumerate(own.before.tolist()):
        start, stop = own.start[i : i + 2].tolist()
        plan[start:stop] = [plan[before] / (stop - start)] * (stop - start)
    return plan


class _Side:
    """A player's part of the first tableau.

    Labels number the non-empty sequences of both players, this one's from ``place`` on. Variable
    ``k`` is the plan's entry at label ``k`` and variable ``labels + k`` the slack there.
    """

    def __init__(self, own: Sequences, payoffs: Table, place: int, labels: int) -> None:
        self.own = own
        self.payoffs = payoffs
        self.place = place
        self.labels = labels
        self.best = np.zeros(len(own.sets), dtype=np.int64)

    def reply(self, prior: Table) -> None:
        """Fix the sequences of a best reply to the other's prior."""
        worth = self.payoffs @ prior
        for i in range(len(self.own.sets) - 1, -1, -1):
            start, stop = self.own.start[i : i + 2].tolist()
            self.best[i] = start + int(np.argmax(worth[start:stop]))
            worth[self.own.before[i]] += worth[self.best[i]]

    def variables(self) -> tuple[list[int], list[int]]:
        """The basic variables and the others, in the order of the labels."""
        best = set(self.best.tolist())
        basic, other = [], []
        for sequence in range(1, self.own.count):
            label = self.place + sequence - 1
            plan, slack = label, self.labels + label
            basic.append(plan if sequence in best else slack)
            other.append(slack if sequence in best else plan)
        return basic, other

    def plan_rows(self, columns: dict[int, int], width: int, kind: type) -> Table:
        """(sequences, columns) the plan in terms of the nonbasic variables; ``t`` is column 0."""
        rows: Table = np.zeros((self.own.count, width), dtype=kind)
        rows[0, 0] = 1
        for i, before in enumerate(self.own.before.tolist()):
            best = self.best[i]
            rows[best] = rows[before]
            for sequence in range(*self.own.start[i : i + 2].tolist()):
                if sequence != best:
                    column = columns[self.place + sequence - 1]
                    rows[sequence, column] = 1
                    rows[best, column] -= 1
        return rows

    def slack_rows(self, columns: dict[int, int], opposite: Table, prior: Table) -> Table:
        """(sequences, columns) the slack in terms of the nonbasic variables."""
        worth = self.payoffs @ opposite
        against_prior = self.payoffs @ prior
        worth[:, -1] += against_prior
        worth[:, 0] -= against_prior
        rows = np.zeros_like(worth)
        for i in range(len(self.own.sets) - 1, -1, -1):
            start, stop = self.own.start[i : i + 2].tolist()
            best = int(self.best[i])
            value = worth[best].copy()
            value[columns[self.labels + self.place + best - 1]] += 1
            rows[start:stop] = value - worth[start:stop]
            worth[self.own.before[i]] += value
        return rows

    def plan(self, tableau: Tableau) -> Plan | Floats:
        """The plan at the end of the path."""
        plan = [ONE, *([ZERO] * (self.own.count - 1))]
        for row, variable in enumerate(tableau.basic):
            if self.place <= variable < self.place + self.own.count - 1:
                weight = rational(tableau.table[row, -1])
                plan[variable - self.place + 1] = weight / tableau.divisor
        return tuple(plan) if tableau.exact else np.array([as_float(one) for one in plan])


def _start(first: _Side, second: _Side, exact: bool) -> Tableau:
    """The tableau at ``t = 0``, where each player's best reply to the prior has weight zero."""
    kind = object if exact else np.float64
    priors = [np.asarray(_prior(side.own), dtype=object) for side in (first, second)]
    if not exact:
        priors = [prior.astype(np.float64) for prior in priors]
    first.reply(priors[1])
    second.reply(priors[0])
    basic, other = (a + b for a, b in zip(first.variables(), second.variables(), strict=True))
    columns = {variable: column for column, variable in enumerate(other, start=1)}
    width = len(other) + 2
    plans = [side.plan_rows(columns, width, kind) for side in (first, second)]
    slacks = [
        first.slack_rows(columns, plans[1], priors[1]),
        second.slack_rows(columns, plans[0], priors[0]),
    ]
    values = np.concatenate([plans[0][1:], plans[1][1:], slacks[0][1:], slacks[1][1:]])
    prior_weight = np.zeros((1, width), dtype=kind)
    prior_weight[0, [0, -1]] = 1
    table = np.concatenate([prior_weight, values[basic]])
    table[1:, :-1] *= -1
    if exact:
        table = np.frompyfunc(int, 1, 1)(table)
    return Tableau(table, [2 * first.labels + 1, *basic], [2 * first.labels, *other])
