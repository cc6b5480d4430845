"""Which assumptions an answer depends on: variance shares, elementary effects, distribution shifts.

The samples, and the analyses by Sobol and Morris, are SALib's; it has few distributions, so the
unit cube is sampled and our own quantiles of the priors are applied.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.arguments import argument
from crisis_sim.errors import InputError, MissingExtra, NotSolved
from crisis_sim.game.game import Floats
from crisis_sim.game.games import Games
from crisis_sim.interruption import Interrupted
from crisis_sim.near_names import nearest
from crisis_sim.remedy import Remedy
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.given import Given
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.shown import AsTable, Shown
from crisis_sim.sweep.block import Status
from crisis_sim.sweep.designs.axes import Axis
from crisis_sim.sweep.designs.plan import make_plan
from crisis_sim.sweep.designs.points import Draws
from crisis_sim.sweep.designs.points_file import points_table
from crisis_sim.sweep.designs.quantiles import quantiles
from crisis_sim.sweep.doubtful_index import DoubtfulIndex, most_doubtful
from crisis_sim.sweep.pawn import distances
from crisis_sim.sweep.results.result import SweepResult, sweep_in_memory
from crisis_sim.sweep.sweep_games import Axes, axes_of
from crisis_sim.time_limits import (
    IN_TIME,
    OutOfTime,
    as_found,
    check_time,
    seconds_left,
    why_cut_short,
)

__all__ = ["Influence", "Sensitivity", "analyse_sensitivity", "with_width"]

MOST_POINTS = 5_000_000
"""Points of one analysis, all of which are held in memory."""
CELLS_A_SECOND = 4_000_000
"""Numbers of a sample that SALib draws, and does not stop drawing when time is over."""
LEVELS = 4
SLICES = 10
RESAMPLES = 100
CONFIDENCE = 0.95
FLAT = 1e-13
"""Differences of an answer, as a share of its size, that are but rounding."""


@dataclass(frozen=True, slots=True)
class Influence:
    """What a parameter does: each measure with the half-width of its 95 % confidence interval.

    The measures of ``sobol`` are ``first`` and ``total``; of ``morris`` ``mean size`` (mu*, in the
    answer's unit over the range of the prior), ``mean`` and ``spread`` (the last two without an
    interval, nan); of ``pawn`` ``median`` and ``greatest``.
    """

    name: str
    meaning: str
    prior: str
    measures: Mapping[str, float] = field(hash=False)
    half_widths: Mapping[str, float] = field(hash=False)


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity(Shown):
    """The influence of each parameter on an answer, the greatest first.

    ``points`` were solved; ``dropped`` of them had no answer and were left out; ``mean`` and
    ``deviation`` are those of the answer over the sample; ``notes`` tell what was held or gave way.
    ``left`` says how much of the sample was not used, being interrupted or for want of time.
    """

    method: str
    quantity: str
    points: int
    dropped: int
    mean: float
    deviation: float
    influences: tuple[Influence, ...]
    result: SweepResult
    notes: tuple[str, ...]
    left: str = ""

    @property
    def doubtful(self) -> DoubtfulIndex | None:
        """What shows that there are too few samples; None where there are enough."""
        return most_doubtful({one.name: (one.measures, one.half_widths) for one in self.influences})

    @property
    def caption(self) -> str:
        """The answer and the method."""
        return f"What the {self.quantity} depends on: {self.method}, {self.points:,} points"

    def table(self) -> AsTable:
        """Each parameter's measures, with half the widths of their intervals."""
        measures = tuple(self.influences[0].measures)
        rows = [
            (one.name, *(with_width(one.measures[key], one.half_widths[key]) for key in measures))
            for one in self.influences
        ]
        return ("parameter", *measures), rows


def with_width(value: float, width: float) -> str:
    """A measure and half the width of its interval, if it has one."""
    return f"{value:.3f}" if math.isnan(width) else f"{value:.3f} +/- {width:.3f}"


def analyse_sensitivity(
    games: Games,
    axes: Axes = (),
    *,
    outcome: str = "",
    payoff: str = "",
    method: str = "sobol",
    samples: int = 4_096,
    seed: int = 0,
    values: Given | None = None,
    concept: str = "auto",
    workers: int = 1,
    report: Reporter = nobody,
    **options: Any,
) -> Sensitivity:
    """How the probability of an outcome, or a player's payoff, depends on the parameters drawn.

    Parameters
    ----------
    axes : the parameters, with priors; without any, all that matter, have a prior, and are set by
        no assumption.
    outcome, payoff : an outcome or category of outcomes, or a player; one of them.
    samples : for ``sobol`` and ``morris`` the base sample, solved at (parameters + 2) and
        (parameters + 1) times so many points; for ``pawn`` the points.
    report : is told the points done.
    options : those of the concept that a sweep needs.

    Where there are several equilibria the answer is that of the one reported.

    Raises
    ------
    InputError
        An unknown method, outcome or player, or more than five million points.
    NotSolved
        The answer is the same at every point, or points without an answer stand in the way.
    MissingExtra
        SALib is not installed.
    OutOfTime
        The time that was set is over before sixteen base samples were solved; later those that were
        are analysed.
    Interrupted
        On Ctrl-C, with the same.
    """
    argument("method").check(method)
    _check_asked(games.scenario, outcome, payoff)
    salib = _Salib(method, seed)
    drawn = axes_of(axes)
    _check_drawn(drawn)
    plan = make_plan(games, drawn, values=values, draws=1, concept=concept, options=options)
    draws = plan.design.draws
    if draws is None:
        raise InputError("nothing is drawn: name parameters with priors")
    _check_size(samples, len(draws.priors))
    cube = salib.sample(list(draws.priors), samples)
    table = points_table(_values(draws, cube), f"the sample of {method}")
    solved = make_plan(games, values=values, table=table, concept=concept, options=options)
    stopped = None
    try:
        result = sweep_in_memory(solved, workers=workers, report=report)
    except Interrupted as stop:
        stopped, result = stop, stop.found
    used = _used(result, salib.together, stopped)
    answer = (result.probability(outcome) if outcome else result.payoff(payoff))[:used]
    kept, cube = _kept(result, method, used), cube[:used]
    left = ""
    if used < len(result.rows["status"]):
        bases, asked = (count // salib.together for count in (used, len(result.rows["status"])))
        left = f"{bases:,} of {asked:,} base samples were used, {why_cut_short(stopped)}"
    if np.ptp(answer[kept]) <= FLAT * np.abs(answer[kept]).max():
        raise NotSolved(
            f"{outcome or payoff} is {answer[kept][0]:.4g} at every point: nothing to explain; "
            "let others vary, such as ",
            Remedy("sensitivity()", axes=("NAME~PRIOR",)),
        )
    indices = salib.analyse(cube[kept], answer[kept])
    influences = [_influence(games, draws, indices, name) for name in draws.priors]
    first = next(iter(influences[0].measures)) if method != "sobol" else "total"
    influences.sort(key=lambda one: -one.measures[first])
    quantity = f"probability of {outcome}" if outcome else f"payoff of {payoff}"
    dropped = int(len(kept) - kept.sum())
    mean, deviation = float(answer[kept].mean()), float(answer[kept].std(ddof=1))
    found = Sensitivity(
        method,
        quantity,
        len(kept),
        dropped,
        mean,
        deviation,
        tuple(influences),
        result,
        (*plan.remarks(), *filter(None, [left])),
        left,
    )
    return as_found(stopped, found)


def _values(draws: Draws, cube: Floats) -> dict[str, Floats]:
    columns = {}
    for column, (name, prior) in enumerate(draws.priors.items()):
        check_time()
        columns[name] = quantiles(prior, cube[:, column])
    return columns


def _check_asked(scenario: Scenario, outcome: str, payoff: str) -> None:
    """Raise InputError for an outcome or a player that there is none of; and for none, or both."""
    if bool(outcome) == bool(payoff):
        raise InputError(
            "name what to explain, one of them: an outcome (",
            Remedy("outcome"),
            ") or a player's payoff (",
            Remedy("payoff"),
            ")",
        )
    if outcome:
        scenario.ends.meant(outcome)
        return
    names = {one.label: one.name for one in scenario.players}
    if payoff not in names.values():
        hint = f"Write '{names[payoff]}'." if payoff in names else nearest(payoff, names.values())
        raise InputError(f"no player '{payoff}'. {hint}")


def _check_drawn(axes: Axes) -> None:
    for one in axes:
        if isinstance(one, Axis):
            raise InputError(f"'{one.text}' draws nothing; expected NAME~PRIOR, such as mu~prior")


def _check_size(samples: int, parameters: int) -> None:
    """Raise InputError for more points than are solved, OutOfTime where drawing takes too long."""
    points = samples * (parameters + 2)
    if points > MOST_POINTS:
        raise InputError(f"{samples:,} samples are more than {MOST_POINTS:,} points to solve")
    if points * parameters > CELLS_A_SECOND * seconds_left():
        raise _too_few(0, points)


def _used(result: SweepResult, together: int, stopped: BaseException | None) -> int:
    """How many points are analysed: whole base samples, ``together`` points each, all reached.

    Raises OutOfTime, or what ``stopped`` the sweep, where they are too few.
    """
    status = result.rows["status"]
    missing = np.flatnonzero(status == Status.UNREACHED)
    reached = int(missing[0]) if len(missing) else len(status)
    least = argument("samples").low
    if not len(missing) or (least is not None and reached >= least * together):
        return reached - reached % together
    if stopped is not None:
        raise KeyboardInterrupt from None
    raise _too_few(reached, len(status))


def _too_few(reached: int, points: int) -> OutOfTime:
    told = f"{reached:,} of {points:,} points were solved {IN_TIME}; "
    return OutOfTime(told, "take fewer (", Remedy("samples"), "), or allow more time")


def _kept(result: SweepResult, method: str, used: int) -> NDArray[np.bool_]:
    """(points,) those with an answer; all must have one where the sample's design counts on it."""
    kept = np.asarray(result.rows["status"][:used] == Status.SOLVED)
    missing = int(len(kept) - kept.sum())
    if missing and method != "pawn":
        raise NotSolved(
            f"{missing:,} of {len(kept):,} points have no answer, and {method} needs all of them; ",
            Remedy("sensitivity()", method="pawn"),
            " leaves them out, or narrow the priors",
        )
    if not kept.any():
        raise NotSolved(
            "no point has an answer; give other priors, such as ",
            Remedy("sensitivity()", axes=("NAME~PRIOR",)),
        )
    return kept


def _influence(
    games: Games, draws: Draws, found: Mapping[str, tuple[Any, Any]], name: str
) -> Influence:
    place = list(draws.priors).index(name)
    parameter = games.scenario.parameters.get(name)
    meaning = (parameter.meaning or parameter.label) if parameter is not None else ""
    measures = {key: float(values[place]) for key, (values, _) in found.items()}
    widths = {key: float(width[place]) for key, (_, width) in found.items()}
    return Influence(name, meaning, str(draws.priors[name]), measures, widths)


class _Salib:
    """One method of SALib over the unit cube."""

    def __init__(self, method: str, seed: int) -> None:
        try:
            import SALib  # noqa: F401
        except ImportError:
            raise MissingExtra("sensitivity", "sensitivity analysis") from None
        self.method = method
        self.seed = seed
        self.problem: dict[str, Any] = {}
        self.together = 1
        """Points of a base sample."""

    def sample(self, names: list[str], samples: int) -> Floats:
        """(points, parameters) the sample; Morris's levels are the middles of equal slices."""
        bounds = [[0.0, 1.0]] * len(names)
        self.together = {"sobol": len(names) + 2, "morris": len(names) + 1, "pawn": 1}[self.method]
        self.problem = {"num_vars": len(names), "names": names, "bounds": bounds}
        if self.method == "sobol":
            from SALib.sample import sobol

            size = 1 << (samples - 1).bit_length()
            return np.asarray(
                sobol.sample(self.problem, size, calc_second_order=False, seed=self.seed)
            )
        if self.method == "morris":
            from SALib.sample import morris

            levels = morris.sample(self.problem, samples, num_levels=LEVELS, seed=self.seed)
            return np.asarray((levels * (LEVELS - 1) + 0.5) / LEVELS)
        from SALib.sample import latin

        return np.asarray(latin.sample(self.problem, samples, seed=self.seed))

    def analyse(self, cube: Floats, answer: Floats) -> dict[str, tuple[Any, Any]]:
        """For each measure its values and half-widths, parameter by parameter."""
        how: dict[str, Any] = {
            "num_resamples": RESAMPLES,
            "conf_level": CONFIDENCE,
            # SALib takes a seed of 0 for none when it draws again.
            "seed": self.seed + 1,
        }
        if self.method == "sobol":
            from SALib.analyze import sobol

            found = sobol.analyze(self.problem, answer, calc_second_order=False, **how)
            return {
                "first": (found["S1"], found["S1_conf"]),
                "total": (found["ST"], found["ST_conf"]),
            }
        if self.method == "morris":
            from SALib.analyze import morris

            levels = (cube * LEVELS - 0.5) / (LEVELS - 1)
            found = morris.analyze(self.problem, levels, answer, num_levels=LEVELS, **how)
            none = np.full(len(self.problem["names"]), np.nan)
            return {
                "mean size": (found["mu_star"], found["mu_star_conf"]),
                "mean": (found["mu"], none),
                "spread": (found["sigma"], none),
            }
        return self.pawn(cube, answer)

    def pawn(self, cube: Floats, answer: Floats) -> dict[str, tuple[Any, Any]]:
        """PAWN, with intervals by the bootstrap."""
        rng = np.random.default_rng(self.seed)
        count = len(answer)

        def measure(rows: NDArray[np.int64]) -> Floats:
            shifts = distances(cube[rows], answer[rows], SLICES)
            return np.array([np.nanmedian(shifts, axis=0), np.nanmax(shifts, axis=0)])

        whole = measure(np.arange(count))
        again = np.array([measure(rng.integers(0, count, count)) for _ in range(RESAMPLES)])
        tail = 50.0 * (1.0 - CONFIDENCE)
        low, high = np.percentile(again, [tail, 100.0 - tail], axis=0)
        width = (high - low) / 2.0
        return {"median": (whole[0], width[0]), "greatest": (whole[1], width[1])}
