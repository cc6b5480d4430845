"""Probabilities of the senders that make receivers indifferent.

Let the senders of one layer mix. In a child part each of whose first nodes follows one choice of
the layer, a receiver's values under two solutions ``C`` and ``D`` that part at its information set
alone differ by ``sum over first nodes x of weight(x) * (C(x) - D(x))``, and each weight is a
constant or a constant times one sender's probability. Indifference is thus a linear equation, and
as many child parts as the senders have free probabilities pin them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number
from crisis_sim.solve.sequential.continuation import Actions
from crisis_sim.solve.sequential.mixed_equations import interior_solution
from crisis_sim.solve.sequential.mixed_forks import parting
from crisis_sim.solve.sequential.mixed_parts import MixedParts
from crisis_sim.solve.sequential.trembles import Reached, belief_classes

__all__ = ["sender_mixtures"]

Equation = tuple[Number, ...]
"""The coefficients of the probabilities, and the constant."""


def sender_mixtures(
    parts: MixedParts,
    nodes: Sequence[Reached],
    actions: Actions,
    supports: Mapping[int, tuple[int, ...]],
) -> Iterator[Actions]:
    """The actions with mixtures on ``supports`` under which enough receivers are indifferent."""
    even = dict(actions)
    for one, support in supports.items():
        share = ONE / len(support)
        even[one] = parts.mixture(_spread(parts, one, support, [share] * len(support)))
    columns = {
        parts.game.tree.choice_start[one] + action: place
        for place, (one, action) in enumerate(
            (one, action) for one, support in supports.items() for action in support
        )
    }
    by_part = _equations(parts, nodes, even, columns)
    sums = _sums(supports, len(columns))
    needed = len(columns) - len(supports)
    seen: set[Equation] = set()
    for chosen in itertools.combinations(by_part, needed):
        for rows in itertools.product(*chosen):
            matrix = [*sums, *(row[:-1] for row in rows)]
            right = [ONE] * len(sums) + [-row[-1] for row in rows]
            solution = interior_solution(matrix, right)
            if solution is not None and solution not in seen:
                seen.add(solution)
                yield _mixed(parts, actions, supports, solution)


def _sums(supports: Mapping[int, tuple[int, ...]], count: int) -> list[list[Number]]:
    """For each sender the row that adds up its probabilities."""
    rows, place = [], 0
    for support in supports.values():
        inside = range(place, place + len(support))
        rows.append([ONE if i in inside else ZERO for i in range(count)])
        place += len(support)
    return rows


def _mixed(
    parts: MixedParts,
    actions: Actions,
    supports: Mapping[int, tuple[int, ...]],
    chances: Sequence[Number],
) -> Actions:
    mixed, place = dict(actions), 0
    for one, support in supports.items():
        here = chances[place : place + len(support)]
        mixed[one] = parts.mixture(_spread(parts, one, support, here))
        place += len(support)
    return mixed


def _spread(
    parts: MixedParts, one: int, support: Sequence[int], chances: Sequence[Number]
) -> tuple[Number, ...]:
    by_action = dict(zip(support, chances, strict=True))
    return tuple(by_action.get(action, ZERO) for action in range(parts.width[one]))


def _equations(
    parts: MixedParts, nodes: Sequence[Reached], even: Actions, columns: Mapping[int, int]
) -> list[list[Equation]]:
    """For each child part the equations any one of which makes a receiver in it indifferent."""
    column: dict[int, int] = {}
    first: list[Reached] = []
    for reached in nodes:
        one = parts.set_of[reached.node]
        size = sum(chance > 0 for chance in parts.chances(one, even[one]))
        for branch, child in enumerate(parts.children[reached.node]):
            step = parts.step(reached, branch, child, even)
            place = columns.get(parts.choice[child], -1)
            if place >= 0:
                step = Reached(child, step.weight * size, step.mistakes)
            for after in parts.past_chance(step):
                column[after.node] = place
                first.append(after)
    found = []
    for part in parts.split(first):
        classes = belief_classes(part)
        likely = [reached for reached in part if reached.node in classes[0].nodes]
        # Where every node follows the same choice, beliefs do not depend on its probability.
        if len(classes) == 1 and len({column[reached.node] for reached in likely}) > 1:
            found.append(_indifferences(parts, part, likely, column, even, len(columns)))
    return [rows for rows in found if rows]


def _indifferences(
    parts: MixedParts,
    part: Sequence[Reached],
    likely: Sequence[Reached],
    column: Mapping[int, int],
    actions: Actions,
    count: int,
) -> list[Equation]:
    """One equation for each pair of plays that part at one information set.

    The plays are those that any beliefs at the first nodes allow.
    """
    tag = int(parts.game.tree.choice_start[-1]) + 1
    anywhere = [Reached(r.node, ONE, frozenset({tag + r.node})) for r in part]
    rows: dict[Equation, None] = {}
    for one, other in itertools.combinations(parts.part(anywhere, actions), 2):
        first, second = one.kept[0], other.kept[0]
        parted = parting(parts, part, first.actions, second.actions)
        if len(parted) != 1:
            continue
        player = parts.mover[parts.members[parted.pop()][0]]
        row: list[Number] = [ZERO] * (count + 1)
        for reached in likely:
            difference = first.values[reached.node][player] - second.values[reached.node][player]
            row[column[reached.node]] += reached.weight * difference
        first_one = next((value for value in row[:-1] if value != 0), None)
        if first_one is not None:
            rows[tuple(value / first_one for value in row)] = None
    return list(rows)
