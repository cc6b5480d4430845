"""What holds at a place and how it changes, in words; and the symbols of exact formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from string import ascii_uppercase

from crisis_sim.concepts import CONCEPTS
from crisis_sim.exact.data.line import Held, Standing
from crisis_sim.formula.write import text
from crisis_sim.game.games import Games
from crisis_sim.report.blocks import Block, Heading, Items, TableBlock
from crisis_sim.report.exact_numbers import told_numbers, told_range
from crisis_sim.sentence import capital

__all__ = ["changes", "followed", "found_how", "legend", "lettered", "symbols_table", "ways"]

MOST_MOVES = 3
MOST_NAMED = 6
SHORT = 24
"""Names up to here stand in a table as they are."""

Ranges = Mapping[str, tuple[Fraction, Fraction]]


def found_how(concept: str, selection: str, notes: Sequence[str]) -> Iterator[Block]:
    """The concept, the selection, and what was proved or left out."""
    yield Heading("How it was found", 3)
    yield Items((followed(concept), selection, *(f"{capital(one)}." for one in notes)))


def followed(concept: str) -> str:
    """Which equilibria an answer is about, as a sentence."""
    return f"Followed are {CONCEPTS[concept].pure}; those that differ off the path alone are one."


def grouped(held: Iterable[Held]) -> str:
    """Equilibria by their outcomes; those that end alike, but are played differently, counted."""
    names = Counter(one.name for one in held)
    told = [f"{name} (in {n} ways)" if n > 1 else name for name, n in names.items()]
    more = len(told) - MOST_NAMED
    return "; ".join(told[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")


def changes(
    before: Standing | None, at: Standing | None, after: Standing | None, whole: bool = False
) -> Iterator[str]:
    """What is reported before, after and at a threshold, and which equilibria come and go.

    Where values are ``whole`` nothing lies between them, and ``at`` is not looked at.
    """
    if before and after:
        yield from _reported(before, after)
    else:
        yield f"Inside the range: {_named(before or after)}."
    if at is None and not whole:
        yield "What holds at the point itself could not be decided."
    elif at and all(side is None or side.name != at.name for side in (before, after)):
        yield f"At the point itself: {_named(at)}."
    if not any(side.undefined for side in (before, after) if side):
        yield from _come_and_gone(before, at, after)


def _reported(before: Standing, after: Standing) -> Iterator[str]:
    if _key(before) == _key(after):
        yield f"Reported on both sides: {_named(before)}."
    elif before.name != after.name:
        yield f"Reported before: {_named(before)}. After: {_named(after)}."
    else:
        yield f"Reported on both sides: {_named(before)}, but it comes about in another way."
        first, second = _played(before, after), _played(after, before)
        yield f"Before: {first or 'the same moves'}. After: {second or 'the same moves'}."


def _played(one: Standing, other: Standing) -> str:
    """The moves of the one reported that are not those of the other."""
    theirs = set(other.equilibria[0].moves)
    mine = [move for move in one.equilibria[0].moves if move not in theirs]
    told = [f"{player}, {label}: {action}" for player, label, action in mine[:MOST_MOVES]]
    return "; ".join(told) + (" and so on" if len(mine) > MOST_MOVES else "")


def ways(standings: Sequence[Standing]) -> list[str]:
    """What is reported, a number after it where others end alike but are played otherwise."""
    plays: dict[str, list[object]] = {}
    for one in standings:
        held = plays.setdefault(one.name, [])
        if (key := _key(one)) not in held:
            held.append(key)
    return [
        f"{one.name} (way {held.index(_key(one)) + 1})" if len(held) > 1 else one.name
        for one in standings
        for held in (plays[one.name],)
    ]


def _named(standing: Standing | None) -> str:
    if standing is None:
        return "not decided"
    doubtful = len(standing.undecided)
    more = f" (and {doubtful} plays whose beliefs were left undecided)" if doubtful else ""
    return f"{standing.name}{more}"


def _key(standing: Standing) -> object:
    return standing.undefined, [(one.outcomes, one.moves) for one in standing.equilibria[:1]]


def _come_and_gone(
    before: Standing | None, at: Standing | None, after: Standing | None
) -> Iterator[str]:
    held = [_by_play(standing) for standing in (before, at, after)]
    if not any(held):
        return
    first, here, last = held
    groups = {
        "Equilibrium only before it": [one for key, one in first.items() if key not in last],
        "Equilibrium only after it": [one for key, one in last.items() if key not in first],
        "Equilibrium only at it": [
            one for key, one in here.items() if key not in first and key not in last
        ],
    }
    sides = [side for side in (before, after) if side]
    inner = len(sides) == 2 and any(len(side.equilibria) > 1 for side in sides)
    told = {words: one for words, one in groups.items() if one and (inner or "at it" in words)}
    for words, one in told.items():
        yield f"{words}: {grouped(one)}."
    stay = [one for key, one in first.items() if key in last]
    if inner and stay:
        yield f"Equilibrium on both sides: {grouped(stay)}."


def _by_play(standing: Standing | None) -> dict[object, Held]:
    return {(one.outcomes, one.moves): one for one in standing.equilibria} if standing else {}


def lettered(names: Iterable[str]) -> dict[str, str]:
    """A letter for each name, in the order in which they come, if they are long; else the name."""
    different = list(dict.fromkeys(names))
    if all(len(name) <= SHORT for name in different) or len(different) > len(ascii_uppercase):
        return {name: name for name in different}
    return dict(zip(different, ascii_uppercase, strict=False))


def legend(letters: Mapping[str, str]) -> Iterator[Block]:
    """What the letters stand for, where there are any."""
    told = tuple(f"{letter}: {name}" for name, letter in letters.items() if letter != name)
    if told:
        yield Items(told)


def symbols_table(
    games: Games, symbols: Iterable[str], fixed: Mapping[str, Fraction], ranges: Ranges
) -> Iterator[Block]:
    """What the names in formulas stand for, and their values, or ranges where they are followed."""
    names = sorted(set(symbols), key=str.lower)
    if names:
        yield Heading("Symbols", 3)
        rows = tuple(_symbol(games, name, fixed, ranges) for name in names)
        yield TableBlock(("symbol", "here", "meaning"), rows)


def _symbol(
    games: Games, name: str, fixed: Mapping[str, Fraction], ranges: Ranges
) -> tuple[str, str, str]:
    scenario = games.scenario
    parameter = scenario.parameters.get(name)
    meaning = parameter.meaning if parameter else scenario.definitions[name].meaning
    own = list((parameter and parameter.range) or ())
    if name in ranges:
        value = told_range(*ranges[name])
    elif name in fixed:
        value = told_numbers([fixed[name]], own)[0]
    elif name in scenario.overrides:
        value = text(scenario.overrides[name])
    elif parameter:
        value = told_numbers([parameter.default], own)[0]
    else:
        value = text(scenario.definitions[name].expression)
    return name, value, meaning or (parameter.label if parameter else "")
