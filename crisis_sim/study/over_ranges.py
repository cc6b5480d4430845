"""Where, and how often, the answers change with the values of parameters, exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crisis_sim.arguments import argument
from crisis_sim.game.games import Games
from crisis_sim.keywords import by_keyword
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.given import Given, Value, read_values

if TYPE_CHECKING:
    from crisis_sim.exact.data.conditions import Conditions
    from crisis_sim.exact.data.line import EveryThreshold, Thresholds
    from crisis_sim.exact.data.nearest import Nearest
    from crisis_sim.exact.data.planes import Regions
    from crisis_sim.exact.data.shares import CertifiedShare
    from crisis_sim.exact.ranges import ToFollow
    from crisis_sim.scenario.span import Span

__all__ = ["OverRanges"]

_TOL, _SECONDS, _DRAWS = (argument(name, "certify").default for name in ("tol", "seconds", "draws"))


class OverRanges(Games):
    """The exact analyses of a scenario over ranges of parameters; ``values`` hold others fixed.

    What is followed over a range is named, ``"pi"``, for the scenario's range; for another it is a
    text, ``"pi=0:1/2"``, or a :class:`crisis_sim.scenario.span.Span`.

    All raise NotSolved for games that they do not apply to or cannot finish, and InputError for
    unknown names, and for parameters without a range where none is given.
    """

    @by_keyword()
    def parameters(self, values: Given | None = None, **more: Value) -> tuple[str, ...]:
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

        return tuple(numerical_parameters(self, read_values(values, more), shaping=True))

    @by_keyword()
    def thresholds(
        self, along: Span | str, values: Given | None = None, **more: Value
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

        return find_thresholds(self, along, read_values(values, more))

    @by_keyword()
    def every_threshold(
        self,
        along: ToFollow = (),
        values: Given | None = None,
        *,
        report: Reporter = nobody,
        **more: Value,
    ) -> EveryThreshold:
        """The thresholds along one parameter after another, by default along every one.

        See :func:`crisis_sim.exact.every_threshold.find_every_threshold`.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> print(cs.load("brinkmanship").every_threshold(q=1))
        thresholds along p
        parameter  threshold  before                  after
        p          3/11       the missiles go or war  the missiles stay
        """
        from crisis_sim.exact.every_threshold import find_every_threshold

        return find_every_threshold(self, along, read_values(values, more), report=report)

    @by_keyword()
    def regions(
        self, across: Span | str, up: Span | str, values: Given | None = None, **more: Value
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

        return find_regions(self, across, up, read_values(values, more))

    @by_keyword()
    def conditions(
        self, outcome: str, along: ToFollow = (), values: Given | None = None, **more: Value
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

        return find_conditions(self, outcome, along, read_values(values, more))

    @by_keyword()
    def certify(
        self,
        outcome: str,
        along: ToFollow = (),
        values: Given | None = None,
        *,
        tol: float = _TOL,
        seconds: float = _SECONDS,
        draws: int = _DRAWS,
        seed: int = 0,
        report: Reporter = nobody,
        **more: Value,
    ) -> CertifiedShare:
        """Proved bounds of the share of a box on which the reported equilibrium has an outcome.

        See :func:`crisis_sim.exact.certify.certify_share`.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> share = cs.load("brinkmanship").certify("retreat", tol=0.05)
        >>> round(share.low, 6), round(share.high, 6)
        (0.10651, 0.15625)
        """
        from crisis_sim.exact.certify import certify_share

        return certify_share(
            self,
            outcome,
            along,
            read_values(values, more),
            tol=tol,
            seconds=seconds,
            draws=draws,
            seed=seed,
            report=report,
        )

    @by_keyword()
    def nearest(
        self,
        outcome: str = "",
        along: ToFollow = (),
        values: Given | None = None,
        *,
        report: Reporter = nobody,
        **more: Value,
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

        return find_nearest(self, outcome, along, read_values(values, more), report=report)
