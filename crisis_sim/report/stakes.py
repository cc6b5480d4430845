"""What each side wants in a scenario, and what its ends come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.game import Game
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.numbers import number
from crisis_sim.report.play import cited_as
from crisis_sim.scenario.in_words import Wording
from crisis_sim.scenario.scenario import PLAIN, Outcome, Scenario, Term

__all__ = ["at_stake", "outcomes_table", "packages", "wants_in_full", "wants_in_short"]

LONGEST = 45
"""Characters of a formula that stands in the table of outcomes."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the payoffs; ``places`` are the outcomes it belongs to, none for all."""

    term: Term
    places: list[str] = field(default_factory=list)


def at_stake(scenario: Scenario) -> Iterator[Block]:
    """The issues that are bargained over, each with its levels."""
    told = []
    for one in scenario.variables.values():
        if one.issue:
            levels = " or ".join(one.show(i) for i in range(len(one.values)))
            by = (
                f", asked for by {scenario.players[one.raised_by].short}"
                if one.raised_by >= 0
                else ""
            )
            told.append(f"{one.label} ({levels}{by})")
    if told:
        yield Prose(f"At stake: {'; '.join(told)}.")


def packages(wording: Wording) -> Iterator[Block]:
    """What outcomes settle, those that settle the same together."""
    found = defaultdict[str, list[str]](list)
    for one in wording.scenario.outcomes.values():
        told = [wording.change(name, value) for name, value in one.settles]
        if told:
            found[", ".join(told)].append(wording.scenario.called[one.name])
    if found:
        yield Prose("What they settle; other issues stay at their first level.")
        yield Items(tuple(f"{' / '.join(names)}: {told}" for told, names in found.items()))


def wants_in_short(wording: Wording) -> Iterator[Block]:
    """A paragraph for each side: the parts of its payoff at the values that hold.

    What outcomes pay without a name for it is left to their table.
    """
    items = []
    for player, side in enumerate(wording.scenario.players):
        told = [line for part in _parts(wording.scenario) if (line := _want(wording, part, player))]
        if told:
            items.append(f"{side.short}: {'; '.join(told)}")
    if items:
        yield Heading("What each side wants")
        yield Items(tuple(items))


def wants_in_full(wording: Wording) -> Iterator[Block]:
    """A row for each part of the payoffs, with its formulas and its source."""
    rows = []
    for part in _parts(wording.scenario):
        term = part.term
        formulas = ["" if one is None else wording.both(one) for one in term.payoffs]
        where = "; ".join(filter(None, (_where(wording, part), *part.places)))
        rows.append((term.label, where or "always", *formulas, cited_as(term.cited)))
    sides = [one.short for one in wording.scenario.players]
    yield Heading("What each side wants")
    yield TableBlock(("part", "counted", *sides, "source"), tuple(rows))


def outcomes_table(wording: Wording, game: Game, *, full: bool) -> TableBlock:
    """The ends of the story, with what they are worth to each side at the values that hold."""
    scenario, rows = wording.scenario, []
    kinds = any(one.category for one in scenario.outcomes.values())
    rows_of = _payoff_rows(game)
    for one in scenario.outcomes.values():
        said = [one.category] if kinds else []
        said += [_reason(one), cited_as(one.cited)] if full else []
        paid = _paid(wording, game.payoffs[rows_of[one.name]], one)
        rows.append((scenario.called[one.name], *paid, *said))
    sides = [one.short for one in scenario.players]
    more = [*(["kind"] if kinds else []), *(["meaning or cause", "source"] if full else [])]
    return TableBlock(("outcome", *sides, *more), tuple(rows))


def _parts(scenario: Scenario) -> list[_Part]:
    """Every part of the payoffs; one that several outcomes have alike stands once."""
    found: dict[object, _Part] = {}
    for term in scenario.terms:
        found[term.name, None] = _Part(term)
    for outcome in scenario.outcomes.values():
        for term in outcome.terms:
            key = (term.label, term.when, term.payoffs)
            part = found.setdefault(key, _Part(term))
            part.places.append(scenario.called[outcome.name])
    return list(found.values())


def _want(wording: Wording, part: _Part, player: int) -> str:
    formula = part.term.payoffs[player]
    if formula is None or _plain(part.term):
        return ""
    told = f"{part.term.label}: {wording.condition(wording.worth(formula))}"
    return ", ".join(filter(None, (told, _where(wording, part))))


def _plain(term: Term) -> bool:
    """Whether it is what an outcome pays, without a name for it."""
    return term.name == PLAIN and term.when is None


def _where(wording: Wording, part: _Part) -> str:
    when = part.term.when
    return "" if when is None else f"where {wording.condition(when)}"


def _reason(outcome: Outcome) -> str:
    return "; ".join(filter(None, (outcome.meaning, outcome.cause)))


def _payoff_rows(game: Game) -> Mapping[str, list[int]]:
    """The rows of payoffs that the game has for each outcome."""
    tree, found = game.tree, defaultdict[str, list[int]](list)
    for row in np.unique(tree.payoff_row[tree.terminals]).tolist():
        found[tree.outcomes[int(tree.rows[row])]].append(row)
    return found


def _paid(wording: Wording, payoffs: NDArray[np.float64], outcome: Outcome) -> list[str]:
    """What an outcome is worth to each side: a number, on what it depends, or the whole span.

    ``payoffs`` are its own, (rows, players).
    """
    if not len(payoffs):
        return ["not reached"] * payoffs.shape[1]
    columns = payoffs.T.tolist()
    return [_worth(wording, outcome, player, column) for player, column in enumerate(columns)]


def _worth(wording: Wording, outcome: Outcome, player: int, values: list[float]) -> str:
    terms = [one for one in wording.scenario.terms + outcome.terms if one.payoffs[player]]
    if len(terms) == 1 and _plain(terms[0]) and (formula := terms[0].payoffs[player]):
        told = wording.condition(wording.worth(formula))
        if len(told) <= LONGEST:
            return told
    return _spread(values)


def _spread(values: list[float]) -> str:
    told = list(dict.fromkeys(number(value) for value in sorted(values)))
    return " or ".join(told) if len(told) <= 2 else f"{told[0]} to {told[-1]}"
