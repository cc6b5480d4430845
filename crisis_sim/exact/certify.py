"""The share of a box on which an outcome holds, proved by subdividing it.

At the middle of an undecided box the game is solved exactly, with the signs that were asked for on
record: a certificate. Wherever interval arithmetic shows that all of them are the same, the answer
is the same. Elsewhere the part of a box on which they are is bounded by planes, and the boxes of
which most is left are halved.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from crisis_sim.arguments import argument
from crisis_sim.exact.algebra.boxes import whole_box
from crisis_sim.exact.cutting.subdivision import Judge, Subdivision
from crisis_sim.exact.data.shares import CertifiedShare
from crisis_sim.exact.ranges import Box, ToFollow, followed, remarks
from crisis_sim.exact.solving.answers import ExactSolver
from crisis_sim.exact.solving.family import symbolic_family
from crisis_sim.exact.why.describe import assumed_notes
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.time_limits import (
    OutOfTime,
    as_found,
    check_time,
    seconds_left,
    seconds_spent,
    time_limit,
)

if TYPE_CHECKING:
    from crisis_sim.game.game import Floats
    from crisis_sim.game.games import Games

__all__ = ["certify_share"]

_TOL, _SECONDS, _DRAWS = (argument(name, "certify") for name in ("tol", "seconds", "draws"))
AT_ONCE = 10_000
OVER = 1.1
"""The estimate may take a tenth more than the bounds."""


def certify_share(
    games: Games,
    outcome: str,
    along: ToFollow = (),
    values: Mapping[str, float | Fraction] | None = None,
    *,
    tol: float = _TOL.default,
    seconds: float = _SECONDS.default,
    draws: int = _DRAWS.default,
    seed: int = 0,
    report: Reporter = nobody,
) -> CertifiedShare:
    """Bound the share of a box on which the reported equilibrium reaches an outcome.

    Parameters
    ----------
    outcome : an outcome or a category of outcomes, reached with positive probability.
    along : the axes of the box, over the scenario's ranges or those given; every parameter
        that the game depends on, if left out.
    values : values of the others; the rest take their defaults.
    tol : stop when the bounds are this close, as a share of the box.
    seconds : stop after so much processor time at the latest, with the bounds reached.
    draws, seed : random draws from the priors within the box, and where they start; fewer are made
        where they would take more than a tenth of ``seconds`` beyond it, none where a prior has
        nothing in the box.
    report : is told after each round how many percent are decided, and the bounds.

    The bounds are proved: floating-point results are rounded outwards. Mixed equilibria are not
    followed; a point without a pure one counts as one that does not reach the outcome. The number
    of boxes grows steeply with the number of parameters that matter; over many of them the bounds
    stay wide.

    Raises
    ------
    InputError
        Unknown names, a parameter without a range, or a tolerance that is not positive.
    NotSolved
        A parameter that shapes the tree, or a game too large.
    Interrupted
        On Ctrl-C, with the bounds and the draws reached by then.
    """
    started, began = time.perf_counter(), seconds_spent()
    _TOL.check(tol)
    box, given = followed(games, along, values)
    names = tuple(box)
    family = games.family(given)
    solver = ExactSolver(symbolic_family(family, given, names))
    meant = games.scenario.ends.meant(outcome)
    judge = Judge(solver, lambda reached: bool(reached & meant))
    work = Subdivision(judge, whole_box(solver.ring, tuple(box.values())))
    made = reached = 0
    stopped = None
    try:
        with suppress(OutOfTime), time_limit(seconds - (seconds_spent() - began)):
            while work.undecided > tol and seconds_left() > 0 and work.advance():
                bounds = f"between {work.low:.4f} and {work.high:.4f}"
                report(round(100 * (1 - work.undecided)), bounds)
        with suppress(OutOfTime), time_limit(OVER * seconds - (seconds_spent() - began)):
            for row in _drawn(games, box, draws, seed):
                check_time()
                reached += judge.at([Fraction(value) for value in row])
                made += 1
    except KeyboardInterrupt as stop:
        stopped = stop
    estimate, error = _share(reached, made)
    found = CertifiedShare(
        outcome=outcome,
        parameters=names,
        ranges=box,
        low=work.low,
        high=work.high,
        tolerance=tol,
        reached=work.undecided <= tol,
        boxes=work.seen,
        certificates=len(work.certificates),
        estimate=estimate,
        standard_error=error,
        draws=made,
        seed=seed,
        concept=solver.concept,
        fixed=given,
        notes=(*remarks(games.scenario, along, box, values), *assumed_notes(solver)),
        seconds=time.perf_counter() - started,
    )
    return as_found(stopped, found)


def _drawn(games: Games, box: Box, draws: int, seed: int) -> Iterator[list[float]]:
    """Points of the box, drawn from the priors there; none where a prior has nothing in it."""
    rng = np.random.default_rng(seed)
    drawing = [_drawing(games, name, float(low), float(high)) for name, (low, high) in box.items()]
    for start in range(0, draws, AT_ONCE) if all(drawing) else ():
        cube = rng.random((min(AT_ONCE, draws - start), len(box)))
        columns = [draw(cube[:, column]) for column, draw in enumerate(filter(None, drawing))]
        yield from np.stack(columns, axis=1).tolist()


def _drawing(games: Games, name: str, low: float, high: float) -> Callable[[Floats], Floats] | None:
    """From numbers even between 0 and 1 to values of a parameter; evenly without a prior."""
    from crisis_sim.sweep.designs.quantiles import probability_below, quantiles

    parameter = games.scenario.parameters.get(name)
    if parameter is None or parameter.prior is None:
        return lambda u: low + (high - low) * u
    prior = parameter.prior
    start, end = probability_below(prior, low), probability_below(prior, high)
    return (lambda u: quantiles(prior, start + (end - start) * u)) if start < end else None


def _share(reached: int, draws: int) -> tuple[float, float]:
    """A share of draws and its standard error; not numbers where none was made."""
    if not draws:
        return math.nan, math.nan
    share = reached / draws
    return share, math.sqrt(share * (1.0 - share) / draws)
