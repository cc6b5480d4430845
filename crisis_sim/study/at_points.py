"""What a scenario's games come to at many points, and what can be learnt from these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crisis_sim.errors import InputError
from crisis_sim.game.games import Games
from crisis_sim.keywords import by_keyword
from crisis_sim.remedy import Remedy
from crisis_sim.reporter import Reporter, nobody

if TYPE_CHECKING:
    from crisis_sim.sweep.designs.estimate import Estimate
    from crisis_sim.sweep.designs.points import PointTable
    from crisis_sim.sweep.discovering.discover import Discovery
    from crisis_sim.sweep.discovering.table import SweepTable
    from crisis_sim.sweep.results.result import SweepResult
    from crisis_sim.sweep.results.swept import Swept
    from crisis_sim.sweep.sensitivity import Sensitivity
    from crisis_sim.sweep.sweep_games import Axes

__all__ = ["AtPoints"]


def _planned() -> Callable[..., object]:
    from crisis_sim.sweep.sweep_games import plan_games

    return plan_games


def _analysed() -> Callable[..., object]:
    from crisis_sim.sweep.sensitivity import analyse_sensitivity

    return analyse_sensitivity


def _discovered() -> Callable[..., object]:
    from crisis_sim.sweep.discovering.discover import discover

    return discover


class AtPoints(Games):
    """The analyses that solve a scenario at many points, one by one.

    All raise InputError for unknown names and for a design that makes no sense.
    """

    @by_keyword(_planned)
    def sweep(
        self,
        axes: Axes | None = None,
        *,
        workers: int = 1,
        report: Reporter = nobody,
        **more: Any,
    ) -> SweepResult:
        """Solve the game at many points.

        Parameters
        ----------
        axes : what each parameter or definition takes: an array, text such as ``"0:0.6:101"``,
            ``"2,12,30"``, ``"prior"`` or ``"beta(2, 5)"``; or texts such as ``"pi=0:0.6:101"``.
        workers : how many processes share the work.
        report : is told after a second how far it has come, such as ``print``.
        more : axes by keyword, and any of ``values`` (held fixed), ``each`` (alternatives:
            names of assumptions, several joined with ``+`` or in a tuple), ``draws``, ``sample``
            (random, sobol or latin), ``seed``, ``points`` (a mapping of columns, a data frame, a
            file, or what :meth:`points` read), ``concept`` and its options that sweeps
            need: ``precision``.

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

        return sweep_games(self, axes, workers=workers, report=report, **more)

    @by_keyword(_planned)
    def sweep_to(
        self,
        path: str | Path | None,
        axes: Axes | None = None,
        *,
        workers: int = 1,
        scheduler: str = "",
        resume: bool = False,
        force: bool = False,
        report: Reporter = nobody,
        **more: Any,
    ) -> Swept:
        """Solve the game at more points than memory holds, part by part.

        Parameters
        ----------
        path : the file to write, .csv, .parquet, .nc or .dta; without one, answers are added up.
        axes, more : as for :meth:`sweep`; ``part_points`` are the points solved at a time, and
            ``command`` is what the file says it was made by.
        workers, scheduler : how many processes share the work, or the address of a Dask cluster.
        resume : go on with a sweep that was stopped; the file is the same, byte for byte.
        force : write over what is there.
        report : is told remarks, and how far it has come, such as ``print``.

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

        self.check_sweep(path, resume=resume, force=force)
        running = Running(workers, scheduler, resume, force, report)
        plan = plan_games(self, axes, **more)
        return run_plan(plan, None if path is None else Path(path), running)

    @staticmethod
    @by_keyword()
    def check_sweep(
        path: str | Path | None, *, resume: bool = False, force: bool = False
    ) -> tuple[Path, ...]:
        """The files that :meth:`sweep_to` would write; none without a path.

        Raises InputError if it would refuse to be asked so, before any work.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> [path.name for path in cs.Study.check_sweep("q.dta")]
        ['q.dta', 'q.dta.json']
        """
        from crisis_sim.sweep.running.store import check_run

        return check_run(None if path is None else Path(path), resume=resume, force=force)

    @staticmethod
    @by_keyword()
    def unfinished(path: str | Path) -> bool:
        """Whether a sweep to a file was begun and not finished: ``resume`` goes on with it.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.Study.unfinished("q.csv")
        False
        """
        from crisis_sim.sweep.running.parts import PartsFolder
        from crisis_sim.whole_file import named_by

        return PartsFolder(named_by(Path(path))).exists()

    @by_keyword()
    def points(self, path: str | Path, *, report: Reporter = nobody) -> PointTable:
        r"""The points of a file, a column for each parameter or definition, to be swept.

        ``report`` is told how many rows have been read. See
        :func:`crisis_sim.sweep.designs.points_file.read_points` for the errors.

        Examples
        --------
        >>> from pathlib import Path
        >>> import crisis_sim as cs
        >>> Path("points.csv").write_text("p,q\n1/4,0.5\n0.3,0.8\n")
        20
        >>> study = cs.load("brinkmanship")
        >>> study.sweep(points=study.points("points.csv")).probability("retreat").tolist()
        [0.0, 0.7]
        """
        from crisis_sim.sweep.sweep_games import points_of

        return points_of(self, Path(path), report)

    @by_keyword(_planned)
    def estimate(
        self,
        path: str | Path | None = None,
        axes: Axes | None = None,
        *,
        workers: int = 1,
        **more: Any,
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

        plan = plan_games(self, axes, **more)
        suffix = "" if path is None else check_suffix(Path(path))
        return estimate(plan, suffix, workers=workers)

    @by_keyword(_analysed)
    def sensitivity(self, axes: Axes = (), **options: Any) -> Sensitivity:
        """How the probability of an outcome, or a player's payoff, depends on what is uncertain.

        Parameters
        ----------
        axes : what is uncertain, each with a prior: ``{"mu": "prior", "pi": "beta(2, 5)"}``, or
            ``["mu~prior", "pi~beta(2, 5)"]``. By default every parameter that matters and has one.
        options : ``outcome`` or ``payoff``, and any of ``method`` (sobol, morris or pawn),
            ``samples``, ``seed``, ``values``, ``workers``, ``report``, ``concept`` and its options
            that sweeps need: ``precision``. See
            :func:`crisis_sim.sweep.sensitivity.analyse_sensitivity` for them and for the errors.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> found = cs.load("cuba-1962-cable").sensitivity(payoff="US", samples=64)
        >>> found.influences[0].name
        'pi'
        """
        from crisis_sim.sweep.sensitivity import analyse_sensitivity

        return analyse_sensitivity(self, axes, **options)

    @staticmethod
    @by_keyword(_discovered)
    def discover(
        table: SweepResult | SweepTable | str | Path,
        outcome: str,
        *,
        inputs: str | Sequence[str] = (),
        report: Reporter = nobody,
        **options: Any,
    ) -> Discovery:
        """Find plain conditions under which an outcome is likely, by patient rule induction.

        Parameters
        ----------
        table : a sweep, its file, or the file of any other table (.csv, .xlsx, .parquet, .dta).
        outcome : an outcome, a category of outcomes, or a column such as ``payoff_US``.
        inputs : the columns to search in a table that is no sweep's; also a text, with commas.
        report : is told how many rows of a file have been read.
        options : ``above``, ``below``, ``boxes``, ``least_density``, ``seed`` and ``missing``,
            as :func:`crisis_sim.sweep.discovering.discover.discover` takes them.

        Raises
        ------
        InputError
            An unknown outcome, a file that cannot be read, ``inputs`` of a sweep, or a table in
            which nothing varies.
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
        from crisis_sim.sweep.discovering.table import SweepTable, read_table
        from crisis_sim.sweep.results.result import SweepResult

        if isinstance(table, (str, Path)):
            table = read_table(Path(table), inputs=inputs, outcome=outcome, report=report)
        elif inputs:
            raise InputError("what is swept is known: ", Remedy("inputs"), " is for other tables")
        if not isinstance(table, (SweepResult, SweepTable)):
            given = type(table).__name__
            raise InputError(f"table must be a sweep or the path of a table, not of type {given}")
        return discover(table, outcome, report=report, **options)
