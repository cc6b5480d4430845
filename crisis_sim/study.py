"""A scenario at work: the object that the command line and a notebook use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from crisis_sim.game.games import Games
from crisis_sim.numbers.real import taken_for_zero
from crisis_sim.numbers.unproved import least_bits
from crisis_sim.scenario.scenario import Values

if TYPE_CHECKING:
    from crisis_sim.exact.data.conditions import Conditions
    from crisis_sim.exact.data.line import Thresholds
    from crisis_sim.exact.data.nearest import Nearest
    from crisis_sim.exact.data.planes import Regions
    from crisis_sim.exact.data.shares import CertifiedShare
    from crisis_sim.gambit.build import GambitFile
    from crisis_sim.plot.picture import Picture
    from crisis_sim.profiles.read import Profile
    from crisis_sim.solve.dominance import Survivors
    from crisis_sim.solve.solution import Solution
    from crisis_sim.strategy.verification import Verification
    from crisis_sim.sweep.results.result import SweepResult

__all__ = ["Study"]


class Study(Games):
    """A scenario, perhaps under assumptions, with every analysis of its games.

    A game read from one of Gambit's files is a study too, of a scenario without parameters or
    assumptions.

    Examples
    --------
    >>> import crisis_sim as cs
    >>> cable = cs.load("cuba-1962-cable")
    >>> cable.solve(d=0.913).equilibria[0].payoffs.round(3).tolist()
    [-3.6, -5.522]
    """

    gambit: GambitFile | None = None
    """What the file of Gambit's holds that it was read from."""

    def solve(
        self,
        values: Values | None = None,
        *,
        concept: str = "auto",
        precision: float | None = None,
        tol: float | None = None,
        iterations: int | None = None,
        report: Callable[[int, float], None] | None = None,
        logit: bool = False,
        **more: float,
    ) -> Solution:
        """Solve the game at parameter values.

        Parameters
        ----------
        values, more : values of parameters and definitions by name.
        concept : ``auto``, or one of :data:`crisis_sim.concepts.CONCEPTS`.
        precision : for the concept ``quantal``, in 1/payoff units.
        tol, iterations : for the concept ``cfr``: the regret at which to stop, in payoff units, and
            how many iterations to make at most.
        report : for ``cfr``: called with the iterations done and the regret last counted.
        logit : for ``sequential``: test too which equilibrium the logit branch leads to.

        Raises
        ------
        InputError
            Unknown names, or values at which the game is undefined.
        NotSolved
            The concept does not apply to this game.
        """
        from crisis_sim.solve.solve_games import solve_games

        return solve_games(
            self,
            {**(values or {}), **more},
            concept=concept,
            precision=precision,
            tol=tol,
            iterations=iterations,
            report=report,
            logit=logit,
        )

    def verify(
        self,
        profile: Profile,
        values: Values | None = None,
        *,
        changes: Mapping[str, Any] | None = None,
        which: int | None = None,
        tol: float | None = None,
        **more: float,
    ) -> Verification:
        """Measure a profile that is claimed to be an equilibrium: who could gain, where and how.

        Parameters
        ----------
        profile : the path of a file (:mod:`crisis_sim.profiles.read` names its forms), the same as
            plain data, (choices,) probabilities, or an equilibrium of this game.
        values, more : values of parameters and definitions by name.
        changes : what is played otherwise than in the profile, by information set or situation.
        which : the equilibrium to take from a file with several, from 1.
        tol : regret that counts as none, as a share of what is at stake where it is had. By default
            nothing but 0 does, or 1e-9 where the profile's numbers had been rounded.

        Raises
        ------
        InputError, ScenarioError
            A profile that is not one of this game; everything wrong with it is listed.
        NotSolved
            Imperfect recall.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> chicken = cs.load("brams-chicken")
        >>> chicken.verify({"Washington": "blockade", "Moscow": "withdraw"}).nash
        False
        """
        from crisis_sim.profiles.read import changed, claimed_profile
        from crisis_sim.strategy.verification import verify

        with taken_for_zero() as compared:
            game = self.game(values, **more)
            claimed = claimed_profile(profile, game, which=which)
            if changes:
                claimed = changed(claimed, changes, game)
            found = verify(
                game,
                claimed.exact.profile,
                claimed.exact.beliefs,
                tol=tol,
                rounded=claimed.rounded,
                beliefs_rounded=claimed.beliefs_rounded,
                notes=claimed.notes,
            )
        certificate = replace(found.certificate, exact=not compared)
        return replace(found, certificate=certificate, unproved=least_bits(compared))

    def thresholds(
        self,
        parameter: str,
        values: Values | None = None,
        *,
        low: float | Fraction | None = None,
        high: float | Fraction | None = None,
        **more: float,
    ) -> Thresholds:
        """Every point along a parameter where the equilibria change, exactly.

        See :func:`crisis_sim.exact.thresholds.find_thresholds`.
        """
        from crisis_sim.exact.thresholds import find_thresholds

        return find_thresholds(self, parameter, {**(values or {}), **more}, low=low, high=high)

    def sweep(
        self, axes: Mapping[str, Any] | None = None, *, workers: int = 1, **options: Any
    ) -> SweepResult:
        """Solve the game at many points; progress is told on standard error after a second.

        Parameters
        ----------
        axes : what each parameter or definition takes: an array, text such as ``"0:0.6:101"``,
            ``"2,12,30"``, ``"prior"`` or ``"beta(2, 5)"``.
        workers : how many processes share the work.
        options : axes by keyword, and any of ``values`` (held fixed), ``each`` (alternatives:
            names of assumptions, or tuples of them), ``draws``, ``sample`` (random, sobol or
            latin), ``seed``, ``points`` (a mapping of columns, a data frame, or a file),
            ``concept`` and ``precision``.

        Raises
        ------
        InputError
            Unknown names, a design that makes no sense, or too many points for memory.
        NotSolved
            The concept does not apply to this game.
        """
        from crisis_sim.sweep.sweep_games import OPTIONS, sweep_games

        named = {name: options.pop(name) for name in list(options) if name not in OPTIONS}
        return sweep_games(self, {**(axes or {}), **named}, workers=workers, **options)

    def regions(
        self,
        across: str,
        up: str,
        values: Values | None = None,
        *,
        across_range: tuple[float | Fraction | None, float | Fraction | None] = (None, None),
        up_range: tuple[float | Fraction | None, float | Fraction | None] = (None, None),
        **more: float,
    ) -> Regions:
        """The plane of two parameters, cut by exact curves into regions.

        See :func:`crisis_sim.exact.regions.find_regions`.
        """
        from crisis_sim.exact.regions import find_regions

        given = {**(values or {}), **more}
        return find_regions(self, across, up, given, across_range=across_range, up_range=up_range)

    def conditions(
        self,
        outcome: str,
        free: Sequence[str] = (),
        values: Values | None = None,
        *,
        ranges: Mapping[str, tuple[float | Fraction | None, float | Fraction | None]] | None = None,
        **more: float,
    ) -> Conditions:
        """The inequalities under which some equilibrium reaches an outcome.

        See :func:`crisis_sim.exact.conditions.find_conditions`.
        """
        from crisis_sim.exact.conditions import find_conditions

        return find_conditions(self, outcome, free, {**(values or {}), **more}, ranges=ranges)

    def dominance(
        self, values: Values | None = None, *, weak: bool = False, **more: float
    ) -> Survivors:
        """What survives the iterated elimination of dominated strategies, and what goes by what.

        Under strict dominance these are the rationalisable strategies. Of a game in extensive form
        the reduced normal form is taken.

        Raises
        ------
        NotSolved
            Too many strategies to compare.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("bargaining-range").dominance().names[0]
        ('risky demand',)
        """
        from crisis_sim.solve.dominance import iterated_dominance, rationalisable

        with taken_for_zero() as compared:
            game = self.game(values, **more)
            found = iterated_dominance(game, strict=False) if weak else rationalisable(game)
        return replace(found, unproved=least_bits(compared))

    def certify(
        self,
        outcome: str,
        parameters: Sequence[str] = (),
        values: Values | None = None,
        *,
        ranges: Mapping[str, tuple[float | Fraction | None, float | Fraction | None]] | None = None,
        tol: float = 0.01,
        seconds: float = 50.0,
        draws: int = 1_000,
        seed: int = 0,
        report: Callable[[float, float], None] | None = None,
        **more: float,
    ) -> CertifiedShare:
        """Proved bounds of the share of a box on which the reported equilibrium has an outcome.

        See :func:`crisis_sim.exact.certify.certify_share`.
        """
        from crisis_sim.exact.certify import certify_share

        return certify_share(
            self,
            outcome,
            parameters,
            {**(values or {}), **more},
            ranges=ranges,
            tol=tol,
            seconds=seconds,
            draws=draws,
            seed=seed,
            report=report,
        )

    def nearest(
        self,
        outcome: str = "",
        parameters: Sequence[str] = (),
        values: Values | None = None,
        **more: float,
    ) -> Nearest:
        """The smallest change of parameters that changes the reported equilibrium's outcome.

        See :func:`crisis_sim.exact.nearest.find_nearest`.
        """
        from crisis_sim.exact.nearest import find_nearest

        return find_nearest(self, outcome, parameters, {**(values or {}), **more})

    def figure(
        self, kind: str, *axes: str, values: Values | None = None, **options: Any
    ) -> Picture:
        """A figure, which shows itself in a notebook and is written by ``.save("tree.pdf")``.

        Parameters
        ----------
        kind : one of :data:`crisis_sim.plot.kinds.KINDS`.
        axes : the parameters that it follows.
        options : what else :class:`crisis_sim.plot.request.Request` takes: ``concept``,
            ``equilibrium`` (from 0), ``width`` in points, ``title``, and so on.

        Raises
        ------
        InputError
            An unknown kind, too few parameters, or what the kind itself refuses.
        NotSolved
            The game has no equilibrium that was found.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brinkmanship").figure("tree").alt[:37]
        'Game tree of Brinkmanship: 15 nodes, '
        """
        from crisis_sim.plot.kinds import make_picture
        from crisis_sim.plot.request import Axis, Request

        chosen = {"title": self.scenario.title, **options}
        axis = tuple(Axis(name) for name in axes)
        return make_picture(kind, Request(self, values or {}, axes=axis, **chosen))
