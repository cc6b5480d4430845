"""A scenario told: the game in short, or with every number and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crisis_sim.formula.write import decimal
from crisis_sim.game.game import Game
from crisis_sim.game.games import Games
from crisis_sim.report.bare_game import game_blocks
from crisis_sim.report.blocks import Block, Heading, Prose, TableBlock
from crisis_sim.report.circumstances import circumstances
from crisis_sim.report.play import cited_as, play_in_full, play_in_short
from crisis_sim.report.sources import source_blocks
from crisis_sim.report.stakes import (
    at_stake,
    outcomes_table,
    packages,
    wants_in_full,
    wants_in_short,
)
from crisis_sim.report.what_ifs import what_ifs_in_full, what_ifs_in_short
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.in_words import Wording
from crisis_sim.scenario.scenario import Player, Scenario

__all__ = ["scenario_blocks", "shown_blocks"]


def shown_blocks(
    games: Games, values: Values | None = None, *, numbers: bool = False
) -> Iterator[Block]:
    """What a reader needs to know of a scenario before solving it, below its title.

    What depends on parameters is told at ``values``, and else at their defaults.
    """
    scenario = games.scenario
    yield Heading(scenario.title, 1)
    if scenario.about:
        yield Prose(scenario.about)
    yield from map(Prose, circumstances(games, values or {}))
    yield from scenario_blocks(scenario, games.game(values), numbers=numbers)


def scenario_blocks(scenario: Scenario, game: Game, *, numbers: bool = False) -> Iterator[Block]:
    """The game that a scenario tells.

    ``game`` is the game that it comes to; where the scenario tells no story, as that of a Gambit
    file, the game's own moves and payoffs are listed. With ``numbers``, every parameter and formula
    too, and the source of each part.
    """
    yield Prose(_sides(scenario, game))
    if scenario.bare:
        yield from game_blocks(game)
        return
    wording = Wording(scenario, game.given)
    yield from at_stake(scenario)
    if numbers:
        yield from _numbers(wording)
    yield from wants_in_full(wording) if numbers else wants_in_short(wording)
    yield Heading("The story, in the order of play")
    yield from play_in_full(wording) if numbers else play_in_short(wording)
    yield Heading(f"Outcomes, and what they are worth to each side{_unit(scenario)}")
    outcomes = outcomes_table(wording, game, full=numbers)
    yield outcomes
    paid = [cell for row in outcomes.rows for cell in row[1 : 1 + len(scenario.players)]]
    if any(map(_SEVERAL.search, paid)):
        yield Prose("Where several numbers stand, it depends on how play came there.")
    if numbers:
        yield from packages(wording)
    if scenario.assumptions:
        yield Heading("What if")
        yield from what_ifs_in_full(wording) if numbers else what_ifs_in_short(wording)
    yield from source_blocks(scenario, scenario.sources)


_SEVERAL = re.compile(r"\d (or|to) -?\d")
"""What stands in the place of one number where there are several."""


def _sides(scenario: Scenario, game: Game) -> str:
    sides = "; ".join(map(_side, scenario.players))
    begins = f" It begins on {scenario.begins}." if scenario.begins else ""
    return f"Sides: {sides}.{begins} The game has {game.describe()}."


def _side(player: Player) -> str:
    """What a side is called: in tables, in commands and data where that differs, and in prose."""
    short = player.short if player.short == player.name else f"{player.short} ({player.name})"
    return short if short == player.label else f"{short}: {player.label}"


def _unit(scenario: Scenario) -> str:
    return f" (payoff unit: {scenario.payoff_unit})" if scenario.payoff_unit else ""


def _numbers(wording: Wording) -> Iterator[Block]:
    scenario = wording.scenario
    if scenario.parameters:
        yield Heading("Parameters")
        yield _parameters(scenario)
    if scenario.definitions:
        yield Heading("Definitions")
        yield _definitions(wording)
    if scenario.variables:
        yield Heading("What is remembered")
        yield _variables(wording)


def _parameters(scenario: Scenario) -> TableBlock:
    rows = []
    for one in scenario.parameters.values():
        bounds = " to ".join(map(decimal, one.range or ()))
        meaning = one.meaning or one.label
        default = decimal(one.default)
        rows.append((one.name, default, bounds, one.unit, meaning, cited_as(one.cited)))
    columns = ("name", "default", "range", "unit", "meaning", "status")
    return TableBlock(columns, tuple(rows), frozenset({1}))


def _definitions(wording: Wording) -> TableBlock:
    scenario = wording.scenario
    rows = tuple(
        (
            one.name,
            wording.both(scenario.formulas[one.name]),
            one.unit,
            one.meaning,
            cited_as(one.cited),
        )
        for one in scenario.definitions.values()
    )
    return TableBlock(("name", "formula", "unit", "meaning", "status"), rows)


def _variables(wording: Wording) -> TableBlock:
    rows = []
    for one in wording.scenario.variables.values():
        if one.values:
            held = " < " if one.issue else ", "
            values = held.join(map(one.in_full, range(len(one.values))))
        else:
            ends = [one.low, one.high]
            low, high = (wording.both(end) for end in ends if end is not None)
            values = f"{low} to {high}"
        rows.append((one.name, values, one.in_full(one.start), one.meaning, cited_as(one.cited)))
    return TableBlock(("name", "values", "at the start", "meaning", "status"), tuple(rows))
