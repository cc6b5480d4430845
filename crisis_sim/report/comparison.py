"""Assumptions side by side, in tables and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from crisis_sim.comparison import Case
from crisis_sim.game.games import Games
from crisis_sim.report.blocks import Block, Items, TableBlock
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.numbers import numbers_apart, probability
from crisis_sim.report.regret import regret_fields

__all__ = ["comparison_blocks", "comparison_text"]


def comparison_blocks(games: Games, cases: Sequence[Case]) -> Iterator[Block]:
    """What is played, what comes of it and what each side gets, a case a row."""
    accounts = [case.account for case in cases if case.account is not None]
    categories = list(dict.fromkeys(name for one in accounts for name in one.categories))
    players = [player.name for player in games.scenario.players]
    rows = tuple(
        _row(case, paid, categories)
        for case, paid in zip(cases, _paid(cases, players), strict=True)
    )
    columns = ("assuming", "most likely end", *players, *categories, "equilibria")
    yield TableBlock(columns, rows, frozenset(range(2, len(columns))))
    yield Items(tuple(_told(case) for case in cases))
    if notes := [f"{case.name}: {note}." for case in cases for note in case.notes]:
        yield Items(tuple(notes))
    failed = [case for case in cases if case.failure]
    if failed:
        yield Items(tuple(_failures(failed)))


def _failures(cases: Sequence[Case]) -> Iterator[str]:
    """Each reason once, after the cases that it was met in."""
    for failure in dict.fromkeys(case.failure for case in cases):
        names = ", ".join(case.name for case in cases if case.failure == failure)
        yield f"{names}: {failure}"


def _paid(cases: Sequence[Case], players: Sequence[str]) -> list[tuple[str, ...]]:
    """What each side gets in each case, told apart from what it gets in the others."""
    nothing = [math.nan] * len(players)
    paid = [
        case.solution.equilibria[0].payoffs.tolist() if case.solution and case.account else nothing
        for case in cases
    ]
    return list(zip(*map(numbers_apart, zip(*paid, strict=True)), strict=True))


def _row(case: Case, paid: Sequence[str], categories: Sequence[str]) -> tuple[str, ...]:
    if case.solution is None or case.account is None:
        return (case.name, "not solved", *("-" for _ in (*paid, *categories)), "0")
    one = case.solution.equilibria[0]
    end = next(iter(one.outcomes))
    shares = [probability(case.account.categories.get(name, 0.0)) for name in categories]
    return (
        case.name,
        end,
        *paid,
        *shares,
        str(len(case.solution.equilibria)),
    )


def _told(case: Case) -> str:
    """The question that a case asks, and what is played."""
    steps = case.account.steps if case.account is not None else ()
    played = ", ".join(dict.fromkeys(_played(step.played) for step in steps))
    asked = f"{case.question} " if case.question else ""
    return f"{case.name}: {asked}Played: {played}." if played else f"{case.name}: {asked}".strip()


def _played(actions: Mapping[str, float]) -> str:
    if len(actions) == 1:
        return next(iter(actions))
    return " / ".join(f"{action} ({probability(p)})" for action, p in actions.items())


def comparison_text(games: Games, cases: Sequence[Case]) -> str:
    """The comparison as one JSON object."""
    told = {
        **about(games),
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
    }
