"""Assumptions and findings, as a file declares them."""

from __future__ import annotations

from collections.abc import Mapping

from crisis_sim.scenario import model
from crisis_sim.scenario.building.story import read_observers
from crisis_sim.scenario.positions import Keys
from crisis_sim.scenario.reader import Reader
from crisis_sim.scenario.scenario import Assumption, Situation

__all__ = ["check_finding_names", "read_assumptions"]


def read_assumptions(reader: Reader) -> dict[str, Assumption]:
    """All assumptions."""
    return {name: _assumption(reader, name, one) for name, one in reader.file.assumptions.items()}


def _assumption(reader: Reader, name: str, one: model.Assumption) -> Assumption:
    keys: Keys = ("assumptions", name)
    if not (one.set or one.available or one.seen_by):
        hint = "Give it set, available or seen by."
        reader.document.add(keys, "this assumption changes nothing", at_key=True, hint=hint)
    scope = reader.scope.without_state()
    for key in one.set:
        what = "parameter or definition"
        reader.named((*keys, "set", key), key, scope.numbers, what, at_key=True)
    sets = {
        key: reader.formula((*keys, "set", key), text, scope=scope) for key, text in one.set.items()
    }
    available = {
        (situation, move): value
        for situation, moves in one.available.items()
        for move, value in moves.items()
        if _has_move(reader, (*keys, "available", situation, move))
    }
    seen_by = {
        (situation, move): read_observers(reader, (*keys, "seen by", situation, move), who)
        | _mover(reader, situation)
        for situation, moves in one.seen_by.items()
        for move, who in moves.items()
        if _has_move(reader, (*keys, "seen by", situation, move))
    }
    return Assumption(
        name=name,
        label=one.label or name,
        question=one.question or "",
        sets=sets,
        available=available,
        seen_by=seen_by,
        cited=reader.cited(keys, one),
        note=one.note or "",
    )


def _has_move(reader: Reader, keys: Keys) -> bool:
    """Whether the situation and move that end ``keys`` exist; if not, that is recorded."""
    situation, move = str(keys[-2]), str(keys[-1])
    situations = reader.file.situations
    if not reader.named(keys[:-1], situation, situations, "situation", at_key=True):
        return False
    one = situations[situation]
    moves = [*(one.actions or {}), *(one.chance or {})]
    return reader.named(keys, move, moves, "action or event", at_key=True)


def _mover(reader: Reader, situation: str) -> frozenset[int]:
    player = reader.file.situations[situation].player
    number = reader.player_numbers.get(player or "")
    return frozenset() if number is None else frozenset({number})


def check_finding_names(
    reader: Reader, told: Mapping[str, Situation], keys: Keys, one: model.Finding
) -> None:
    """Record the unknown names of a finding."""
    file = reader.file
    for i, name in enumerate([one.assuming] if isinstance(one.assuming, str) else one.assuming):
        place: Keys = (*keys, "assuming", *(() if isinstance(one.assuming, str) else (i,)))
        reader.named(place, name, file.assumptions, "assumption")
    categories = [outcome.category for outcome in file.outcomes.values() if outcome.category]
    ends = [*file.outcomes, *categories]
    if one.outcome is not None:
        reader.named((*keys, "outcome"), one.outcome, ends, "outcome or category")
    for name in one.at:
        known = reader.scope.numbers
        reader.named((*keys, "at", name), name, known, "parameter or definition", at_key=True)
    for name in one.probabilities:
        place = (*keys, "probabilities", name)
        reader.named(place, name, ends, "outcome or category", at_key=True)
    for name in one.payoffs:
        reader.named((*keys, "payoffs", name), name, reader.player_numbers, "player", at_key=True)
    for field, by_situation in (("values", one.values), ("strategy", one.strategy)):
        for situation, actions in by_situation.items():
            _check_actions(reader, told, (*keys, field, situation), list(actions))
    reader.citation((*keys, "source"), one.source)


def _check_actions(
    reader: Reader, told: Mapping[str, Situation], keys: Keys, actions: list[str]
) -> None:
    """Record a situation that is not a player's, and actions by what none of its own is called."""
    situations = reader.file.situations
    players = [name for name, one in situations.items() if one.player is not None]
    if reader.named(keys, str(keys[-1]), players, "situation of a player", at_key=True):
        known = [move.told_as for move in told[str(keys[-1])].moves]
        for action in actions:
            reader.named((*keys, action), action, known, "action", at_key=True)
