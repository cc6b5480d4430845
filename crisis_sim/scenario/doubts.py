"""What a scenario can be read with, and yet is hardly meant: told by ``crisis-sim check``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from crisis_sim.formula.other_notations import QUOTES, latin
from crisis_sim.scenario.faults.fault import indent_of
from crisis_sim.scenario.faults.indented import fields_at
from crisis_sim.scenario.positions import Keys
from crisis_sim.scenario.scenario import Scenario, Term

__all__ = [
    "categories_like_outcomes",
    "curly_quotes",
    "fields_in_texts",
    "forgotten_payoffs",
    "names_alike",
    "players_alike",
]

_BLOCK = re.compile(r":\s+[>|][-+\d]*\s*(#.*)?$")
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
    """Players whose label, or short name, is the same."""
    file = scenario.document.data["players"]
    given = {name: one for name, one in file.items() if isinstance(one, dict)}
    labels = {player.name: player.label for player in scenario.players}
    shorts = {name: given.get(name, {}).get("short", name) for name in labels}
    for kind, called in (("label", labels), ("short name", shorts)):
        seen: dict[str, str] = {}
        for name, one in called.items():
            first = seen.setdefault(one, name)
            if first != name:
                yield f"Two players have the {kind} '{one}': '{first}' and '{name}'."


def categories_like_outcomes(scenario: Scenario) -> Iterator[str]:
    """Categories of several outcomes that have the name of one."""
    ends = scenario.ends
    for name, category in ends.categories.items():
        if name == category and len(held := ends.of_category(name)) > 1:
            yield (
                f"'{name}' is an outcome, and a category of {len(held)} outcomes. Asked for by "
                "that name the outcome alone is meant; give the category another."
            )


def curly_quotes(scenario: Scenario) -> Iterator[str]:
    """Texts that keep curly quotation marks around them, which YAML takes for letters."""
    for keys, text in _texts((), scenario.document.data):
        if _CURLY.fullmatch(text.strip()):
            line = scenario.document.places[keys].line + 1
            yield f"The curly quotation marks on line {line} are kept as text; write straight ones."


def fields_in_texts(scenario: Scenario) -> Iterator[str]:
    """Lines of texts that begin as a field does which the part lacks that the text is of."""
    document = scenario.document
    for keys, place in document.places.items():
        if not keys or not _BLOCK.search(document.lines[place.key_line]):
            continue
        held = document.value(keys[:-1])
        lacking = [name for name in fields_at(keys[:-1]) if name not in held]
        for number, line in enumerate(document.lines[place.key_line + 1 :], place.key_line + 2):
            if line.strip() and indent_of(line) <= place.key_column:
                break
            name = line.strip().partition(":")[0]
            if name in lacking and re.match(rf"\s*{re.escape(name)}:(\s|$)", line):
                yield (
                    f"Line {number} begins with '{name}:' and is part of the text of '{keys[-1]}'; "
                    f"a field begins in column {place.key_column + 1}."
                )


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
