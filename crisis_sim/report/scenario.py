"""A scenario in tables: what it says, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_sim.formula.write import decimal, text
from crisis_sim.game.game import Game
from crisis_sim.report.bare_game import game_blocks
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.scenario.scenario import Move, Outcome, Scenario, Situation

__all__ = ["scenario_blocks"]


def scenario_blocks(scenario: Scenario, game: Game) -> Iterator[Block]:
    """Everything a reader needs to know of a scenario before solving it.

    ``game`` is the game that it comes to; where the scenario tells no story, as that of a Gambit
    file, the game's own moves and payoffs are listed.
    """
    yield Heading(scenario.title, 1)
    if scenario.about:
        yield Prose(scenario.about)
    sides = "; ".join(
        player.name if player.label == player.name else f"{player.name}: {player.label}"
        for player in scenario.players
    )
    yield Prose(f"Sides: {sides}. The game has {game.describe()}.")
    if scenario.bare:
        yield from game_blocks(game)
        return
    if scenario.parameters:
        yield Heading("Parameters")
        yield _parameters(scenario)
    if scenario.definitions:
        yield Heading("Definitions")
        yield _definitions(scenario)
    if any(variable.issue for variable in scenario.variables.values()):
        yield Heading("Issues")
        yield _issues(scenario)
    yield Heading("The story")
    for situation in scenario.situations.values():
        yield from _situation(scenario, situation)
    yield Heading("Outcomes")
    yield _outcomes(scenario)
    yield from _assumptions(scenario)
    yield from _sources(scenario)


def _parameters(scenario: Scenario) -> TableBlock:
    rows = []
    for one in scenario.parameters.values():
        bounds = " to ".join(map(decimal, one.range or ()))
        default = decimal(one.default)
        meaning = one.meaning or one.label
        status = " ".join(filter(None, (one.cited.status, f"({one.cited.source})")))
        status = status.removesuffix(" ()").removesuffix("()")
        rows.append((one.name, default, bounds, one.unit, meaning, status))
    columns = ("name", "default", "range", "unit", "meaning", "status")
    return TableBlock(columns, tuple(rows), frozenset({1}))


def _definitions(scenario: Scenario) -> TableBlock:
    rows = tuple(
        (one.name, text(one.expression), one.meaning) for one in scenario.definitions.values()
    )
    return TableBlock(("name", "formula", "meaning"), rows)


def _issues(scenario: Scenario) -> TableBlock:
    rows = tuple(
        (one.label, " < ".join(one.show(i) for i in range(len(one.values))), one.cited.source)
        for one in scenario.variables.values()
        if one.issue
    )
    return TableBlock(("issue", "levels", "source"), rows)


def _situation(scenario: Scenario, situation: Situation) -> Iterator[Block]:
    who = scenario.players[situation.player].label if situation.player >= 0 else "chance"
    takes = f" Takes {number_of_days(situation)}." if situation.takes is not None else ""
    meaning = (
        f" {situation.meaning[0].upper()}{situation.meaning[1:]}." if situation.meaning else ""
    )
    first = " The story begins here." if situation.name == scenario.start else ""
    yield Heading(f"{situation.label} ({who})", 3)
    if meaning or takes or first:
        yield Prose((first + meaning + takes).strip())
    yield Items(tuple(_move(scenario, situation, move) for move in situation.moves))


def number_of_days(situation: Situation) -> str:
    """The time that a situation takes, in words."""
    return f"{text(situation.takes)} days" if situation.takes is not None else ""


def _move(scenario: Scenario, situation: Situation, move: Move) -> str:
    parts = [move.label]
    if situation.player < 0:
        chance = "the rest" if move.probability is None else text(move.probability)
        parts.append(f"with probability {chance}")
    unseen = [p.name for i, p in enumerate(scenario.players) if i not in move.seen_by]
    if unseen:
        parts.append(f"unseen by {' and '.join(unseen)}")
    if not move.available:
        parts.append("only under an assumption")
    line = ", ".join(parts) + f" -> {_name_of(scenario, move.to)}"
    return line + (f" ({move.cited.source})" if move.cited.source else "")


def _name_of(scenario: Scenario, target: str) -> str:
    if target in scenario.situations:
        return scenario.situations[target].label
    return scenario.outcomes[target].label


def _outcomes(scenario: Scenario) -> TableBlock:
    rows = []
    for outcome in scenario.outcomes.values():
        payoffs = [_payoff(outcome, player) for player in range(len(scenario.players))]
        rows.append((outcome.label, outcome.category, *payoffs, outcome.cited.source))
    general = [
        (
            f"(any) {term.label}",
            "",
            *(text(formula) if formula is not None else "" for formula in term.payoffs),
            term.cited.source,
        )
        for term in scenario.terms
    ]
    columns = ("outcome", "category", *(player.name for player in scenario.players), "source")
    return TableBlock(columns, (*rows, *general))


def _payoff(outcome: Outcome, player: int) -> str:
    formulas = [term.payoffs[player] for term in outcome.terms]
    written = [text(formula) for formula in formulas if formula is not None]
    return " + ".join(f"({one})" if len(written) > 1 else one for one in written)


def _assumptions(scenario: Scenario) -> Iterator[Block]:
    if not scenario.assumptions:
        return
    rows = []
    for one in scenario.assumptions.values():
        changes = [f"{name} = {text(formula)}" for name, formula in one.sets.items()]
        changes += [
            f"{move} {'possible' if there else 'ruled out'}"
            for (_, move), there in one.available.items()
        ]
        changes += [
            f"{move} seen by {', '.join(scenario.players[i].name for i in sorted(who)) or 'none'}"
            for (_, move), who in one.seen_by.items()
        ]
        rows.append((one.name, one.question, "; ".join(changes)))
    yield Heading("What if")
    yield TableBlock(("assumption", "question", "what it changes"), tuple(rows))


def _sources(scenario: Scenario) -> Iterator[Block]:
    if scenario.sources:
        yield Heading("Sources")
        yield Items(
            tuple(
                f"{name}: {source.citation or source.title}"
                for name, source in scenario.sources.items()
            )
        )
