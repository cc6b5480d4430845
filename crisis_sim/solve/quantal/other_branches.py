"""Branches of logit equilibria that cross the one from precision 0.

Where that branch goes through a simple bifurcation the equations leave a plane of directions open
instead of a line (Allgower and Georg 1990, chapter 8). Another branch leaves on either side in the
direction of the plane that is orthogonal to the tangent. Symmetric games have such points: there
play that treats both sides alike goes on, and play that does not begins.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from crisis_sim.game.game import Floats
from crisis_sim.solve.quantal.trace import BranchPoint, Trace

__all__ = ["branches_leaving"]

SINGULAR = 1e-3
"""Share of the largest singular value below which one counts as none."""
AWAY = (1e-2, 1e-3, 1e-1)
"""How far from the bifurcation the other branch is looked for, in log odds."""


def branches_leaving(trace: Trace) -> Iterator[tuple[float, Trace]]:
    """The branches that leave one at its bifurcations, each with the precision where it does.

    On the scale of the problem; none has been followed yet.
    """
    for segment in trace.flips.tolist():
        at = trace.crossing(segment)
        for across in _across(trace, at):
            for side in (across, -across):
                begun = _beside(trace, at, side)
                if begun is not None:
                    yield float(at.point[-1]), trace.leaving(begun, side)


def _across(trace: Trace, at: BranchPoint) -> Floats:
    """(m, unknowns + 1) directions at a bifurcation in which other branches may leave.

    They span, with the tangent, all in which the equations do not change to first order.
    """
    from crisis_sim.solve.quantal.equations import assemble, evaluate

    problem, work = trace.scaled.problem, trace.work
    evaluate(problem, work, at.point)
    assemble(problem, work, at.point)
    slopes = work.matrix[:-1]
    _, sizes, rows = np.linalg.svd(slopes)
    several = max(1, int(np.count_nonzero(sizes < SINGULAR * sizes[0])))
    flat = rows[-several - 1 :]
    _, _, turned = np.linalg.svd((flat @ at.tangent)[None])
    across = turned[1:] @ flat
    # Which side is first should not hang on how a library rounds.
    largest = np.take_along_axis(across, np.abs(across).argmax(axis=1)[:, None], axis=1)
    return np.asarray(across * np.sign(largest))


def _beside(trace: Trace, at: BranchPoint, side: Floats) -> Floats | None:
    """A point of the other branch near a bifurcation, on one side of it."""
    from crisis_sim.solve.quantal.follow import TIGHT, correct

    for away in AWAY:
        point = at.point + away * side
        corrected = correct(trace.scaled.problem, trace.work, point, side, TIGHT)
        if corrected.rounds and point[-1] >= 0.0 and corrected.distance < away:
            return point
    return None
