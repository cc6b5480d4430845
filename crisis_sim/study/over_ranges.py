"""Where, and how often, the answers change with the values of parameters."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from crisis_sim.game.games import Games
from crisis_sim.scenario.scenario import Values

if TYPE_CHECKING:
    from crisis_sim.exact.data.conditions import Conditions
    from crisis_sim.exact.data.line import Thresholds
    from crisis_sim.exact.data.nearest import Nearest
    from crisis_sim.exact.data.planes import Regions
    from crisis_sim.exact.data.shares import CertifiedShare
    from crisis_sim.exact.ranges import Asked
    from crisis_sim.scenario.span import Span
    from crisis_sim.sweep.designs.estimate import Estimate
    from crisis_sim.sweep.discovering.discover import Discovery
    from crisis_sim.sweep.discovering.table import SweepTable
    from crisis_sim.sweep.results.result import SweepResult
    from crisis_sim.sweep.results.swept import Swept
    from crisis_sim.sweep.sensitivity import Sensitivity
    from crisis_sim.sweep.sweep_games import Axes
    from crisis_sim.tables.source import Report

__all__ = ["OverRanges"]


class OverRanges(Games):
    """The analyses of a scenario over ranges of parameters; ``values`` hold others fixed.

    What is followed over a range is named, ``"pi"``, for the scenario's range; for another it is a
    text, ``"pi=0:1/2"``, or a :class:`crisis_sim.scenario.span.Span`.

    Those that are exact raise NotSolved for games that they do not apply to or cannot finish, and
    all raise InputError for unknown names, and for parameters without a range where none is given.
    """

    def parameters(self, values: Values | None = None, **more: float) -> tuple[str, ...]:
        """The parameters with a range that the games depend on, in the scenario's order.

        Raises
        ------
        InputError
            The scenario has no parameters.
        NotSolved
            Its games depend on none that has a range and is not given.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brinkmanship").parameters()
        ('p', 'q')
        """
        from crisis_sim.exact.ranges import numerical_parameters

        return tuple(numerical_parameters(self, {**(values or {}), **more}, shaping=True))

    def thresholds(
        self, along: Span | str, values: Values | None = None, **more: float
    ) -> Thresholds:
        """Every point along a parameter where the equilibria change, exactly.

        See :func:`crisis_sim.exact.thresholds.find_thresholds`.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> [str(one.at) for one in cs.load("brinkmanship").thresholds("q=1/2:1").thresholds]
        ['3/5', '7/8']
        """
        from crisis_sim.exact.thresholds import find_thresholds

        return find_thresholds(self, along, {**(values or {}), **more})

    def regions(
        self, across: Span | str, up: Span | str, values: Values | None = None, **more: float
    ) -> Regions:
        """The plane of two parameters, cut by exact curves into regions.

        See :func:`crisis_sim.exact.regions.find_regions`.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> len(cs.load("brinkmanship").regions("p", "q").regions)
        2
        """
        from crisis_sim.exact.regions import find_regions

        return find_regions(self, across, up, {**(values or {}), **more})

    def conditions(
        self, outcome: str, free: Asked = (), values: Values | None = None, **more: float
    ) -> Conditions:
        """The inequalities under which some equilibrium reaches an outcome.

        See :func:`crisis_sim.exact.conditions.find_conditions`.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> print(cs.load("brinkmanship").conditions("retreat", ["q", "p"]))
        'retreat', sequential: all ways
        if                                       ends in
        q >= 0.6 and q <= (3 - 3 * p) / (8 * p)  the missiles go, defied or war
        """
        from crisis_sim.exact.conditions import find_conditions

        return find_conditions(self, outcome, free, {**(values or {}), **more})

    def certify(
        self,
        outcome: str,
        parameters: Asked = (),
        values: Values | None = None,
        *,
        tol: float = 0.01,
        seconds: float = 50.0,
        draws: int = 1_000,
        seed: int = 0,
        report: Callable[[float, float], None] | None = None,
        **more: float,
    ) -> CertifiedShare:
        """Proved bounds of the share of a box on which the reported equilibrium has an outcome.

        See :func:`crisis_sim.exact.certify.certify_share`.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> share = cs.load("brinkmanship").certify("retreat", tol=0.05)
        >>> round(share.low, 6), round(share.high, 6)
        (0.117188, 0.154297)
        """
        from crisis_sim.exact.certify import certify_share

        return certify_share(
            self,
            outcome,
            parameters,
            {**(values or {}), **more},
            tol=tol,
            seconds=seconds,
            draws=draws,
            seed=seed,
            report=report,
        )

    def nearest(
        self,
        outcome: str = "",
        parameters: Asked = (),
        values: Values | None = None,
        **more: float,
    ) -> Nearest:
        """The smallest change of parameters that changes the reported equilibrium's outcome.

        See :func:`crisis_sim.exact.nearest.find_nearest`.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brinkmanship").nearest().before
        'the missiles go, defied or war'
        """
        from crisis_sim.exact.nearest import find_nearest

        return find_nearest(self, outcome, parameters, {**(values or {}), **more})

    def sweep(self, axes: Axes | None = None, *, workers: int = 1, **options: Any) -> SweepResult:
        """Solve the game at many points; progress is told on standard error after a second.

        Parameters
        ----------
        axes : what each parameter or definition takes: an array, text such as ``"0:0.6:101"``,
            ``"2,12,30"``, ``"prior"`` or ``"beta(2, 5)"``.
        workers : how many processes share the work.
        options : axes by keyword, and any of ``values`` (held fixed), ``each`` (alternatives:
            names of assumptions, several joined with ``+`` or in a tuple), ``draws``, ``sample``
            (random, sobol or latin), ``seed``, ``points`` (a mapping of columns, a data frame, or
            a file), ``concept`` and ``precision``.

        Raises
        ------
        InputError
            Unknown names, a design that makes no sense, or too many points for memory.
        NotSolved
            The concept does not apply to this game.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> swept = cs.load("brinkmanship").sweep(q="0.5:0.9:3", values={"p": 0.25})
        >>> swept.probability("retreat").tolist()
        [0.0, 0.75, 0.75]
        """
        from crisis_sim.sweep.sweep_games import sweep_games

        return sweep_games(self, axes, workers=workers, **options)

    def sweep_to(
        self,
        path: str | Path | None,
        axes: Axes | None = None,
        *,
        workers: int = 1,
        scheduler: str = "",
        resume: bool = False,
        force: bool = False,
        **options: Any,
    ) -> Swept:
        """Solve the game at more points than memory holds, part by part.

        Parameters
        ----------
        path : the file to write, .csv, .parquet, .nc or .dta; without one, answers are added up.
        axes, options : as for :meth:`sweep`; ``part_points`` are the points solved at a time, and
            ``command`` is what the file says it was made by.
        workers, scheduler : how many processes share the work, or the address of a Dask cluster.
        resume : go on with a sweep that was stopped; the file is the same, byte for byte.
        force : write over what is there.

        Raises
        ------
        InputError, NotSolved
            As for :meth:`sweep`; or a file that cannot be written, or another sweep to be resumed;
            a file is there already.
        MissingExtra
            The packages that write such a file, or speak to the cluster, are not installed.
        WorkerLost
            A process or the scheduler died; what was finished is kept.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> swept = cs.load("brinkmanship").sweep_to("q.csv", q="0.5:0.9:3", values={"p": 0.25})
        >>> swept.summary.solved
        3
        """
        from crisis_sim.sweep.running.store import Running
        from crisis_sim.sweep.sweep_games import plan_games, run_plan

        running = Running(workers, scheduler, resume, force, sys.stderr)
        plan = plan_games(self, axes, **options)
        return run_plan(plan, None if path is None else Path(path), running)

    def estimate(
        self,
        path: str | Path | None = None,
        axes: Axes | None = None,
        *,
        workers: int = 1,
        **options: Any,
    ) -> Estimate:
        """How long :meth:`sweep_to` will take, and the bytes of its file, from a small block.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brinkmanship").estimate(q="0.5:0.9:3").points
        3
        """
        from crisis_sim.sweep.designs.estimate import estimate
        from crisis_sim.sweep.files.writer import check_suffix
        from crisis_sim.sweep.sweep_games import plan_games

        plan = plan_games(self, axes, **options)
        suffix = "" if path is None else check_suffix(Path(path))
        return estimate(plan, suffix, workers=workers)

    def sensitivity(
        self,
        axes: Axes = (),
        *,
        outcome: str = "",
        payoff: str = "",
        method: str = "sobol",
        samples: int = 1_024,
        seed: int = 0,
        values: Values | None = None,
        concept: str = "auto",
        workers: int = 1,
        report: TextIO | None = None,
    ) -> Sensitivity:
        """How the probability of an outcome, or a player's payoff, depends on what is uncertain.

        See :func:`crisis_sim.sweep.sensitivity.analyse_sensitivity` for parameters and errors.

        Parameters
        ----------
        axes : what is uncertain, each with a prior: ``{"mu": "prior", "pi": "beta(2, 5)"}``. By
            default every parameter that matters and has a prior.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> found = cs.load("cuba-1962-cable").sensitivity(payoff="US", samples=64)
        >>> found.influences[0].name
        'pi'
        """
        from crisis_sim.sweep.sensitivity import analyse_sensitivity

        return analyse_sensitivity(
            self,
            axes,
            outcome=outcome,
            payoff=payoff,
            method=method,
            samples=samples,
            seed=seed,
            values=values,
            concept=concept,
            workers=workers,
            report=report,
        )

    @staticmethod
    def discover(
        table: SweepResult | SweepTable | str | Path,
        outcome: str,
        *,
        inputs: str | Sequence[str] = (),
        report: Report | None = None,
        **options: Any,
    ) -> Discovery:
        """Find plain conditions under which an outcome is likely, by patient rule induction.

        Parameters
        ----------
        table : a sweep, its file, or the file of any other table (.csv, .xlsx, .parquet, .dta).
        outcome : an outcome, a category of outcomes, or a column such as ``payoff_US``.
        inputs : the columns to search in a table that is no sweep's; also a text, with commas.
        report : is told how many rows of a file have been read.
        options : ``threshold``, ``above``, ``boxes``, ``least_density``, ``seed`` and ``missing``,
            as :func:`crisis_sim.sweep.discovering.discover.discover` takes them.

        Raises
        ------
        InputError
            An unknown outcome, a file that cannot be read, or a table in which nothing varies.
        NotSolved
            Every point is a case of interest, or none.
        MissingExtra
            The packages that read such a file are not installed.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> study = cs.load("brinkmanship")
        >>> found = study.discover(study.sweep(q="prior", draws=500), "retreat")
        >>> [one.name for one in found.boxes[0].conditions]
        ['q']
        """
        from crisis_sim.sweep.discovering.discover import discover
        from crisis_sim.sweep.discovering.table import read_table

        if isinstance(table, (str, Path)):
            table = read_table(Path(table), inputs=inputs, outcome=outcome, report=report)
        return discover(table, outcome, **options)
