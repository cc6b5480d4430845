"""What is doubtful about a scenario, and which of its findings hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crisis_sim.errors import CrisisSimError
from crisis_sim.findings import Checked, check_finding
from crisis_sim.game.game import Game
from crisis_sim.game.games import Games
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import as_number
from crisis_sim.numbers.written import counted, near_one
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.doubts import (
    categories_like_outcomes,
    curly_quotes,
    fields_in_texts,
    forgotten_payoffs,
    names_alike,
    players_alike,
)
from crisis_sim.scenario.never import never_met
from crisis_sim.scenario.ranges import outside
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.scenario.whole import unused
from crisis_sim.shown import AsTable, Shown
from crisis_sim.time_limits import CUT_SHORT, as_found, why_cut_short

__all__ = ["Review", "review"]

MOST_NAMED = 20
"""Places named at most at which probabilities did not add up to one."""


@dataclass(frozen=True, slots=True, repr=False)
class Review(Shown):
    """What was found.

    Attributes
    ----------
    size : nodes, terminals and information sets of the game at the defaults, in words.
    doubts : what is hardly meant, a sentence each.
    remarks : what assumptions set beyond ranges, as they may.
    findings : each finding of the scenario, checked; None where they were not asked for.
    impossible : assumptions under which there is no game, and what to write, a sentence each.
    file : where the scenario was read, to which the lines belong.
    left : how many findings were not compared, being interrupted or for want of time.
    """

    title: str
    size: str
    doubts: tuple[str, ...]
    findings: tuple[Checked, ...] | None
    remarks: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()
    file: str = ""
    left: str = ""

    @property
    def failures(self) -> tuple[str, ...]:
        """The findings that do not hold, each with what is otherwise."""
        failed = [one for one in self.findings or () if not one.holds]
        return tuple(f"{one.finding.claim} {'; '.join(one.departures)}." for one in failed)

    @property
    def caption(self) -> str:
        """The title and the size of the game."""
        return f"{self.title}: {self.size}"

    def table(self) -> AsTable:
        """Assumptions without a game, doubts, remarks, and findings that do not hold."""
        doubts = [("impossible", one) for one in self.impossible]
        doubts += [("doubtful", one) for one in self.doubts]
        doubts += [("to know", one) for one in self.remarks]
        return ("", "found"), [*doubts, *(("does not hold", one) for one in self.failures)]


def review(games: Games, *, findings: bool = False, report: Reporter = nobody) -> Review:
    """Look for what is hardly meant, and, if asked, solve and compare every finding.

    ``report`` is told how many findings were compared.

    Raises
    ------
    InputError
        There is no game at the defaults.
    Interrupted
        On Ctrl-C, with the findings that were compared by then, as they are handed back when a time
        limit is over.
    """
    scenario, game = games.scenario, games.game()
    impossible, remarks = _under_assumptions(games)
    doubts = (
        *games.family().notes,
        *_doubts(scenario, games.most_nodes),
        *_normalised(games, game),
    )
    checked: list[Checked] = []
    left, stopped = "", None
    try:
        for one in scenario.findings if findings else ():
            report(len(checked), one.claim)
            checked.append(check_finding(games, one))
    except CUT_SHORT as stop:
        missing = counted(len(scenario.findings) - len(checked), "finding")
        stopped, left = stop, f"{missing} not compared, {why_cut_short(stop)}"
    found = Review(
        title=scenario.title,
        size=game.describe(),
        doubts=doubts,
        findings=tuple(checked) if findings else None,
        remarks=tuple(remarks),
        impossible=tuple(impossible),
        file=scenario.file,
        left=left,
    )
    return as_found(stopped, found)


def _doubts(scenario: Scenario, most_nodes: int) -> Iterator[str]:
    if not scenario.bare:  # those of a Gambit file are read elsewhere
        yield from forgotten_payoffs(scenario)
        yield from names_alike(scenario)
        yield from players_alike(scenario)
        yield from categories_like_outcomes(scenario)
        yield from curly_quotes(scenario)
        yield from fields_in_texts(scenario)
        yield from never_met(scenario, most=most_nodes)
    data = scenario.document.data or {}  # a Gambit file declares nothing
    own = {*data.get("parameters", {}), *data.get("definitions", {})}
    yield from (f"{n} is declared and never used." for n in unused(scenario) if n in own)
    for parameter in scenario.parameters.values():
        if parameter.name in own and parameter.range is None:
            yield f"{parameter.name} has no range, so it can be swept only with one given."


def _normalised(games: Games, game: Game) -> Iterator[str]:
    """Chance nodes whose probabilities are not those given, but these divided by their sum."""
    divided = game.numbers.normalised
    if not divided:
        return
    totals = _totals(games, divided)
    named = [(game.tree.label(node), totals[node]) for node in divided]
    for (label, total), nodes in list(Counter(named).items())[:MOST_NAMED]:
        places = f" ({nodes:,} nodes)" if nodes > 1 else ""
        yield (
            f"The probabilities at '{label}'{places} add up to {total}; each was divided by that."
        )
    more = len(set(named)) - MOST_NAMED
    if more > 0:
        yield f"So it is at {counted(more, 'more place')}."


def _totals(games: Games, nodes: Sequence[int]) -> dict[int, str]:
    """What the probabilities at chance nodes add up to, as they are given."""
    given = games.family().chances_written(nodes)
    sums = {
        node: sum((as_number(one) for one in held if one is not None), ZERO)
        for node, held in given.items()
    }
    return {node: near_one(total) for node, total in sums.items()}


def _under_assumptions(games: Games) -> tuple[list[str], list[str]]:
    """Why there is no game under each assumption by itself, and what it sets beyond a range.

    A what-if may go beyond what is plausible: that is wrong only where no game comes of it.
    """
    wrong, remarks = [], []
    places = games.scenario.document.places
    for name in games.scenario.assumptions:
        beyond: list[str] = []
        place = places.get(("assumptions", name, "set")) or places.get(("assumptions", name))
        assuming = f"Assuming '{name}'{f' (line {place.key_line + 1})' if place else ''}"
        try:
            assumed = games.assuming(name)
            beyond = [f"{assuming}, {one}." for one in outside(assumed.scenario, {})]
            assumed.game()
        except CrisisSimError as error:
            said = str(error).removeprefix(f"under {name!r} ")
            if beyond:
                wrong += beyond[:-1]
                wrong += [f"{beyond[-1]} Write a value within it, or there is no game: {said}."]
            else:
                wrong.append(f"{assuming}, {said}.")
        else:
            remarks += beyond
    return wrong, remarks
