"""What a profile lacks of being an equilibrium, in prose and tables, and as a JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crisis_sim.game.games import Games
from crisis_sim.numbers.unproved import equal_unproved, in_digits
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.circumstances import given_object, payoff_unit
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.glossary import OF_STAKE, explained
from crisis_sim.report.numbers import no_more_than, number, probability
from crisis_sim.report.regret import in_payoff_units, regret_fields, share_told
from crisis_sim.sentence import at_place, capital
from crisis_sim.strategy.gains import MoveGain, PlayerGain
from crisis_sim.strategy.verification import Verification

__all__ = ["verification_blocks", "verification_text"]

MOST_CHANGES = 6
MOST_MOVES = 20
PLANS = (
    "could gain: by a plan for the whole game, as play goes; a better move where play never comes "
    "adds nothing to it, and stands in the next table."
)
REACHED = "reached: how likely play comes there; the gain is counted where it has."
BELIEFS = {
    "Bayes": ("from play", "what follows, by Bayes' rule, from what is played"),
    "given": ("as given", "the one that was given"),
    "sole": ("certain", "the player knows all that came before"),
    "least regret": ("kindest", "play never comes there; no belief makes the gain smaller"),
}
"""What the kinds of beliefs of :class:`MoveGain` are called, and what they mean."""
SEQUENTIAL = {
    True: ", also under such as rare mistakes would lead to: it is a sequential equilibrium",
    False: "; but rare mistakes would lead to no such beliefs: it is no sequential equilibrium",
    None: "",
}
"""What follows from whether consistent beliefs support the profile."""
CLEAR = 1_000
"""How many times the tolerance a gain is that no rounding explains."""


def verification_blocks(games: Games, found: Verification) -> Iterator[Block]:
    """The verdict, what could be gained and where, what comes of it; last how it was checked."""
    scenario = games.family(found.game.given).scenario
    yield Prose(_verdict(found))
    yield Heading("What each side could gain by another plan", 3)
    yield from _sides(found)
    yield from payoff_unit(scenario)
    yield from _moves(found)
    yield Heading("What comes of it", 3)
    ends = tuple((scenario.ends.label(name), probability(p)) for name, p in found.outcomes.items())
    yield TableBlock(("outcome", "probability"), ends, frozenset({1}))
    yield Heading("How it was checked", 3)
    lines = (_checked(found), *found.notes, *_reservations(found))
    yield Items(tuple(f"{capital(line)}." for line in lines))


def _sides(found: Verification) -> Iterator[Block]:
    """What each player expects and could gain."""
    columns = ("player", "expects", "could gain", "of stake", "by playing")
    rows = [
        (
            found.game.shorts[one.player],
            number(one.payoff, _least_gain(found, one)),
            number(one.regret),
            number(one.relative),
            _changes(found, one),
        )
        for one in found.players
    ]
    yield TableBlock(columns, tuple(rows), frozenset({1, 2, 3}))
    lines = explained((OF_STAKE,)) if any(one.regret > 0 for one in found.players) else ()
    if any(move.reach == 0 for move in found.gainful):
        lines = (PLANS, *lines)
    if lines:
        yield Items(lines)


def _least_gain(found: Verification, one: PlayerGain) -> float:
    """The smallest gain that is told of a player; 0 where there is none."""
    sets = found.game.tree.information_sets
    own = [move.gain for move in found.gainful if sets[move.information_set].player == one.player]
    return min((gain for gain in (one.regret, *own) if gain > 0), default=0.0)


def _verdict(found: Verification) -> str:
    certificate = found.certificate
    gaining = [one for one in found.players if one.relative > found.tol] or found.players
    worst = max(gaining, key=lambda one: one.regret)
    share, by = share_told(worst.relative), "by another plan while the others keep to theirs"
    by = f"{share}, {by}" if share else f" {by}"
    if not found.nash:
        name, gain = found.game.shorts[worst.player], in_payoff_units(number(worst.regret))
        return f"Not a Nash equilibrium: {name} could gain {gain}{by}."
    text = "A Nash equilibrium: nobody gains by another plan while the others keep to theirs."
    if worst.regret > 0:
        gain = in_payoff_units(no_more_than(worst.regret))
        text = f"A Nash equilibrium: nobody gains more than {gain}{by}; that much counts as none."
    if certificate.belief_error > found.tol_of_moves:
        wrong = number(certificate.belief_error)
        return f"{text} But beliefs where play comes differ from Bayes' rule by up to {wrong}."
    never = "where play never comes (off the path)"
    if not found.rational:
        count = len(found.gainful)
        places = "one place" if count == 1 else f"{count} places"
        return f"{text} But {never} what is planned at {places} would not be carried out."
    never = never.capitalize()
    if found.game.perfect_information:
        return f"{text} {never}, too, every move is best: it is subgame perfect."
    some = any(move.belief == "least regret" for move in found.moves)
    under = "some belief" if some else "the beliefs"
    return f"{text} {never}, too, every move is best under {under}{SEQUENTIAL[found.sequential]}."


def _checked(found: Verification) -> str:
    """What was measured, how, and what was not."""
    if found.certificate.max_regret > 0:
        plan, move = found.certificate.player_regret, found.certificate.agent_regret
        told = (
            "the regret is the most that anybody could gain by departing alone: "
            f"{in_payoff_units(number(plan))} by another plan, counted over the whole game, and "
            f"{number(move)} by one other move, counted where it is made"
        )
    else:
        size = "regret 0" if found.unproved else "regret exactly 0"
        told = f"the regret, the most that anybody could gain by departing alone, is none: {size}"
    return told


def _reservations(found: Verification) -> Iterator[str]:
    """Why the verdict is less than proved."""
    if found.rational and found.sequential is None and not found.game.perfect_information:
        yield "whether rare mistakes would lead to such beliefs (consistency) was not decided"
    if found.tol_of_moves > 0 and not found.certificate.proved and not _clear(found):
        none = f"gains of up to {found.tol_of_moves:g} of what is at stake count as none"
        rounded = "some numbers of the profile are rounded, so that it was measured, not proved"
        yield f"{rounded}: {none}" if found.rounded else none
    if found.unproved:
        yield equal_unproved(found.unproved)


def _clear(found: Verification) -> bool:
    """Whether nothing is so small that the tolerance decides the verdict."""
    doubtful = CLEAR * found.tol_of_moves
    if not found.nash:
        return max(one.relative for one in found.players) > doubtful
    measured = [one.relative for one in found.players] + [one.relative for one in found.moves]
    return not any(0 < one <= doubtful for one in [*measured, found.certificate.belief_error])


def _changes(found: Verification, one: PlayerGain) -> str:
    sets = found.game.tree.information_sets
    told = [
        f"'{sets[which].actions[action]}' {at_place(sets[which].label)}"
        for which, action in one.changes[:MOST_CHANGES]
    ]
    more = len(one.changes) - MOST_CHANGES
    return "; ".join(told) + (f"; and {more} more" if more > 0 else "") or "-"


def _moves(found: Verification) -> Iterator[Block]:
    if not found.gainful:
        return
    yield Heading("Where another move would be better, all else as it is", 3)
    gain = ("gain there", "of stake there")
    columns = ("player", "where", "reached", "instead of", "better", *gain, "belief")
    rows = tuple(_move(found, move) for move in found.gainful[:MOST_MOVES])
    yield TableBlock(columns, rows, frozenset({2, 5, 6}))
    left = len(found.gainful) - MOST_MOVES
    if left > 0:
        yield Prose(f"The JSON object has {left:,} more.")
    kinds = dict.fromkeys(move.belief for move in found.gainful[:MOST_MOVES])
    yield Items(
        (REACHED, *(f"belief {name}: {means}." for name, means in map(BELIEFS.__getitem__, kinds)))
    )


def _move(found: Verification, move: MoveGain) -> tuple[str, ...]:
    held = found.game.tree.information_sets[move.information_set]
    own = found.profile[held.choices.start : held.choices.stop].tolist()
    shares = {action: share for action, share in zip(held.actions, own, strict=True) if share > 0}
    played = [
        action if len(shares) == 1 else f"{action} ({probability(share)})"
        for action, share in shares.items()
    ]
    return (
        found.game.shorts[held.player],
        held.label,
        probability(move.reach),
        ", ".join(played),
        held.actions[move.action],
        number(move.gain),
        number(move.relative),
        BELIEFS[move.belief][0],
    )


def verification_text(games: Games, found: Verification) -> str:
    """The object that ``crisis-sim verify --json`` prints."""
    players = found.game.players
    told = {
        **about(games),
        "parameters": {name: float(value) for name, value in found.game.values.items()},
        "given": given_object(found.game.given),
        "nash": found.nash,
        "rational_everywhere": found.rational,
        "sequential": found.sequential,
        "tolerance": found.tol,
        "tolerance_of_moves": found.tol_of_moves,
        "rounded": found.rounded,
        "unproved_digits": in_digits(found.unproved),
        "notes": list(found.notes),
        **regret_fields(found.certificate),
        "payoffs": dict(zip(players, found.payoffs.tolist(), strict=True)),
        "outcomes": dict(found.outcomes),
        "players": {players[one.player]: _player(found, one) for one in found.players},
        "information_sets": _information_sets(found),
    }
    return as_json(told)


def _player(found: Verification, one: PlayerGain) -> dict[str, Any]:
    sets = found.game.tree.information_sets
    changes = {sets[which].label: sets[which].actions[action] for which, action in one.changes}
    responses = {
        held.label: [
            action
            for action, choice in zip(held.actions, held.choices, strict=True)
            if choice in one.best
        ]
        for held in sets
        if held.player == one.player
    }
    return {
        "payoff": one.payoff,
        "regret": one.regret,
        "relative_regret": one.relative,
        "best_reply": changes,
        "best_responses": responses,
    }


def _information_sets(found: Verification) -> dict[str, Any]:
    told = {}
    for move in found.moves:
        held = found.game.tree.information_sets[move.information_set]
        own = slice(held.choices.start, held.choices.stop)
        told[held.label] = {
            "player": found.game.players[held.player],
            "reach": move.reach,
            "actions": dict(zip(held.actions, found.profile[own].tolist(), strict=True)),
            "values": dict(zip(held.actions, found.values[own].tolist(), strict=True)),
            "best": held.actions[move.action],
            "gain": move.gain,
            "relative_gain": move.relative,
            "belief": move.belief,
            "beliefs": found.beliefs[list(held.nodes)].tolist(),
        }
    return told
