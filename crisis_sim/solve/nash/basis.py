"""Plans solved for in exact numbers, where floats have found what is used and what is a best reply.

With player 1's plan ``x`` and player 2's payoffs ``B``, the plan and the values ``q`` of player 2's
information sets solve

    E x = e,    x[s] = 0 where a sequence is not used,
    q[h] - sum of q over the sets that follow t - (B' x)[t] = 0 where t is a best reply at h.

The basis of a pivoting method, and a vertex of a linear programme, have one solution.
"""

from __future__ import annotations

from collections.abc import Sequence

import flint
import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.sequence_form import Sequences
from crisis_sim.numbers.rational import ONE, ZERO, Rational
from crisis_sim.solve.nash.profile import Plan

__all__ = ["MOST_CHOICES", "plan_where"]

MOST_CHOICES = 1_500
"""Above this many choices of the players nothing is solved again in exact numbers."""


def plan_where(
    own: Sequences,
    other: Sequences,
    table: NDArray[np.object_],
    used: Sequence[int],
    replies: Sequence[int],
) -> Plan | None:
    """The plan that uses some sequences and makes some of the other player best replies.

    None where there is none, or more than one. A guess: whether nothing else is better is not
    looked at, nor whether weights are negative.

    Parameters
    ----------
    table : (own sequences, sequences of the other) payoffs of the other, as rationals.
    used, replies : numbers of sequences, the empty ones left out.
    """
    column = {sequence: place for place, sequence in enumerate(used)}
    width = len(used) + len(other.sets)
    rows, right = [], []
    for i, before in enumerate(own.before.tolist()):
        here = [column[s] for s in range(*own.start[i : i + 2].tolist()) if s in column]
        if not here and before and before not in column:
            continue
        row = [ZERO] * width
        for place in here:
            row[place] = ONE
        if before in column:
            row[column[before]] = -ONE
        rows.append(row)
        right.append(ZERO if before else ONE)
    holder = np.repeat(np.arange(len(other.sets)), np.diff(other.start)).tolist()
    for reply in replies:
        weights = table[:, reply].tolist()
        row = [*(-weights[sequence] for sequence in used), *([ZERO] * len(other.sets))]
        row[len(used) + holder[reply - 1]] += ONE
        for following in np.flatnonzero(other.before == reply).tolist():
            row[len(used) + following] -= ONE
        rows.append(row)
        right.append(weights[0])
    found = only_solution(rows, right)
    if found is None:
        return None
    plan = [ONE, *([ZERO] * (own.count - 1))]
    for sequence, place in column.items():
        plan[sequence] = found[place]
    return tuple(plan)


def only_solution(
    rows: Sequence[Sequence[Rational]], right: Sequence[Rational]
) -> list[Rational] | None:
    """The solution of linear equations, of which some may follow from others.

    None where there is no solution, or more than one. Cubic in the number of unknowns, by FLINT's
    modular elimination: a tenth of a second for 400.
    """
    unknowns = len(rows[0]) if rows else 0
    entries = [[*row, value] for row, value in zip(rows, right, strict=True)]
    reduced, rank = flint.fmpq_mat(entries).rref()
    if rank < unknowns or (rank > unknowns and reduced[unknowns, unknowns] != 0):
        return None
    return [reduced[i, unknowns] for i in range(unknowns)]
