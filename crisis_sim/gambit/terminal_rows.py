"""The payoff rows of a game: what its terminals pay, and what that is called.

A file may attach outcomes anywhere on a path; what a terminal pays is their sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crisis_sim.gambit.as_written import RowsAsWritten
from crisis_sim.gambit.labels import shared_names
from crisis_sim.gambit.made_up import PayoffTexts
from crisis_sim.gambit.node_table import NodeTable
from crisis_sim.gambit.numbers import payoffs_text, write_number
from crisis_sim.game.game import Floats
from crisis_sim.game.tree import Integers
from crisis_sim.numbers.rational import ZERO, Rational, as_float, fraction

__all__ = ["Rows", "terminal_rows"]


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """Payoff rows.

    ``of_node`` is (nodes,) the row of a terminal, -1 elsewhere; ``outcome`` is (rows,) an index of
    ``names``; ``payoffs`` is (rows, players), and ``exact`` the same as exact numbers, or None
    where the floats are the numbers themselves.
    """

    of_node: Integers
    outcome: Integers
    names: Sequence[str]
    payoffs: Floats
    exact: Sequence[tuple[Rational, ...]] | None


def terminal_rows(table: NodeTable) -> Rows:
    """The rows, in the order of the file's numbers for the outcomes at the terminals.

    A terminal is called after its own outcome; without one, or if that has no name, after what it
    pays.
    """
    on_path = bool(np.any(table.nodes.outcome[table.nodes.menu >= 0] >= 0))
    return _summed(table) if on_path else _direct(table)


def _direct(table: NodeTable) -> Rows:
    """Rows where outcomes stand at terminals only; the last line of each table is no outcome."""
    nodes, outcomes = table.nodes, table.outcomes
    none = len(outcomes.number)
    numbers = np.append(outcomes.number, 0)
    terminals = np.flatnonzero(nodes.menu < 0)
    used = np.zeros(none + 1, dtype=bool)
    used[nodes.outcome[terminals]] = True
    order = np.flatnonzero(used).astype(np.int32)
    order = order[np.argsort(numbers[order], kind="stable")]
    row = np.full(none + 1, -1, dtype=np.int32)
    row[order] = np.arange(len(order), dtype=np.int32)
    of_node = np.full(len(nodes.menu), -1, dtype=np.int32)
    of_node[terminals] = row[nodes.outcome[terminals]]
    players = len(table.prologue.players)
    exact = None
    if outcomes.exact is not None:
        exact = RowsAsWritten(outcomes.exact, order, players)
    payoffs = np.vstack([outcomes.payoffs, np.zeros(players)])[order]
    return _named(table, np.append(outcomes.name, 0)[order], of_node, payoffs, exact)


def _summed(table: NodeTable) -> Rows:
    """Rows where outcomes stand on the path too. One pass over the nodes, in Python."""
    nodes, outcomes = table.nodes, table.outcomes
    paid = _path_sums(table)
    keys: dict[tuple[int, tuple[Rational, ...]], int] = {}
    numbers, names = [*outcomes.number.tolist(), 0], [*outcomes.name.tolist(), 0]
    own = nodes.outcome.tolist()
    terminals = np.flatnonzero(nodes.menu < 0).tolist()
    for node in terminals:
        keys.setdefault((own[node], paid[node]), len(keys))
    order = sorted(keys, key=lambda key: (numbers[key[0]], keys[key]))
    row = {key: number for number, key in enumerate(order)}
    of_node = np.full(len(own), -1, dtype=np.int32)
    of_node[terminals] = [row[own[node], paid[node]] for node in terminals]
    exact = [pays for _, pays in order]
    payoffs = np.asarray([[as_float(pay) for pay in pays] for pays in exact], dtype=np.float64)
    name = np.asarray([names[outcome] for outcome, _ in order], dtype=np.int32)
    return _named(table, name, of_node, payoffs, exact)


def _path_sums(table: NodeTable) -> list[tuple[Rational, ...]]:
    """(nodes,) the sum of the outcomes from the root to each node."""
    outcomes, players = table.outcomes, len(table.prologue.players)
    given = outcomes.payoffs.reshape(-1).tolist() if outcomes.exact is None else outcomes.exact
    pays = RowsAsWritten(given, np.arange(len(outcomes.number), dtype=np.int32), players)
    sums: list[tuple[Rational, ...]] = []
    parents, own = table.nodes.parent.tolist(), table.nodes.outcome.tolist()
    for parent, outcome in zip(parents, own, strict=True):
        before = sums[parent] if parent >= 0 else (ZERO,) * players
        if outcome >= 0:
            before = tuple(a + b for a, b in zip(before, pays[outcome], strict=True))
        sums.append(before)
    return sums


def _named(
    table: NodeTable,
    name: Integers,
    of_node: Integers,
    payoffs: Floats,
    exact: Sequence[tuple[Rational, ...]] | None,
) -> Rows:
    """Rows with the names of their outcomes, rows of one name sharing an outcome."""
    first, which = _distinct(table, name, payoffs)
    named = np.flatnonzero(name[first])
    if table.scanned and not len(named):
        return Rows(of_node, which, PayoffTexts(payoffs[first]), payoffs, exact)
    if table.scanned or exact is None:
        called = _made_up(payoffs[first])
    else:
        called = [payoffs_text(map(fraction, row)) for row in exact]
    given = [table.names[number] for number in name[first[named]].tolist()]
    known = np.unique(np.append(table.outcomes.name, name)).tolist()
    repetitions = shared_names(table.names[number] for number in known)
    for row, one in zip(named.tolist(), given, strict=True):
        called[row] = repetitions.get(one, one)
    index = {one: number for number, one in enumerate(dict.fromkeys(called))}
    outcome = np.fromiter(map(index.__getitem__, called), dtype=np.int32, count=len(called))
    return Rows(of_node, outcome[which], tuple(index), payoffs, exact)


def _made_up(payoffs: Floats) -> list[str]:
    """What :func:`payoffs_text` makes of each row, with each number of a column written once."""
    columns = []
    for column in payoffs.T:
        values, where = np.unique(column, return_inverse=True)
        texts = list(map(write_number, values.tolist()))
        columns.append([texts[place] for place in where.tolist()])
    brackets = f"({', '.join(['{}'] * len(columns))})"
    return list(map(brackets.format, *columns))


def _distinct(table: NodeTable, name: Integers, payoffs: Floats) -> tuple[Integers, Integers]:
    """The first of the rows that agree in name and payoffs, and for each row which that is."""
    if not table.scanned:
        every = np.arange(len(name), dtype=np.int32)
        return every, every
    from crisis_sim.gambit.distinct_rows import distinct_rows

    which, first = np.empty_like(name), np.empty_like(name)
    count = distinct_rows(np.column_stack([name, payoffs]), first, which)
    return first[:count], which
