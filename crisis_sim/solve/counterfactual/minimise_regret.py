"""Counterfactual regret minimisation plus (CFR+; Tammelin 2014) on trees of any size.

Each player repeats the game against the others' latest strategies and plays every action with
probability proportional to its accumulated counterfactual regret, negative regret being forgotten
at once; the players learn in turn, each on a scale of its own, so that the units and the zero of
payoffs change nothing. What is reported is the average of all strategies, that of
iteration t weighted by t. Zinkevich, Johanson, Bowling and Piccione (2007) bound the regret of the
average by the counterfactual regrets.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from crisis_sim.concepts import MOST_ITERATIONS
from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.proper import refuse_improper
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.game.units import unit_payoffs
from crisis_sim.numbers.real import to_float
from crisis_sim.other_concepts import EXACT, FORGETFUL, serving
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.solve.counterfactual.layout import Layout, lay_out
from crisis_sim.solve.solution import Equilibrium, Search, Solution, assess
from crisis_sim.strategy.certificate import player_regrets
from crisis_sim.time_limits import CUT_SHORT, as_found, check_time, time_is_over, why_cut_short

__all__ = [
    "Average",
    "average_profile",
    "averages",
    "solve_counterfactual",
]

TOLERANCE = 1e-4
"""Largest regret at which iteration stops, as a share of the range of the player's own payoffs."""

_CHUNK = 20_000_000
"""Nodes passed between two chances to interrupt: a fraction of a second."""


@dataclass(frozen=True, eq=False)
class Average:
    """The average strategies after some iterations.

    ``profile`` is (choices,) behaviour probabilities, ``regrets`` (players,) what each player could
    gain by its best response, in payoff units, ``shares`` the same as a share of the range of the
    player's payoffs.
    """

    iterations: int
    profile: Floats
    regrets: Floats
    shares: Floats


def solve_counterfactual(
    game: Game,
    *,
    tol: float | None = None,
    iterations: int = MOST_ITERATIONS,
    report: Reporter = nobody,
) -> Solution:
    """An approximate Nash equilibrium by CFR+, with what each player could still gain.

    Parameters
    ----------
    tol : largest regret of any player at which to stop, in payoff units; by default
        ``TOLERANCE`` of the range of its own payoffs.
    iterations : iterations at most.
    report : is told the iterations done and, after the first count, the largest regret then.

    Guaranteed in games of two players whose payoffs have a constant sum: the average tends to a
    Nash equilibrium, its regret falling at least with the square root of the iterations and in
    practice about in proportion to them. In other games it may or may not; the regret reported is
    right in all. ``converged`` says whether it came within ``tol``; if not, the average of least
    regret is given. Not found: other equilibria, and good play where a player's own average
    strategy never goes. One iteration is linear in the tree, as is a count of the regret.

    Raises
    ------
    InputError
        Payoffs or chances that are no proper numbers, or no iteration.
    NotSolved
        Imperfect recall.
    Interrupted
        On Ctrl-C; it holds the best average by then, as is handed back when a time limit is over.

    Examples
    --------
    >>> import crisis_sim as cs
    >>> solution = solve_counterfactual(cs.load("brinkmanship").game(), tol=0.01)
    >>> solution.converged
    True
    """
    started = time.perf_counter()
    _check(game)
    best, least, done, stopped = None, np.inf, 0, None
    limit = TOLERANCE if tol is None else tol
    try:
        for average in averages(game, iterations, report):
            done = average.iterations
            largest = float(np.max(average.shares if tol is None else average.regrets))
            if best is None or largest < least:
                best, least = average, largest
            if largest <= limit:
                break
            check_time()
    except CUT_SHORT as stop:
        if best is None:
            raise
        stopped = stop
    if best is None:
        raise InputError("at least one iteration is needed")
    equilibrium = _equilibrium(game, best)
    proof = equilibrium.certificate
    aim = f"{TOLERANCE:g} of a player's range of payoffs" if tol is None else f"{tol:.3g}"
    end = f"; no more, {why_cut_short(stopped)}" if stopped else ""
    solution = Solution(
        game=game,
        concept="cfr",
        method="counterfactual regret minimisation (CFR+)",
        equilibria=(equilibrium,),
        searched=(Search("one", f"{done:,} iterations for a regret of at most {aim}{end}"),),
        seconds=time.perf_counter() - started,
        warnings=_warnings(game),
        converged=proof.relative <= TOLERANCE if tol is None else proof.player_regret <= tol,
    )
    return as_found(stopped, solution)


def averages(game: Game, iterations: int, report: Reporter = nobody) -> Iterator[Average]:
    """The average strategies after every tenth iteration, and less and less often later on.

    The last ones are those after ``iterations``. Numbers and recall are not checked.
    """
    from crisis_sim.solve.counterfactual.kernel import iterate, new_state

    unit = unit_payoffs(game)
    scaled = replace(game, payoffs=unit.payoffs, exact=None, irrational=None)
    ranges = np.array([to_float(one) for one in unit.ranges])
    layout = lay_out(scaled)
    state = new_state(layout)
    chunk = max(1, _CHUNK // game.tree.size)
    done, due, note = 0, 0, ""
    while done < iterations:
        due = min(iterations, done + max(10, done // 10))
        while done < due:
            more = min(chunk, due - done)
            iterate(layout, state, done, more)
            done += more
            report(done, note)
            if time_is_over():
                break
        profile = average_profile(layout, state.total)
        shares = player_regrets(scaled, profile)
        note = f"regret {np.max(shares * ranges):.3g}"
        yield Average(done, profile, shares * ranges, shares)


def average_profile(layout: Layout, plan: Floats) -> Floats:
    """(choices,) the behaviour of plans of any weight; uniform at sets that they exclude."""
    start = layout.start.astype(np.int64)
    starts, counts = start[:-1], start[1:] - start[:-1]
    totals = np.repeat(np.add.reduceat(plan, starts) if len(starts) else plan[:0], counts)
    profile = np.empty(len(layout.choice))
    excluded = totals <= 0.0
    totals[excluded] = 1.0
    shares = np.where(excluded, np.repeat(1.0 / counts, counts), plan[start[0] :] / totals)
    profile[layout.choice] = shares
    return profile


def _equilibrium(game: Game, average: Average) -> Equilibrium:
    together = float(np.sum(average.regrets))
    note = (
        f"after {average.iterations:,} iterations the players' regrets add up to {together:.3g} "
        f"(NashConv); exploitability, their mean, is {together / len(average.regrets):.3g}"
    )
    return assess(game, average.profile, notes=(note,))


def _check(game: Game) -> None:
    refuse_improper(game)
    if not np.isfinite(game.payoff_ranges).all():
        raise NotSolved(
            "payoffs differ by more than a float holds, and regrets are counted in floats; ",
            *serving(EXACT, perfect=game.perfect_information),
        )
    forgetful = forgetful_sets(game.tree)
    if len(forgetful):
        label = game.tree.information_sets[int(forgetful[0])].label
        raise NotSolved(
            f"imperfect recall at '{label}': counterfactual regret needs perfect recall; ",
            *serving(FORGETFUL),
        )


def _warnings(game: Game) -> tuple[str, ...]:
    if len(game.players) == 2 and _constant_sum(game):
        return ()
    return (
        "counterfactual regret is sure to converge with two players and a constant sum of payoffs "
        "alone; here only the regret tells how good the answer is",
    )


def _constant_sum(game: Game) -> bool:
    """Whether the payoffs at every terminal add up to the same number, exactly."""
    rows = np.unique(game.tree.payoff_row[game.tree.terminals]).tolist()
    sums = (sum(game.numbers.payoffs[row][1:], game.numbers.payoffs[row][0]) for row in rows)
    first = next(sums)
    return all(one == first for one in sums)
