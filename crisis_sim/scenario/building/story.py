"""Situations and their moves, as a file declares them."""

from __future__ import annotations

import re
from fractions import Fraction

from crisis_sim.formula.evaluate import RATIONALS, NotExact, evaluate, simplify
from crisis_sim.formula.expression import Expression, Number, Operation
from crisis_sim.scenario import model
from crisis_sim.scenario.positions import Keys
from crisis_sim.scenario.reader import Reader
from crisis_sim.scenario.scenario import Cited, Move, Situation

__all__ = ["read_observers", "read_situations"]

THE_REST = "the rest"
_RESTS = {"rest", "rest.", "the rest.", "else", "otherwise", "remainder", "the remainder"}
_RESTS |= {"remaining", "the others", "others", THE_REST}
_DAYS = {"hour": Fraction(1, 24), "day": Fraction(1), "week": Fraction(7)}
_DAYS |= {"month": Fraction(487, 16), "year": Fraction(1461, 4)}


def read_situations(reader: Reader) -> dict[str, Situation]:
    """All situations."""
    return {name: _situation(reader, name, one) for name, one in reader.file.situations.items()}


def _situation(reader: Reader, name: str, one: model.Situation) -> Situation:
    keys: Keys = ("situations", name)
    player, moves = _decision(reader, keys, one)
    return Situation(
        name=name,
        label=one.label or name,
        told_as=one.label or name,
        meaning=one.meaning or "",
        player=player,
        moves=moves,
        takes=_duration(reader, (*keys, "takes"), one.takes),
        information_set=one.information_set or "",
        cited=reader.cited(keys, one),
    )


def _decision(reader: Reader, keys: Keys, one: model.Situation) -> tuple[int, tuple[Move, ...]]:
    """The number of the player who decides, -1 for chance, and the moves."""
    if (one.chance is None) == (one.player is None):
        found = "neither" if one.chance is None else "both"
        message = f"expected either player and actions, or chance, found {found}"
        hint = "Leave out 'player': chance is none." if one.chance is not None else ""
        if one.actions is not None and not hint:
            hint = f"Write who decides, as in player: {next(iter(reader.player_numbers), 'A')}."
        reader.document.add(keys, message, at_key=True, hint=hint)
        return -1, ()
    if one.chance is not None:
        return -1, _chance_moves(reader, keys, one)
    return _actions(reader, keys, one)


def _chance_moves(reader: Reader, keys: Keys, one: model.Situation) -> tuple[Move, ...]:
    add = reader.document.add
    if one.actions is not None:
        add((*keys, "actions"), "chance decides here, so there are no actions", at_key=True)
    if one.information_set is not None:
        add((*keys, "information set"), "chance has no information set", at_key=True)
    if not one.chance:
        add((*keys, "chance"), "expected at least one event", at_key=True)
    return tuple(
        _move(reader, (*keys, "chance", key), move, -1) for key, move in (one.chance or {}).items()
    )


def _actions(reader: Reader, keys: Keys, one: model.Situation) -> tuple[int, tuple[Move, ...]]:
    """The number of the player and what it can do."""
    name = str(one.player)
    reader.named((*keys, "player"), name, reader.player_numbers, "player")
    player = reader.player_numbers.get(name, -1)
    if not one.actions:
        reader.document.add(keys, f"expected actions for {name}", at_key=True)
    moves = tuple(
        _action(reader, (*keys, "actions", key), move, player)
        for key, move in (one.actions or {}).items()
    )
    return player, moves


def _action(reader: Reader, keys: Keys, move: model.Action | str, player: int) -> Move:
    if isinstance(move, str):
        _target(reader, keys, move)
        name, everyone = str(keys[-1]), frozenset(reader.player_numbers.values())
        return Move(name, name, name, move, None, (), everyone, None, True, Cited())
    return _move(reader, keys, move, player)


def _move(reader: Reader, keys: Keys, move: model.Action | model.ChanceMove, player: int) -> Move:
    name, scope = str(keys[-1]), reader.scope
    _target(reader, (*keys, "to"), move.to)
    seen = read_observers(reader, (*keys, "seen by"), move.seen_by)
    variables = [*scope.words, *scope.flags, *scope.counts]
    return Move(
        name=name,
        label=move.label or name,
        told_as=move.label or name,
        to=move.to,
        when=reader.condition((*keys, "when"), move.when),
        changes=reader.changes((*keys, "set"), move.set, variables, "state variable"),
        seen_by=seen | {player} if player >= 0 else seen,
        probability=_probability(reader, (*keys, "probability"), move),
        available=move.available,
        cited=reader.cited(keys, move),
    )


def _target(reader: Reader, keys: Keys, name: str) -> None:
    reader.named(keys, name, reader.targets, "situation or outcome")


def _probability(
    reader: Reader, keys: Keys, move: model.Action | model.ChanceMove
) -> Expression | None:
    if not isinstance(move, model.ChanceMove) or move.probability == THE_REST:
        return None
    word = str(move.probability).strip().lower()
    if word in _RESTS and word not in reader.scope.numbers:
        hint = f"Write '{THE_REST}' for what the other events leave."
        reader.document.add(keys, f"expected a probability, found '{word}'", hint=hint)
        return None
    return reader.formula(keys, move.probability)


def read_observers(reader: Reader, keys: Keys, seen_by: str | list[str] | None) -> frozenset[int]:
    """The numbers of the players named by a ``seen by``."""
    numbers = reader.player_numbers
    if seen_by is None or seen_by == "all":
        return frozenset(numbers.values())
    if seen_by == "none":
        return frozenset()
    return frozenset(
        numbers[name]
        for i, name in enumerate(seen_by)
        if reader.named((*keys, i), name, numbers, "player")
    )


def _duration(reader: Reader, keys: Keys, written: str | float | None) -> Expression | None:
    """A stretch of time in days."""
    if written is None:
        return None
    amount, _, unit = str(written).strip().rpartition(" ")
    unit = unit.removesuffix("s")
    if unit not in _DAYS or not amount:
        message = f"expected a duration such as '1 day', found '{written}'"
        hint = "Units: hours, days, weeks, months, years."
        number = re.fullmatch(r"([\d.]+)\s*([a-z]*?)s?", str(written).strip())
        if number and (number[2] in _DAYS or not number[2]):
            plural = "" if number[1] == "1" else "s"
            hint = f"Write {number[1]} {number[2] or 'day'}{plural}. {hint}"
        reader.document.add(keys, message, hint=hint)
        return None
    days = Operation("*", (reader.formula(keys, amount), Number(_DAYS[unit])))
    try:
        if evaluate(days, RATIONALS, {}) < 0:
            reader.document.add(keys, "time cannot run backwards")
    except (KeyError, NotExact):
        pass
    return simplify(days)
