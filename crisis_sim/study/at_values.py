"""What a scenario's games come to at given values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crisis_sim.game.games import Games
from crisis_sim.keywords import by_keyword, values_and_options
from crisis_sim.numbers.real import taken_for_zero
from crisis_sim.numbers.unproved import least_bits
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.given import Given, Value

if TYPE_CHECKING:
    import networkx as nx
    from numpy.typing import ArrayLike

    from crisis_sim.bargain.view import BargainingView
    from crisis_sim.comparison import Comparison
    from crisis_sim.profiles.read import GivenProfile
    from crisis_sim.simulate import Simulation
    from crisis_sim.solve.dominance import Survivors
    from crisis_sim.solve.quantal import PrecisionFit
    from crisis_sim.solve.solution import Solution
    from crisis_sim.strategy.verification import Verification

__all__ = ["AtValues"]


class AtValues(Games):
    """The analyses of one game at a time: values of parameters and definitions are given by name.

    A value is a number, or a text that writes one: ``"1/3"``.

    Every one of them raises InputError for unknown names, and for values at which the game is
    undefined.
    """

    @by_keyword()
    def graph(self, values: Given | None = None, **more: Value) -> nx.DiGraph[int]:
        """The game tree as a directed graph of networkx, from the root, node 0, to the terminals.

        Nodes have a ``kind`` (``"player"``, ``"chance"`` or ``"terminal"``) and a ``label``; a
        player's node its ``player`` and the number of its ``information_set``; a terminal its
        ``outcome`` and ``payoffs``, by player. Edges have a ``move`` and, after chance, a
        ``probability``. What does not apply is absent rather than None. Costs a few microseconds a
        node.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> graph = cs.load("brinkmanship").graph(q=0.8)
        >>> graph.number_of_nodes(), graph.nodes[0]["label"], graph.edges[0, 1]["probability"]
        (15, 'Moscow', 0.7)
        """
        from crisis_sim.game.graph import graph_of

        return graph_of(self.game(values, **more))

    @by_keyword()
    def solve(
        self,
        values: Given | None = None,
        *,
        concept: str = "auto",
        report: Reporter = nobody,
        **more: Any,
    ) -> Solution:
        """Solve the game at parameter values.

        Parameters
        ----------
        values : values of parameters and definitions by name.
        concept : ``auto``, or one of :data:`crisis_sim.concepts.CONCEPTS`.
        report : for ``cfr``: is told the iterations done and the regret last counted.
        more : values likewise, and options of the concept: ``precision`` of ``quantal``, in
            1/payoff units; ``logit`` of ``sequential``, to test too which equilibrium the logit
            branch leads to; ``method`` of ``nash``; ``tol`` of ``cfr``, in payoff units, and its
            ``iterations``. Their records are :data:`crisis_sim.concepts.CONCEPT_OPTIONS`.

        Raises
        ------
        InputError
            Unknown names, values at which the game is undefined, an option of another concept, or
            a keyword that is an option and a parameter that ``values`` does not name.
        NotSolved
            The concept does not apply to this game.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brinkmanship").solve(q=0.8).equilibria[0].outcomes
        {'the missiles go': 0.7, 'war': 0.24, 'defied': 0.06}
        """
        from crisis_sim.solve.solve_games import solve_games

        given, options = values_and_options(values, more)
        return solve_games(self, given, concept=concept, report=report, **options)

    @by_keyword()
    def compare(
        self,
        assumptions: str | Sequence[str | tuple[str, ...]] | None = None,
        values: Given | None = None,
        *,
        concept: str = "auto",
        report: Reporter = nobody,
        **more: Any,
    ) -> Comparison:
        """Solve the scenario under assumptions, one after another, and as it is.

        Parameters
        ----------
        assumptions : names, several of them joined with ``+`` or in a tuple to be made at once; by
            default each of the scenario's by itself, and of an empty list the scenario as it is
            alone. What could not be solved says why.
        report : is told how many cases are done, and which is next.
        more : values by name, and options of the concept, as for :meth:`solve`.

        Raises
        ------
        InputError
            An unknown assumption or concept, assumptions that are given twice or that contradict
            each other.
        Interrupted
            On Ctrl-C, with the cases solved by then.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> compared = cs.load("cuba-1962-cable").compare(["NATO cheap + slow delivery"])
        >>> [case.name for case in compared.cases]
        ['as it is', 'NATO cheap + slow delivery']
        """
        from crisis_sim.comparison import Comparison, compare, compare_each
        from crisis_sim.interruption import completing

        given, options = values_and_options(values, more)
        asked = {"concept": concept, "report": report, **options}
        with completing(lambda cases: Comparison(self.scenario.title, tuple(cases))) as whole:
            if assumptions is None:
                found = compare_each(self, given, **asked)
            else:
                found = compare(self, self.cases(assumptions), given, **asked)
        return whole(found)

    @by_keyword()
    def dominance(
        self, values: Given | None = None, *, weak: bool = False, **more: Value
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

    @by_keyword()
    def verify(
        self,
        profile: GivenProfile,
        values: Given | None = None,
        *,
        changes: Mapping[str, Any] | None = None,
        equilibrium: int = 0,
        tol: float | None = None,
        **more: Value,
    ) -> Verification:
        """Measure a profile that is claimed to be an equilibrium: who could gain, where and how.

        Parameters
        ----------
        profile : the path of a file (:mod:`crisis_sim.profiles.read` names its forms), the same as
            plain data, (choices,) probabilities, or an equilibrium of this game.
        values, more : values of parameters and definitions by name.
        changes : what is played otherwise than in the profile, by information set or situation.
        equilibrium : which to take from a file with several, from 0.
        tol : regret that counts as none, as a share of what is at stake where it is had. By default
            nothing but 0 does, or 1e-9 where the profile's numbers had been rounded.

        Raises
        ------
        InputError, GivenError
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
            claimed = claimed_profile(profile, game, which=equilibrium)
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

    @by_keyword()
    def fit(
        self,
        counts: str | Path | Mapping[tuple[str, str], float] | ArrayLike,
        values: Given | None = None,
        **more: Value,
    ) -> PrecisionFit:
        """Fit the precision of logit play, in 1/payoff units, to how often each action was taken.

        See :func:`crisis_sim.solve.quantal.fit_precision` for the method and its limits.

        Parameters
        ----------
        counts : the path of a table, ``-`` for standard input (:mod:`crisis_sim.profiles.counts`
            tells its forms); counts by pairs of labels (information set, action); or (choices,).

        Raises
        ------
        InputError, GivenError
            What are no counts of this game's choices; all mistakes of a table are listed.
        NotSolved
            Imperfect recall, or a game too large.
        MissingExtra
            The packages that read such a table are not installed.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> played = {("the threat", "threaten"): 70, ("the threat", "do not threaten"): 30}
        >>> cs.load("brinkmanship").fit(played).kind
        'interior'
        """
        from crisis_sim.profiles.counts import read_counts
        from crisis_sim.solve.quantal import fit_precision

        game = self.game(values, **more)
        if not isinstance(counts, (str, Path)):
            return fit_precision(game, counts)
        played = read_counts(Path(counts), game)
        return replace(fit_precision(game, played.counts), notes=played.notes)

    @by_keyword()
    def bargain(
        self,
        values: Given | None = None,
        *,
        disagreement: str | None = None,
        concept: str = "auto",
        **more: Any,
    ) -> BargainingView:
        """Value every package of issues, find the zone of agreement and solve the bargaining.

        See :func:`crisis_sim.bargain.view.bargaining_view` for parameters and errors; ``more`` are
        values, and options of the concept, as for :meth:`solve`.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> view = cs.load("cuba-1962-cable").bargain()
        >>> view.packages[view.solutions[0].packages[0]].name
        'missiles removed, quarantine lifted, pledge given, turkey secret'
        """
        from crisis_sim.bargain.view import bargaining_view

        given, options = values_and_options(values, more)
        return bargaining_view(self, given, disagreement=disagreement, concept=concept, **options)

    @by_keyword()
    def simulate(
        self,
        values: Given | None = None,
        *,
        plays: int = 1000,
        seed: int = 0,
        equilibrium: int = 0,
        concept: str = "auto",
        **more: Any,
    ) -> Simulation:
        """Draw plays at random as an equilibrium (from 0) plays them; a seed gives the same plays.

        ``more`` are values, and options of the concept, as for :meth:`solve`.

        Raises
        ------
        InputError
            No plays or more than ten million, or no such equilibrium.
        NotSolved
            The concept does not apply to this game, or no equilibrium was found.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("cuba-1962-cable").simulate(plays=100).counts
        {'settled in secret': 90, 'settled in secret but leaked': 10}
        """
        from crisis_sim.interruption import undivided
        from crisis_sim.simulate import simulate

        given, options = values_and_options(values, more)
        with undivided():
            solution = self.solve(given, concept=concept, **options)
        return simulate(solution, equilibrium, plays=plays, seed=seed)
