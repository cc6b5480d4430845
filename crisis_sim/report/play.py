"""The situations of a scenario in the order of play: who moves, what each move leads to."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_sim.formula.expression import Number, Operation
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.scenario.in_words import Wording
from crisis_sim.scenario.scenario import Cited, Move, Scenario, Situation
from crisis_sim.sentence import capital, listed_and

__all__ = ["cited_as", "in_order_of_play", "play_in_full", "play_in_short"]


def in_order_of_play(scenario: Scenario) -> list[Situation]:
    """Each situation after those that lead to it, as far as they do not come round again."""
    met, done = set[str](), dict[str, None]()
    stack = [*reversed([*scenario.situations]), scenario.start]
    while stack:
        name = stack[-1]
        if name in met:
            stack.pop()
            done[name] = None
            continue
        met.add(name)
        following = [move.to for move in scenario.situations[name].moves]
        stack += [to for to in following if to in scenario.situations and to not in met]
    names = list(done)
    reached = names.index(scenario.start) + 1
    ordered = [*reversed(names[:reached]), *reversed(names[reached:])]
    return [scenario.situations[name] for name in ordered]


def play_in_short(wording: Wording) -> Iterator[Block]:
    """A row for each move, with numbers at the values that hold."""
    rows = []
    for situation in in_order_of_play(wording.scenario):
        head = _head(wording, situation)
        for move in situation.moves:
            chance = _chance(wording, move) if situation.player < 0 else ""
            told = _move(wording, situation, move, chance)
            rows.append((head, told, wording.scenario.called[move.to]))
            head = ""
    yield TableBlock(("situation (who moves)", "move", "leads to"), tuple(rows))


def play_in_full(wording: Wording) -> Iterator[Block]:
    """A heading for each situation, with its meaning; each move with its formulas and sources."""
    for situation in in_order_of_play(wording.scenario):
        yield Heading(_head(wording, situation), 3)
        first = "The story begins here." if situation.name == wording.scenario.start else ""
        meaning = capital(situation.meaning).rstrip(".")
        said = [first, f"{meaning}." if meaning else "", _takes(wording, situation)]
        if told := " ".join(filter(None, said)):
            yield Prose(told)
        yield Items(tuple(_in_full(wording, situation, move) for move in situation.moves))


def cited_as(cited: Cited) -> str:
    """The status and the source, as far as they are given."""
    return ", ".join(filter(None, (cited.status, cited.source)))


def _head(wording: Wording, situation: Situation) -> str:
    """What a situation is called, who moves there, from whom that is hidden, how long it takes."""
    scenario = wording.scenario
    who = "chance" if situation.player < 0 else scenario.players[situation.player].short
    hidden = {_unseen(scenario, move) for move in situation.moves}
    told = [who, *(hidden if len(hidden) == 1 else ()), _days(wording, situation)]
    told.append(_alike(scenario, situation))
    return f"{scenario.called[situation.name]} ({', '.join(filter(None, told))})"


def _days(wording: Wording, situation: Situation) -> str:
    if situation.takes is None:
        return ""
    days = wording.formula(wording.worth(situation.takes))
    return f"{days} day" if days == "1" else f"{days} days"


def _takes(wording: Wording, situation: Situation) -> str:
    """How a time that is no plain number is worked out."""
    if situation.takes is None or isinstance(situation.takes, Number):
        return ""
    return f"It takes {wording.formula(situation.takes)} days."


def _alike(scenario: Scenario, situation: Situation) -> str:
    """Its information set, and what the player cannot tell it from, as the file declares."""
    if not situation.information_set:
        return ""
    others = [
        scenario.called[one.name]
        for one in scenario.situations.values()
        if situation.information_set == one.information_set and one is not situation
    ]
    own = situation.information_set != scenario.called[situation.name]
    named = f"information set '{situation.information_set}'" if own else ""
    unseen = f"not told from {listed_and(others)}" if others else ""
    return ", ".join(filter(None, (named, unseen)))


def _unseen(scenario: Scenario, move: Move) -> str:
    unseen = [one.short for i, one in enumerate(scenario.players) if i not in move.seen_by]
    return f"hidden from {listed_and(unseen)}" if unseen else ""


def _move(wording: Wording, situation: Situation, move: Move, chance: str) -> str:
    """A move: how likely, where it exists, from whom it is hidden, and what is remembered of it."""
    told = [move.told_as, chance]
    if move.when is not None:
        told.append(f"if {wording.condition(move.when)}")
    if not move.available:
        told.append(_only_under(wording.scenario, situation, move))
    if len({one.seen_by for one in situation.moves}) > 1:
        told.append(_unseen(wording.scenario, move))
    changes = "; ".join(wording.change(name, value) for name, value in move.changes)
    return ", ".join(filter(None, told)) + (f" [{changes}]" if changes else "")


def _only_under(scenario: Scenario, situation: Situation, move: Move) -> str:
    """The assumptions under which a move exists, or those made that rule it out."""
    found: dict[bool, list[str]] = {True: [], False: []}
    for one in scenario.assumptions.values():
        there = one.available.get((situation.name, move.name))
        if there is not None and (there or one.name in scenario.assumed):
            found[there].append(f"'{one.name}'")
    if found[False]:
        return f"ruled out under {listed_and(found[False])}"
    return f"only under {' or '.join(found[True])}" if found[True] else "ruled out"


def _chance(wording: Wording, move: Move) -> str:
    """The probability; worked out of several names, with the formula, which says what moves it."""
    if move.probability is None:
        return "the rest"
    if isinstance(move.probability, Operation):
        return wording.both(move.probability)
    return wording.formula(wording.worth(move.probability))


def _in_full(wording: Wording, situation: Situation, move: Move) -> str:
    chance = ""
    if situation.player < 0:
        whole = "the rest" if move.probability is None else wording.both(move.probability)
        chance = f"with probability {whole}"
    line = f"{_move(wording, situation, move, chance)} -> {wording.scenario.called[move.to]}"
    cited = cited_as(move.cited)
    return f"{line} ({cited})" if cited else line
