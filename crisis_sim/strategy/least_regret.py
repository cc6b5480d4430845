"""The belief that is kindest to what is played, in exact numbers.

With ``gains[a][n]`` what action ``a`` brings more than what is played at node ``n``, the belief is
a mixed strategy of the player who pays in the matrix game ``gains``: no belief makes the best
action gain less. What is played is best under some belief exactly where the game is worth nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from crisis_sim.numbers.programme import maximise
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number, sign

__all__ = ["least_regret_belief"]


def least_regret_belief(gains: Sequence[Sequence[Number]]) -> list[Number]:
    """(nodes,) the belief under which the best action gains least over what is played.

    By the linear programme of the matrix game: the gains are shifted until all are positive, and
    ``y`` of the greatest sum with ``gains @ y <= 1`` is divided by that sum. A pivot costs actions
    times nodes; their number is small, but has no useful bound.

    Parameters
    ----------
    gains : (actions, nodes) what each action gains over what is played, at each node.
    """
    nodes = len(gains[0])
    even = [ONE / nodes] * nodes
    if all(sign(sum((gain * even[0] for gain in row), ZERO)) <= 0 for row in gains):
        return even
    shift = ONE - min(min(row) for row in gains)
    shifted = [[gain + shift for gain in row] for row in gains]
    best = maximise([ONE] * nodes, shifted, [ONE] * len(gains))
    assert best is not None
    return [weight / best.value for weight in best.point]
