"""Plans of two players by which each makes the other indifferent, in exact numbers.

With the realisation plan ``y`` of one player, ``y(c)`` the product of its own probabilities up to
choice ``c``, and ``v(h)`` what the other can expect at its information set ``h`` times the
probability that it does not hinder itself from coming there, each choice ``c`` that the other plays
at ``h`` satisfies

    v(h) = sum of v(g) over the next sets g after c
         + sum of chance(z) y(z) u(z) over the ends z to which c is its last choice,

which is linear in ``v`` and ``y``, as are the conditions that make ``y`` a plan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import flint
import numpy as np

from crisis_sim.game.game import Game
from crisis_sim.game.tree import CHANCE
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number, is_rational
from crisis_sim.strategy.exactly import Profile

__all__ = ["indifferent_plans"]

MOST_UNKNOWNS = 300


def indifferent_plans(game: Game, near: Profile) -> Profile | None:
    """The profile near another, with the same actions, in which nobody minds which it plays.

    What the equations leave open is as it is in ``near``, and so is what a player's own choices
    exclude. None where there is no such profile, and for games of other than two players, with
    irrational numbers, or too large.
    """
    if len(game.players) != 2 or not _rational(game):
        return None
    found = list(near)
    for player in (0, 1):
        plan = _System(game, near, player).plan()
        if plan is None:
            return None
        for one in np.flatnonzero(game.tree.set_player == player).tolist():
            choices = range(*game.tree.choice_start[one : one + 2].tolist())
            total = sum((plan[choice] for choice in choices), ZERO)
            for choice in choices:
                if total > 0:
                    found[choice] = plan[choice] / total
    return tuple(found)


def _rational(game: Game) -> bool:
    numbers = game.numbers
    return all(map(is_rational, numbers.chance)) and all(
        is_rational(value) for row in numbers.payoffs for value in row
    )


@dataclass
class _System:
    """The equations for the plan of ``player``, from the other's indifference."""

    game: Game
    near: Profile
    player: int

    def plan(self) -> dict[int, Number] | None:
        """The plan: for each of the player's choices the product of its probabilities so far."""
        tree = self.game.tree
        mine = np.flatnonzero(tree.set_player[tree.choice_set] == self.player).tolist()
        theirs = np.flatnonzero(tree.set_player == 1 - self.player).tolist()
        kept = [choice for choice in mine if self.near[choice] != 0]
        if len(kept) + len(theirs) > MOST_UNKNOWNS:
            return None
        column = {choice: i for i, choice in enumerate(kept)}
        value = {one: len(kept) + i for i, one in enumerate(theirs)}
        rows = [*self._of_a_plan(column, len(value)), *self._indifference(column, value)]
        guess = self._realised(mine)
        solution = _solve(rows, [guess[choice] for choice in kept] + [ZERO] * len(value))
        if solution is None or any(solution[i] < 0 for i in range(len(kept))):
            return None
        return {choice: solution[column[choice]] if choice in column else ZERO for choice in mine}

    def _before(self, one: int, player: int) -> int:
        """The player's last choice before an information set, -1 if none."""
        tree = self.game.tree
        return int(tree.own_choice[tree.set_member[tree.set_member_start[one]], player])

    def _realised(self, mine: list[int]) -> dict[int, Number]:
        """The plan of the profile near which the solution is looked for."""
        tree = self.game.tree
        plan: dict[int, Number] = {-1: ONE}
        waiting = list(mine)
        while waiting:
            later = []
            for choice in waiting:
                before = self._before(int(tree.choice_set[choice]), self.player)
                if before in plan:
                    plan[choice] = plan[before] * self.near[choice]
                else:
                    later.append(choice)
            waiting = later
        return plan

    def _of_a_plan(self, column: dict[int, int], others: int) -> list[list[Number]]:
        """At each set the choices add up to the choice before; the constant comes last."""
        tree, rows = self.game.tree, []
        for one in np.flatnonzero(tree.set_player == self.player).tolist():
            row: list[Number] = [ZERO] * (len(column) + others + 1)
            for choice in range(*tree.choice_start[one : one + 2].tolist()):
                if choice in column:
                    row[column[choice]] = ONE
            before = self._before(one, self.player)
            if before < 0:
                row[-1] = ONE
            elif before in column:
                row[column[before]] = -ONE
            rows.append(row)
        return rows

    def _indifference(self, column: dict[int, int], value: dict[int, int]) -> list[list[Number]]:
        tree, other = self.game.tree, 1 - self.player
        width = len(column) + len(value) + 1
        rows: dict[int, list[Number]] = {}
        for one in value:
            for choice in range(*tree.choice_start[one : one + 2].tolist()):
                if self.near[choice] != 0:
                    rows[choice] = [ZERO] * width
                    rows[choice][value[one]] = -ONE
        for one, place in value.items():
            before = self._before(one, other)
            if before in rows:
                rows[before][place] = ONE
        chance = self._chance()
        for node in tree.terminals.tolist():
            choice, last = (int(tree.own_choice[node, p]) for p in (other, self.player))
            if choice not in rows or (last >= 0 and last not in column):
                continue
            worth = self.game.numbers.payoffs[int(tree.payoff_row[node])][other] * chance[node]
            if last >= 0:
                rows[choice][column[last]] += worth
            else:
                rows[choice][-1] -= worth
        return list(rows.values())

    def _chance(self) -> list[Number]:
        """(nodes,) the probability of the chance moves on the way to each node."""
        tree, chance = self.game.tree, self.game.numbers.chance
        reach: list[Number] = [ONE] * tree.size
        for node in range(1, tree.size):
            parent = int(tree.parent[node])
            reach[node] = reach[parent]
            if tree.mover[parent] == CHANCE:
                reach[node] = reach[parent] * chance[node]
        return reach


def _solve(rows: list[list[Any]], guess: list[Number]) -> list[Number] | None:
    """The solution of linear equations, the constants in the last column; what is free as guessed.

    None where there is none.
    """
    unknowns = len(guess)
    table, rank = flint.fmpq_mat(rows).rref()
    solution = list(guess)
    for i in range(rank - 1, -1, -1):
        row = [table[i, j] for j in range(unknowns + 1)]
        pivot = next(j for j, value in enumerate(row) if value != 0)
        if pivot == unknowns:
            return None
        rest = (value * solution[j] for j, value in enumerate(row[:-1]) if value and j > pivot)
        solution[pivot] = row[-1] - sum(rest, ZERO)
    return solution
