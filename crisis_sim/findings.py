"""Checking what a scenario says is known of its game."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from crisis_sim.errors import CrisisSimError
from crisis_sim.game.games import Games
from crisis_sim.numbers.written import counted
from crisis_sim.scenario.model import Finding
from crisis_sim.sentence import at_place
from crisis_sim.solve.refine.limit_of_logit import LIMIT_OF_LOGIT
from crisis_sim.solve.solution import Equilibrium, Solution
from crisis_sim.solve.solve_games import solve_games
from crisis_sim.strategy.played import Played
from crisis_sim.time_limits import IN_TIME, OutOfTime

__all__ = ["Checked", "check_finding"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding, and in what the solution departs from it; empty when it holds."""

    finding: Finding
    departures: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the game is as the finding says."""
        return not self.departures


def check_finding(games: Games, finding: Finding) -> Checked:
    """Solve the game as the finding asks and compare.

    The finding holds if one and the same equilibrium has all that it names, and their number is as
    it says. Departures are those of the equilibrium with the fewest.

    Raises OutOfTime where the time that was set did not do for the whole search.
    """
    assuming = [finding.assuming] if isinstance(finding.assuming, str) else finding.assuming
    try:
        options = {"logit": True} if LIMIT_OF_LOGIT in finding.refinements else {}
        under = games.assuming(*assuming)
        solution = solve_games(under, finding.at, concept=finding.concept, **options)
    except OutOfTime:
        raise
    except CrisisSimError as error:
        return Checked(finding, (str(error),))
    if any(IN_TIME in one.about for one in solution.searched):
        raise OutOfTime
    departures = []
    count = len(solution.equilibria)
    if finding.equilibria is not None and count != finding.equilibria:
        departures.append(
            f"{counted(count, 'equilibrium', 'equilibria')} instead of {finding.equilibria}"
        )
    each: list[list[str]] = [
        list(_departures(games, solution, one, finding)) for one in solution.equilibria
    ]
    if not each:
        departures.append("no equilibrium was found")
    if each:
        fewest: list[str] = min(each, key=len)
        departures += fewest
    return Checked(finding, tuple(departures))


def _departures(
    games: Games, solution: Solution, one: Equilibrium, finding: Finding
) -> Iterator[str]:
    players = dict(zip(solution.game.players, one.payoffs.tolist(), strict=True))
    ends = games.scenario.ends
    certain = {finding.outcome: 1.0} if finding.outcome else {}
    within = float(finding.within)
    yield from _differences("payoff of", finding.payoffs, players, within)
    wanted = {**certain, **finding.probabilities}
    outcomes = {
        name: sum(one.outcomes.get(outcome, 0.0) for outcome in ends.meant(name)) for name in wanted
    }
    yield from _differences("probability of", wanted, outcomes, within)
    for situation, wanted in finding.values.items():
        values = _at(games, solution, one, situation, strategy=False)
        yield from _differences(f"value {at_place(situation)} of", wanted, values, within)
    for situation, wanted in finding.strategy.items():
        played = _at(games, solution, one, situation, strategy=True)
        yield from _differences(f"probability {at_place(situation)} of", wanted, played, within)
    for name, passes in finding.refinements.items():
        found = one.refinements.get(name)
        if found is not passes:
            yield f"{name}: {found} instead of {passes}"


def _at(
    games: Games, solution: Solution, one: Equilibrium, situation: str, *, strategy: bool
) -> dict[str, float]:
    """Action values, or probabilities, at the most likely information set of a situation.

    Among those equally likely the first in the tree is taken.
    """
    tree = solution.game.tree
    label = games.scenario.situations[situation].told_as
    exact = None if one.exact is None else (one.exact.profile, one.exact.beliefs)
    play = Played(solution.game, one.profile, one.beliefs, exact)
    sets = [s for s in tree.information_sets if tree.label(s.nodes[0]) == label]
    if not sets:
        return {}
    chosen = max(sets, key=lambda s: play.set_reach[s.index])
    numbers = one.profile if strategy else play.worth
    own = numbers[chosen.choices.start : chosen.choices.stop]
    return dict(zip(chosen.actions, own.tolist(), strict=True))


def _differences(
    what: str, wanted: Mapping[str, float], found: Mapping[str, float], within: float
) -> Iterator[str]:
    for name, value in wanted.items():
        actual = found.get(name, 0.0)
        if not np.isclose(actual, value, rtol=0.0, atol=within):
            yield f"{what} {name}: {actual:.6g} instead of {value:g}"
