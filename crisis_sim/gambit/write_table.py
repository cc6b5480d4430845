"""A file's own tables written as an ``.efg`` file again, with every label in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from crisis_sim.gambit.labels import clean, quote
from crisis_sim.gambit.node_table import NodeTable
from crisis_sim.gambit.numbers import write_number
from crisis_sim.gambit.prologue import player_names
from crisis_sim.game.distinct import distinct

__all__ = ["write_table"]


def write_table(table: NodeTable) -> str:
    """The text of an ``.efg`` file that says what ``table`` says; a line for each node.

    Unlike :func:`~crisis_sim.gambit.write_efg.write_efg`, which writes the game that comes of it,
    this keeps outcomes on the way, names of chance's information sets, and all numbers of sets and
    outcomes. Labels that repeat are numbered and moves without one called by their places, as
    Gambit demands; chances are divided by their sum where that is not one. Costs some microseconds
    a node.
    """
    prologue = table.prologue
    players = distinct(player_names(tuple(map(clean, prologue.players))))
    head = f"EFG 2 R {quote(clean(prologue.title))} {{ {' '.join(map(quote, players))} }}\n"
    return f"{head}{quote(prologue.comment)}\n\n{''.join(_lines(table))}"


def _lines(table: NodeTable) -> Iterator[str]:
    nodes = table.nodes
    names = _apart(table.names[name] for name in nodes.name.tolist())
    menus, outcomes = _menus(table), _outcomes(table)
    rows = zip(names, nodes.menu.tolist(), nodes.outcome.tolist(), strict=True)
    for name, menu, outcome in rows:
        letter, choice = menus[menu] if menu >= 0 else ("t", "")
        yield f"{letter} {quote(name)} {choice}{outcomes[outcome]}\n"


def _apart(labels: Iterator[str]) -> list[str]:
    """The labels, repeated ones numbered; those that are empty stay so."""
    every = list(labels)
    named = iter(distinct([label for label in every if label]))
    return [next(named) if label else "" for label in every]


def _menus(table: NodeTable) -> list[tuple[str, str]]:
    """For each menu the letter of its nodes, and the text of its number, name and moves."""
    menus = table.menus
    owners = menus.player.tolist()
    labels = [table.names[name] for name in menus.name.tolist()]
    of_players = iter(_apart(x for x, owner in zip(labels, owners, strict=True) if owner))
    of_chance = iter(_apart(x for x, owner in zip(labels, owners, strict=True) if not owner))
    chance = menus.chance.tolist() if menus.exact is None else menus.exact
    starts, moves = menus.start.tolist(), menus.moves.tolist()
    texts = []
    for menu, (owner, number) in enumerate(zip(owners, menus.number.tolist(), strict=True)):
        own = slice(starts[menu], starts[menu + 1])
        given = [table.names[move] for move in moves[own]]
        called = [quote(one) for one in distinct([x or str(n) for n, x in enumerate(given, 1)])]
        if owner:
            name = quote(next(of_players))
            texts.append(("p", f"{owner} {number} {name} {{ {' '.join(called)} }} "))
            continue
        name = quote(next(of_chance))
        each = [f"{x} {write_number(p)}" for x, p in zip(called, _whole(chance[own]), strict=True)]
        texts.append(("c", f"{number} {name} {{ {' '.join(each)} }} "))
    return texts


def _whole(chances: Sequence[Fraction | float]) -> list[Fraction]:
    """Chances as exact numbers that add up to one."""
    exact = [Fraction(repr(one)) if isinstance(one, float) else one for one in chances]
    total = sum(exact, Fraction(0))
    return exact if total == 1 else [one / total for one in exact]


def _outcomes(table: NodeTable) -> list[str]:
    """For each outcome the text of its number, name and payoffs; the last is that of none."""
    outcomes, players = table.outcomes, len(table.prologue.players)
    payoffs: Sequence[Fraction | float] = (
        outcomes.payoffs.ravel().tolist() if outcomes.exact is None else outcomes.exact
    )
    names = _apart(table.names[name] for name in outcomes.name.tolist())
    texts = []
    for place, (number, name) in enumerate(zip(outcomes.number.tolist(), names, strict=True)):
        own = payoffs[place * players : (place + 1) * players]
        texts.append(f"{number} {quote(name)} {{ {', '.join(map(write_number, own))} }}")
    return [*texts, "0"]
