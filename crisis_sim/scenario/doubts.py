"""What a scenario can be read with, and yet is hardly meant: told by ``crisis-sim check``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from crisis_sim.formula.other_notations import QUOTES, latin
from crisis_sim.scenario.positions import Keys
from crisis_sim.scenario.scenario import Scenario, Term

__all__ = ["curly_quotes", "forgotten_payoffs", "names_alike", "players_alike"]

_CURLY = re.compile(f"[{QUOTES}].*[{QUOTES}]", re.DOTALL)


def forgotten_payoffs(scenario: Scenario) -> Iterator[str]:
    """Outcomes at which no term gives some player a payoff, in words; there it counts as 0."""
    if scenario.bare:
        return  # its payoffs are read elsewhere
    everywhere = _paid(scenario, scenario.terms)
    for outcome in scenario.outcomes.values():
        given = everywhere | _paid(scenario, outcome.terms)
        missing = [player.name for player in scenario.players if player.name not in given]
        if not missing:
            continue
        place = scenario.document.places.get(("outcomes", outcome.name))
        line = f" (line {place.key_line + 1})" if place else ""
        zeros = ", ".join(f"{name}: 0" for name in missing)
        if not given:
            yield (
                f"No payoff is given at {outcome.name}{line}: each counts as 0. "
                f"Write payoffs: {{{zeros}}} there if that is meant."
            )
            continue
        for name in missing:
            yield (
                f"{name}'s payoff at {outcome.name}{line} is not given: it counts as 0. "
                f"Add {name}: 0 to its payoffs if that is meant."
            )


def names_alike(scenario: Scenario) -> Iterator[str]:
    """Names of one kind that differ only in capitals, spaces or letters that look alike."""
    kinds: dict[str, Iterable[str]] = {
        "parameters and definitions": [*scenario.parameters, *scenario.definitions],
        "situations and outcomes": [*scenario.situations, *scenario.outcomes],
        "state variables": scenario.variables,
    }
    for name, situation in scenario.situations.items():
        kinds[f"moves of '{name}'"] = [move.name for move in situation.moves]
    for kind, names in kinds.items():
        seen: dict[str, str] = {}
        for name in names:
            first = seen.setdefault(re.sub(r"[\s_-]+", "", latin(name)).casefold(), name)
            if first != name:
                yield f"Two {kind} are easily taken for each other: '{first}' and '{name}'."


def players_alike(scenario: Scenario) -> Iterator[str]:
    """Players that reports call by one label."""
    seen: dict[str, str] = {}
    for player in scenario.players:
        first = seen.setdefault(player.label, player.name)
        if first != player.name:
            yield f"Two players have the label '{player.label}': '{first}' and '{player.name}'."


def curly_quotes(scenario: Scenario) -> Iterator[str]:
    """Texts that keep curly quotation marks around them, which YAML takes for letters."""
    for keys, text in _texts((), scenario.document.data):
        if _CURLY.fullmatch(text.strip()):
            line = scenario.document.places[keys].line + 1
            yield f"The curly quotation marks on line {line} are kept as text; write straight ones."


def _texts(keys: Keys, value: Any) -> Iterator[tuple[Keys, str]]:
    """Every text of a file, with its place."""
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield (*keys, key), key
            yield from _texts((*keys, key), one)
    elif isinstance(value, list):
        for i, one in enumerate(value):
            yield from _texts((*keys, i), one)


def _paid(scenario: Scenario, terms: Iterable[Term]) -> set[str]:
    """The players to whom some of the terms give a payoff."""
    return {
        player.name
        for term in terms
        for player, formula in zip(scenario.players, term.payoffs, strict=True)
        if formula is not None
    }
