"""Assumptions side by side, in tables and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from crisis_sim.comparison import Case, failures_told, notes_told, still
from crisis_sim.concepts import CONCEPTS
from crisis_sim.game.games import Games
from crisis_sim.near_names import listed
from crisis_sim.persistence import Persistence
from crisis_sim.report.blocks import Block, Items, Prose, TableBlock
from crisis_sim.report.circumstances import given_object, payoff_unit
from crisis_sim.report.conclusion import done
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.glossary import explained
from crisis_sim.report.numbers import number, numbers_apart, probability
from crisis_sim.report.regret import in_payoff_units, regret_fields
from crisis_sim.scenario.ends import Ends
from crisis_sim.scenario.given import Values
from crisis_sim.sentence import at_place, capital, listed_and
from crisis_sim.solve.solution import Solution

__all__ = ["comparison_blocks", "comparison_text"]

MOST_MOVES = 3
_UNREACHED = "Where play never comes, it has a move that"
CONTRADICTS = "contradicts what is assumed"
STILL = "*"
"""The mark of cases in which the baseline's play is an equilibrium that comes later."""


def comparison_blocks(games: Games, cases: Sequence[Case]) -> Iterator[Block]:
    """What is played, what comes of it and what each side gets, a case a row."""
    accounts = [case.account for case in cases if case.account is not None]
    categories = list(dict.fromkeys(name for one in accounts for name in one.categories))
    players = [player.short for player in games.scenario.players]
    alike = len(accounts) == len(cases) and len(categories) == 1
    certain = alike and len({name for case in cases for name in _outcomes(case)}) == 1
    shown = [] if alike else categories
    rows = tuple(
        tuple(_row(case, paid, shown, games.scenario.ends, end=not certain))
        for case, paid in zip(cases, _paid(cases, players), strict=True)
    )
    called = _called(games.scenario.ends, shown)
    ends = [] if certain else ["most likely end"]
    columns = ("assuming", *ends, *players, *called, "equilibria")
    yield TableBlock(columns, rows, frozenset(range(1 + len(ends), len(columns))))
    if certain:
        yield Prose(f"Every case ends with '{_end(cases[0], games.scenario.ends)}'.")
    if any(map(still, cases)):
        yield Prose(f"{STILL} The baseline's play is an equilibrium here too; another comes first.")
    if called:
        quoted = listed_and([f"'{one}'" for one in called])
        yield Prose(f"Under {quoted}: how likely it ends so; each end counts under one of them.")
        held = ((name, games.scenario.ends.takes_in(name)) for name in shown)
        yield Items(tuple(f"{name}: {told}." for name, told in held if told))
    yield from payoff_unit(games.scenario)
    yield from map(Prose, _orders(cases))
    if lines := explained(_failed(cases)):
        yield Prose("Tests of what may be believed after an unexpected move:")
        yield Items(lines)
    yield Items(tuple(_told(case, first=case is cases[0]) for case in cases))
    if notes := [f"{note}." for case in cases for note in notes_told(case)]:
        yield Items(tuple(notes))
    if failed := tuple(failures_told(cases)):
        yield Items(failed)


def _called(ends: Ends, categories: Sequence[str]) -> list[str]:
    """Categories of one outcome by its label, as it stands beside; the others by their name."""
    held: dict[str, list[str]] = {name: [] for name in categories}
    for outcome, category in ends.categories.items():
        held.get(category, []).append(outcome)
    return [ends.label(one[0]) if len(one) == 1 else name for name, one in held.items()]


def _orders(cases: Sequence[Case]) -> list[str]:
    """Which of several equilibria stands in the table, for each concept with several in a case."""
    solved = [case.solution for case in cases if case.solution is not None]
    several = dict.fromkeys(one.concept for one in solved if len(one.equilibria) > 1)
    told = {CONCEPTS[name].title: CONCEPTS[name].order for name in several if CONCEPTS[name].order}
    if len(told) < 2:
        return list(told.values())
    return [f"{capital(title)}: {order}" for title, order in told.items()]


def _failed(cases: Sequence[Case]) -> list[str]:
    """The refinements that the play of the first case fails in another."""
    every = (name for case in cases if case.persistence for name in case.persistence.fails)
    return list(dict.fromkeys(every))


def _paid(cases: Sequence[Case], players: Sequence[str]) -> list[tuple[str, ...]]:
    """What each side gets in each case, told apart from what it gets in the others."""
    nothing = [math.nan] * len(players)
    paid = [
        case.solution.equilibria[0].payoffs.tolist() if case.solution and case.account else nothing
        for case in cases
    ]
    return list(zip(*map(numbers_apart, zip(*paid, strict=True)), strict=True))


def _outcomes(case: Case) -> list[str]:
    """What can happen in the case, most likely first; nothing where it is not solved."""
    if case.solution is None or case.account is None:
        return []
    return [*case.solution.equilibria[0].outcomes]


def _end(case: Case, ends: Ends) -> str:
    """What the case most likely ends with."""
    if _outcomes(case):
        return ends.label(_outcomes(case)[0])
    return CONTRADICTS if case.excluded else "not solved"


def _row(
    case: Case, paid: Sequence[str], categories: Sequence[str], ends: Ends, *, end: bool
) -> Iterator[str]:
    """The cells of a case, with its most likely ``end`` or without."""
    yield case.name
    yield from [_end(case, ends)] if end else []
    if case.solution is None or case.account is None:
        yield from ("-" for _ in (*paid, *categories))
        yield "-" if case.solution is None else "0"
        return
    yield from paid
    yield from (probability(case.account.categories.get(name, 0.0)) for name in categories)
    yield f"{len(case.solution.equilibria)}{STILL if still(case) else ''}"


def _told(case: Case, *, first: bool) -> str:
    """The question that a case asks, what is played, and what becomes of the baseline's play."""
    told = [case.question]
    if case.account is not None and not _as_before(case):
        told.append(" ".join(done(case.account)))
    if case.persistence is not None and case.solution is not None:
        told.append(f"The baseline's play {_persists(case.persistence, case.solution)}.")
    name = f"{case.name} (the baseline)" if first else case.name
    return f"{name}: {' '.join(filter(None, told))}".rstrip(": ")


def _as_before(case: Case) -> bool:
    """Whether all is played as in the baseline, so that it need not be told again."""
    found = case.persistence
    return found is not None and found.equilibrium == 0 and not found.shortened


def _persists(found: Persistence, solution: Solution) -> str:
    """What becomes of a play: the end of a sentence."""
    far = ", as far as the game goes here" if found.shortened else ""
    if found.equilibrium == 0:
        return f"comes first here too{far}"
    if found.equilibrium is not None and found.payoffs is not None:
        paid = zip(solution.game.shorts, found.payoffs.tolist(), strict=True)
        worth = listed_and([f"{player} {number(value)}" for player, value in paid])
        place = f"number {found.equilibrium + 1}"
        text = f"is still an equilibrium here{far}, {place}, worth {worth}"
        if not found.fails:
            return f"{text}; it only stands later in the order"
        return f"{text}; {place} fails {listed(found.fails)}, which number 1 passes"
    action, place = found.missing
    if action and not found.unreached:
        return f"cannot be played here: there is no '{action}' {at_place(place)}"
    text = "is no pure equilibrium here" if found.none else "is not among the equilibria found here"
    if action:
        return f"{text}. {_UNREACHED} there is not here: '{action}' {at_place(place)}"
    if not found.player:
        return f"{text}{_unmade(found, solution)}"
    by = _by(found.by)
    player, gain = solution.game.short(found.player), in_payoff_units(number(found.gain))
    lost = f", where in the baseline it would lose {number(-found.before)}" * (found.before < 0)
    if not found.empty:
        return (
            f"{text}: if the others still played as in the baseline, {player} would gain {gain}, "
            f"once play is there, by {by}{lost}"
        )
    return (
        f"{text}: {player} would gain {gain}, once play is there, by {by}{lost}"
        f"{_unmade(found, solution)}"
    )


def _by(moves: Sequence[tuple[str, str]]) -> str:
    """Actions and where they are taken."""
    return ", ".join(f"'{action}' ({place})" for action, place in moves[:MOST_MOVES])


def _unmade(found: Persistence, solution: Solution) -> str:
    """The moves where play never comes that would not be made, and why: a sentence of its own."""
    if not found.empty:
        return ""
    told = []
    for one in found.empty[:MOST_MOVES]:
        gain = in_payoff_units(number(one.gain))
        player = solution.game.short(one.player)
        told.append(f"{player} would gain {gain} by {_by([(one.action, one.place)])}")
    moves = "moves" if len(told) > 1 else "a move"
    has = f". {_UNREACHED}"
    if found.player:
        rests = " because of" if found.before < 0 else ". It rests on"
        has = f"{rests} {moves} where play never comes that"
    return f"{has} would not be made here: there {listed_and(told)}"


def comparison_text(games: Games, cases: Sequence[Case], given: Values) -> str:
    """The comparison as one JSON object."""
    told = {
        **about(games),
        "given": given_object(given),
        "cases": [_object(case) for case in cases],
    }
    return as_json(told)


def _object(case: Case) -> dict[str, object]:
    if case.solution is None or case.account is None:
        return {"assuming": case.name, "question": case.question, "failure": case.failure}
    one = case.solution.equilibria[0]
    return {
        "assuming": case.name,
        "question": case.question,
        "equilibria": len(case.solution.equilibria),
        "payoffs": dict(zip(case.solution.game.players, one.payoffs.tolist(), strict=True)),
        "outcomes": dict(one.outcomes),
        "categories": dict(case.account.categories),
        **regret_fields(one.certificate),
        **({"baseline": _baseline(case.persistence, case.solution)} if case.persistence else {}),
    }


def _baseline(found: Persistence, solution: Solution) -> dict[str, object]:
    """What becomes of the play of the first case, as :class:`Persistence` has it."""
    return {
        "play": _persists(found, solution),
        "equilibrium": None if found.equilibrium is None else found.equilibrium + 1,
        "fails": list(found.fails),
        "no_pure_equilibrium": found.none,
    }
