"""What survives iterated dominance, in prose and tables, and as a JSON object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crisis_sim.game.game import Game
from crisis_sim.game.games import Games
from crisis_sim.game.tree import Tree
from crisis_sim.numbers.real import Real
from crisis_sim.numbers.unproved import equal_unproved, in_digits
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.circumstances import given_object
from crisis_sim.report.envelope import about, as_json
from crisis_sim.sentence import at_place, capital
from crisis_sim.solve.dominance import Elimination, MixtureWeight, Survivors

__all__ = ["dominance_blocks", "dominance_text"]

MOST_ROWS = 30
MOST_PLACES = 8
ROUNDS = {0: "nothing being dominated", 1: "in one round"}


def dominance_blocks(found: Survivors, tree: Tree) -> Iterator[Block]:
    """The whole account: the verdict, what survives, what goes when and by what."""
    yield Prose(_verdict(found))
    yield Heading("What survives", 3)
    rows = []
    for player, kept in enumerate(found.names):
        rows += [(found.form.shorts[player], name) for name in kept[:MOST_ROWS]]
        if len(kept) > MOST_ROWS:
            rows.append((found.form.shorts[player], f"and {len(kept) - MOST_ROWS:,} more"))
    yield TableBlock(("player", "strategy"), tuple(rows))
    if found.eliminated:
        yield Heading("What goes, and why", 3)
        told = tuple(_row(found, one) for one in found.eliminated[:MOST_ROWS])
        yield TableBlock(("round", "player", "strategy", "dominated by"), told, frozenset({0}))
        left = len(found.eliminated) - MOST_ROWS
        if left > 0:
            yield Prose(f"The JSON object has {left:,} more.")
    yield from _naming(found, tree)


def _naming(found: Survivors, tree: Tree) -> Iterator[Block]:
    """How the names of strategies are to be read, where they hold several actions."""
    lines = []
    for player, names in enumerate(found.form.strategies):
        if not any(" / " in name for name in names):
            continue
        sets = [held for held in tree.information_sets if held.player == player]
        if all(tree.own_choice[held.nodes[0], player] < 0 for held in sets):
            places = "; ".join(at_place(held.label) for held in sets[:MOST_PLACES])
            more = "; ..." if len(sets) > MOST_PLACES else ""
            told = f"the actions {places}{more}"
        else:
            told = "its actions in the order in which they come up, without those it excludes"
        lines.append(f"A strategy of {found.form.shorts[player]} names {told}.")
    if lines:
        yield Items(tuple(lines))


def _verdict(found: Survivors) -> str:
    rounds = max((one.round for one in found.eliminated), default=0)
    counts = [
        f"{player} {len(kept):,} of {count:,}"
        for player, kept, count in zip(found.form.shorts, found.kept, found.form.shape, strict=True)
    ]
    times = ROUNDS.get(rounds, f"in {rounds} rounds")
    whole = f"{', '.join(counts)} strategies survive"
    text = f"{capital(found.concept)}, {times}: {whole}."
    if all(len(kept) == 1 for kept in found.kept):
        text += " The game is dominance solvable."
    notes = [found.note] if found.note else []
    notes += [found.left] if found.left else []
    notes += [equal_unproved(found.unproved)] if found.unproved else []
    return " ".join([text, *(f"Note: {note}." for note in notes)])


def _row(found: Survivors, one: Elimination) -> tuple[str, ...]:
    names = found.form.strategies[one.player]
    if len(one.by) == 1:
        by = names[one.by[0][0]]
    else:
        by = ", ".join(f"{names[strategy]} with {_weight(weight)}" for strategy, weight in one.by)
    return str(one.round), found.form.shorts[one.player], names[one.strategy], by


def dominance_text(games: Games, found: Survivors, game: Game) -> str:
    """The object that ``crisis-sim dominance --json`` prints."""
    players = found.form.players
    return as_json(
        {
            **about(games),
            "parameters": {name: float(value) for name, value in game.values.items()},
            "given": given_object(game.given),
            "concept": found.concept,
            "strategies": {
                player: len(names)
                for player, names in zip(players, found.form.strategies, strict=True)
            },
            "survive": {
                player: list(kept) for player, kept in zip(players, found.names, strict=True)
            },
            "eliminated": [_elimination(found, one) for one in found.eliminated],
            "note": found.note,
            "unproved_digits": in_digits(found.unproved),
        }
    )


def _elimination(found: Survivors, one: Elimination) -> dict[str, Any]:
    names = found.form.strategies[one.player]
    return {
        "round": one.round,
        "player": found.form.players[one.player],
        "strategy": names[one.strategy],
        "strict": one.strict,
        "by": [
            {
                "strategy": names[which],
                "exact": None if isinstance(weight, Real) else str(weight),
                "probability": float(weight),
            }
            for which, weight in one.by
        ],
    }


def _weight(weight: MixtureWeight) -> str:
    """A probability; an irrational one as a decimal, and called so."""
    return f"{float(weight):.6g} (irrational)" if isinstance(weight, Real) else str(weight)
