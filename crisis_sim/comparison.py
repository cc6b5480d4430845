"""Assumptions side by side: the first equilibrium of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crisis_sim.account import Account, account_of
from crisis_sim.errors import CrisisSimError, InputError, NotSolved
from crisis_sim.game.games import Games
from crisis_sim.interruption import Interrupted
from crisis_sim.persistence import Persistence, persistence
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.ranges import cautions
from crisis_sim.shown import AsTable, Brief, Shown
from crisis_sim.solve.solution import Solution
from crisis_sim.solve.solve_games import solve_games
from crisis_sim.time_limits import (
    OutOfTime,
    as_found,
    check_time,
    share_of_time,
    unfinished,
    why_cut_short,
)

__all__ = [
    "Case",
    "Comparison",
    "compare",
    "compare_each",
    "failures_told",
    "notes_told",
    "still",
]


@dataclass(frozen=True, eq=False, repr=False)
class Case(Brief):
    """One set of assumptions and what comes of it; ``error`` where it could not be solved.

    ``notes`` say what the assumptions set beyond its range, or no longer set; ``excluded`` that
    they contradict those that have been made. ``persistence`` tells what becomes
    of the play of the first case.
    """

    name: str
    question: str
    solution: Solution | None
    account: Account | None
    error: CrisisSimError | None = None
    notes: tuple[str, ...] = ()
    excluded: bool = False
    persistence: Persistence | None = None

    @property
    def failure(self) -> str:
        """Why it could not be solved; empty where it was."""
        return str(self.error or "")


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Shown):
    """Cases of one scenario side by side, the scenario as it is first."""

    title: str
    cases: tuple[Case, ...]

    @property
    def left(self) -> str:
        """The cases that were not solved for want of time; empty where there was enough."""
        return unfinished({case.name: case.error for case in self.cases})

    @property
    def caption(self) -> str:
        """The scenario, and how many cases were compared."""
        return f"{self.title}: {len(self.cases)} cases"

    def table(self) -> AsTable:
        """For each case what its first equilibrium pays and comes to, or why there is none."""
        solutions = [one.solution for one in self.cases if one.account and one.solution]
        players = solutions[0].game.shorts if solutions else ()
        return ("assuming", *players, "comes to"), [_row(one, len(players)) for one in self.cases]


def still(case: Case) -> bool:
    """Whether the play of the first case is an equilibrium that another comes before."""
    return case.persistence is not None and bool(case.persistence.equilibrium)


def _row(case: Case, players: int) -> tuple[str, ...]:
    if case.solution is None or case.account is None:
        return (case.name, *["-"] * players, case.failure)
    paid = (f"{value:.6g}" for value in case.solution.equilibria[0].payoffs.tolist())
    return (case.name, *paid, case.account.caption)


def compare(
    games: Games,
    cases: Sequence[tuple[str, ...]],
    values: Values,
    *,
    concept: str = "auto",
    solved: Solution | None = None,
    report: Reporter = nobody,
    **options: Any,
) -> list[Case]:
    """Solve the scenario as it is, unless it is ``solved``, then under each set of assumptions.

    ``options`` are those of the concept; ``report`` is told how many cases are done, and the next.
    Assumptions that leave no game, such as payoffs that are undefined, are a case that fails, as is
    one for which there is no time left.

    Raises
    ------
    Interrupted
        On Ctrl-C; it holds all cases, those that were not solved by then failed.
    """
    asked = {"concept": concept, **options}
    found: list[Case] = []
    stopped = None
    every = [(), *cases]
    for names in every:
        try:
            report(len(found), " + ".join(names))
            with share_of_time(0.5 if names is not every[-1] else 1.0):
                case = _case(games, names, values, asked, None if names else solved)
            found.append(_beside(found[0], case) if found else case)
        except KeyboardInterrupt as stop:
            failed = OutOfTime("not solved, ", why_cut_short(stop))
            left = every[len(found) :]
            found += [_case_of(games, names, values, error=failed) for names in left]
            stopped = stop
            break
    return as_found(stopped, found)


def _beside(first: Case, case: Case) -> Case:
    """The case, with what becomes of the play of the first."""
    if first.solution is None or not first.account or case.solution is None or not case.account:
        return case
    return replace(case, persistence=persistence(first.solution, case.solution))


def compare_each(
    games: Games,
    values: Values,
    *,
    concept: str = "auto",
    solved: Solution | None = None,
    report: Reporter = nobody,
    **options: Any,
) -> list[Case]:
    """:func:`compare` with each assumption that has not been made, beside those that have.

    One that contradicts them is a case that fails, and says so.
    """
    scenario, failed = games.scenario, {}
    names = [name for name in scenario.assumptions if name not in scenario.assumed]
    for name in names:
        try:
            games.assuming(name)
        except InputError as error:
            question = scenario.assumptions[name].question
            failed[name] = Case(name, question, None, None, error, excluded=True)
    possible = [(name,) for name in names if name not in failed]
    asked = {"concept": concept, "solved": solved, "report": report, **options}
    stopped = None
    try:
        first, *found = compare(games, possible, values, **asked)
    except Interrupted as stop:
        stopped, (first, *found) = stop, stop.found
    solved_cases = iter(found)
    return as_found(stopped, [first, *(failed.get(name) or next(solved_cases) for name in names)])


def failures_told(cases: Sequence[Case]) -> Iterator[str]:
    """Each reason why cases could not be solved once, after those that it was met in."""
    for failure in dict.fromkeys(case.failure for case in cases if case.failure):
        names = ", ".join(case.name for case in cases if case.failure == failure)
        yield f"{names}: {failure}"


def notes_told(case: Case) -> Iterator[str]:
    """What a case sets beyond its range or no longer sets, with its name before it once."""
    for note in case.notes:
        yield note if note.startswith(f"'{case.name}' ") else f"{case.name}: {note}"


def _base(games: Games, values: Values) -> str:
    """What the case is called beside which others stand."""
    made = games.scenario.assumed
    if values:
        return "as assumed and given" if made else "as given"
    return "as assumed" if made else "as it is"


def _case(
    games: Games,
    names: tuple[str, ...],
    values: Values,
    asked: Mapping[str, Any],
    solution: Solution | None = None,
) -> Case:
    under = games.assuming(*names)
    notes = tuple(cautions(under.scenario, values)) if names else ()
    try:
        check_time()
        solution = solution or solve_games(under, values, **asked)
        solution.chosen(0)
    except (NotSolved, InputError) as error:
        if not names and isinstance(error, InputError):
            raise
        return _case_of(games, names, values, solution=solution, error=error, notes=notes)
    account = account_of(solution)
    return _case_of(games, names, values, solution=solution, account=account, notes=notes)


def _case_of(
    games: Games,
    names: tuple[str, ...],
    values: Values,
    *,
    solution: Solution | None = None,
    account: Account | None = None,
    **more: Any,
) -> Case:
    """A case under the name and the question of its assumptions."""
    name = " + ".join(names) or _base(games, values)
    question = " ".join(games.scenario.assumptions[one].question for one in names)
    return Case(name, question, solution, account, **more)
