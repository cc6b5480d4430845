"""Logit equilibria at many points of a sweep."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import CHANCE
from crisis_sim.solve.quantal.plan import make_plan
from crisis_sim.solve.quantal.problem import scale_game
from crisis_sim.solve.quantal.trace import Trace

__all__ = ["QuantalPoints", "solve_quantal_points"]


@dataclass(frozen=True, eq=False)
class QuantalPoints:
    """Logit equilibria of games of one shape.

    Attributes
    ----------
    log_profiles : (points, choices) log-probabilities.
    payoffs : (points, players) expected payoffs.
    outcomes : (points, outcomes) probability of each outcome of the tree.
    solved : (points,) whether the equations were solved; where not, the others are nan.
    """

    log_profiles: Floats
    payoffs: Floats
    outcomes: Floats
    solved: np.ndarray[tuple[int], np.dtype[np.bool_]]


def solve_quantal_points(
    game: Game, precisions: ArrayLike, *, chance: ArrayLike, payoffs: ArrayLike
) -> QuantalPoints:
    """The agent logit equilibria of many games that differ in their numbers only.

    Each is found as by :func:`crisis_sim.solve.quantal.solve_quantal`, on the branch from
    precision 0 and so independently of the others: points near each other are not taken as guesses
    for one another, which beyond a bifurcation would make answers depend on their order.

    Parameters
    ----------
    game : gives the tree, and which chance moves have probability zero.
    precisions : (points,) or one, in 1/payoff units, 0 or more.
    chance : (points, nodes) or (nodes,), as in :class:`~crisis_sim.game.game.Game`.
    payoffs : (points, payoff rows, players) or (payoff rows, players).

    Costs a dozen evaluations of the equations a point, one with perfect information; about as much
    as :func:`~crisis_sim.solve.quantal.solve_quantal` where the branch turns before the precision.

    Raises
    ------
    InputError
        Arrays that do not fit the game or each other, negative precisions, or chance moves of
        probability zero that are not so in ``game``.
    NotSolved
        Imperfect recall or a game too large.
    """
    from crisis_sim.solve.quantal.climb import make_slope
    from crisis_sim.solve.quantal.points_kernel import LogitTable, climb_all, measure_all
    from crisis_sim.solve.quantal.reduced import make_reduced

    numbers = _numbers(game, precisions, chance, payoffs)
    scaled = scale_game(game)
    problem, plan, points = scaled.problem, make_plan(scaled.problem), len(numbers.precisions)
    table = LogitTable(
        chance=numbers.chance,
        payoffs=numbers.payoffs,
        row=game.tree.payoff_row,
        precisions=numbers.precisions,
        log_profiles=np.empty((points, len(scaled.original))),
        values=np.zeros((points, len(game.players))),
        outcomes=np.zeros((points, len(game.tree.outcomes))),
        solved=np.empty(points, dtype=np.bool_),
    )
    climb_all(problem, plan, make_reduced(problem, plan), make_slope(plan.unknowns), table)
    for k in np.flatnonzero(~table.solved).tolist():
        table.log_profiles[k] = np.nan
        one = Game(game.title, game.tree, numbers.chance[k].copy(), numbers.payoffs[k].copy())
        log_profile = _followed(one, float(numbers.precisions[k]))
        if log_profile is not None:
            table.log_profiles[k] = log_profile[scaled.original]
            table.solved[k] = True
    table.values[~table.solved] = table.outcomes[~table.solved] = np.nan
    measure_all(problem, table, np.ones(game.tree.size))
    log_profiles = np.empty_like(table.log_profiles)
    log_profiles[:, scaled.original] = table.log_profiles
    answers = (log_profiles, table.values, table.outcomes, table.solved)
    for array in answers:
        array.setflags(write=False)
    return QuantalPoints(*answers)


def _followed(game: Game, precision: float) -> Floats | None:
    """(choices,) log-probabilities where the branch turns or bifurcates; None if out of reach."""
    trace = Trace(game)
    scaled = precision * trace.scaled.scale
    trace.extend(precision=scaled)
    try:
        found = trace.at(scaled)
    except NotSolved:
        return None
    return None if found is None else trace.scaled.log_profile(found.point[None, :-1])[0]


@dataclass(frozen=True, slots=True)
class _Numbers:
    """(points, nodes), (points, payoff rows, players) and (points,)."""

    chance: Floats
    payoffs: Floats
    precisions: Floats


def _numbers(game: Game, precisions: ArrayLike, chance: ArrayLike, payoffs: ArrayLike) -> _Numbers:
    """The numbers of every point, checked."""
    nodes, shape = game.tree.size, game.payoffs.shape
    lambdas = np.asarray(precisions, dtype=np.float64)
    chances = np.asarray(chance, dtype=np.float64)
    table = np.asarray(payoffs, dtype=np.float64)
    if chances.ndim not in (1, 2) or chances.shape[-1] != nodes:
        raise InputError(f"expected chances of {nodes} nodes, not an array {chances.shape}")
    if table.ndim not in (2, 3) or table.shape[-2:] != shape:
        raise InputError(f"expected payoffs {shape}, not an array {table.shape}")
    if lambdas.ndim > 1 or not np.all(np.isfinite(lambdas) & (lambdas >= 0.0)):
        raise InputError("precisions must be finite numbers, 0 or more (in 1/payoff units)")
    if np.any(
        ((chances == 0.0) != game.zero_chance) & (game.tree.mover[game.tree.parent] == CHANCE)
    ):
        raise InputError("the same chance moves must have probability zero as in the game")
    try:
        (points,) = np.broadcast_shapes(lambdas.shape, chances.shape[:-1], table.shape[:-2], (1,))
    except ValueError as error:
        raise InputError("the arrays are for different numbers of points") from error
    return _Numbers(
        chance=np.ascontiguousarray(np.broadcast_to(chances, (points, nodes))),
        payoffs=np.ascontiguousarray(np.broadcast_to(table, (points, *shape))),
        precisions=np.ascontiguousarray(np.broadcast_to(lambdas, (points,))),
    )
