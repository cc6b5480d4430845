"""What holds up the equilibria at a point: every number whose sign they hang on, by its meaning.

An answer changes where one of these numbers vanishes. They are looked at in the order in which they
explain a change best: chances that vanish, and every gain that they weigh with them; what an action
gains over another; the corners of the beliefs that support an action; conditions in the scenario's
formulas; and, where the equilibria themselves stay, what decides which of them is reported. Of one
kind those come first that are nearest to what is played.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from crisis_sim.exact.algebra.points import Point
from crisis_sim.exact.algebra.ring import Factor, Quantity
from crisis_sim.exact.solving.answers import Answer, EquilibriumPlay, ExactSolver
from crisis_sim.exact.solving.beliefs import Arrival, FreeBelief, supporting_classes
from crisis_sim.formula.exactly import Undefined
from crisis_sim.game.tree import CHANCE
from crisis_sim.solve.sequential.continuation import Actions

__all__ = ["Cause", "Reason", "Side", "causes"]


@dataclass(frozen=True, eq=False)
class Reason:
    """Numbers that an answer hangs on.

    ``kind`` is ``indifference`` (what ``action`` gains over ``other`` at an information set, by
    class of nodes that belief is free on; ``members`` are those nodes, ``actions`` what is played
    after them), ``belief`` (where a belief
    that supports ``action`` begins or ends), ``chance`` (the chance of the move that leads to the
    node ``other``), ``formula`` (what conditions in formulas compare), ``passive`` (the gain under
    the passive belief), ``tie`` (what the player ``action`` gets in one equilibrium more than in
    another) or ``sign`` (anything else that was asked for).
    """

    kind: str
    numbers: tuple[Quantity, ...]
    information_set: int = -1
    action: int = -1
    other: int = -1
    members: tuple[tuple[Arrival, ...], ...] = ()
    actions: Actions = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, int, int, int]:
        """What it is about; the two actions of an indifference in either order."""
        first, second = sorted((self.action, self.other))
        return self.kind, self.information_set, first, second


Again = Callable[[ExactSolver, Point], Iterator[Reason]]
Side = tuple[Answer, Point]


@dataclass(frozen=True, eq=False)
class Cause:
    """A reason, the factor of it that vanishes, and how it is found again elsewhere.

    ``again`` gives the same reasons in another family of the same games, at the point that stands
    there for ``point``.
    """

    reason: Reason
    factor: Factor
    point: Point
    again: Again


def causes(
    solver: ExactSolver, sides: Sequence[Side], vanishes: Callable[[Factor], bool]
) -> list[Cause]:
    """Why answers differ: the first kind of reasons of which some vanish, each reason once.

    Those come first that are the fewest moves off the plays that change.
    """
    plays = _at_stake(sides)
    for group in _groups(sides):
        found: dict[object, Cause] = {}
        for again, point in group:
            for reason in list(again(solver, point)):
                factor = _first(solver, reason, vanishes)
                if factor is not None and reason.key not in found:
                    found[reason.key] = Cause(reason, factor, point, again)
        if found:
            return sorted(found.values(), key=lambda one: _off(solver, one.reason, plays))
    return []


def _at_stake(sides: Sequence[Side]) -> list[EquilibriumPlay]:
    """The plays that change; where none does, of those reported the ones that do so by passive
    beliefs, which support them at some of the places alone; else all that are reported.
    """
    if changed := [play for play, _ in changing(sides)]:
        return changed
    reported = [answer.plays[0] for answer, _ in sides if answer.plays]
    every = [play for answer, _ in sides for play in answer.plays]
    supported, others = (
        {one.terminals for one in every if one.passive is so} for so in (True, False)
    )
    return [one for one in reported if one.terminals in supported & others] or reported


def _off(solver: ExactSolver, reason: Reason, plays: Sequence[EquilibriumPlay]) -> int:
    """How many moves of players lie between plays and what a reason is about; 0 on a path."""
    if reason.information_set < 0:
        return 0
    nodes = solver.tree.information_sets[reason.information_set].nodes
    return min((_since_left(solver, node, play) for node in nodes for play in plays), default=0)


def _since_left(solver: ExactSolver, node: int, play: EquilibriumPlay) -> int:
    """The moves of players from where a play is left on the way to a node."""
    tree = solver.tree
    way = [
        (int(solver.parts.set_of[tree.parent[one]]), int(tree.branch[one]))
        for one in tree.path(node)
        if tree.parent[one] >= 0 and solver.parts.mover[tree.parent[one]] != CHANCE
    ]
    kept = (play.actions.get(one) == action for one, action in way)
    return len(way) - sum(takewhile(bool, kept))


def _first(
    solver: ExactSolver, reason: Reason, vanishes: Callable[[Factor], bool]
) -> Factor | None:
    for number in reason.numbers:
        if number.constant is None:
            signature = solver.ring.signature(number)
            for factor in (*signature.odd, *signature.even):
                if vanishes(factor):
                    return factor
    return None


def _groups(sides: Sequence[Side]) -> Iterator[list[tuple[Again, Point]]]:
    yield [(_chances, point) for _, point in sides]
    for doubtful in (False, True):
        plays = list(changing(sides, doubtful))
        yield [(_incentives(play), point) for play, point in plays]
        yield [(_beliefs(play), point) for play, point in plays]
    yield [(_formulas, point) for _, point in sides]
    reported = [(answer.plays[0], point) for answer, point in sides if answer.plays]
    for kind in (_passive, _incentives, _beliefs):
        yield [(kind(play), point) for play, point in reported]
    yield [
        (_tie(play, other), point)
        for play, point in reported
        for other, _ in reported
        if play.terminals != other.terminals
    ]
    yield [(_signs, point) for _, point in sides]


def changing(
    sides: Sequence[Side], doubtful: bool = False
) -> Iterator[tuple[EquilibriumPlay, Point]]:
    """Plays that are equilibria at some of several places and not at all, each once.

    With ``doubtful`` those whose beliefs were left undecided.
    """
    held = [
        (
            {play.terminals: play for play in (answer.undecided if doubtful else answer.plays)},
            point,
        )
        for answer, point in sides
    ]
    everywhere = set.intersection(*(set(plays) for plays, _ in held)) if held else set()
    seen: set[int] = set()
    for plays, point in held:
        for terminals, play in plays.items():
            if terminals not in everywhere and terminals not in seen:
                seen.add(terminals)
                yield play, point


def _begin(solver: ExactSolver, point: Point) -> bool:
    """Take the numbers of a point; False where a formula has no value."""
    solver.decisions.move_to(point)
    try:
        solver.parts.use(solver.symbolic.numbers())
    except Undefined:
        return False
    return True


def _incentives(play: EquilibriumPlay) -> Again:
    def again(solver: ExactSolver, point: Point) -> Iterator[Reason]:
        _begin(solver, point)
        for one, classes, gains in solver.sets(play.actions):
            action = play.actions[one]
            others = [i for i in range(solver.parts.width[one]) if i != action]
            members = tuple(tuple(group) for group in classes)
            for other, row in zip(others, gains, strict=True):
                yield Reason("indifference", row, one, action, other, members, play.actions)

    return again


def _beliefs(play: EquilibriumPlay) -> Again:
    def again(solver: ExactSolver, point: Point) -> Iterator[Reason]:
        _begin(solver, point)
        for one, classes, gains in list(solver.sets(play.actions)):
            if len(classes) > 1:
                solver.decisions.move_to(point)
                free = FreeBelief(tuple(group[0].mistakes for group in classes), gains)
                list(supporting_classes(solver.decisions, free))
                action = play.actions[one]
                yield Reason("belief", tuple(solver.decisions.asked), one, action, action)

    return again


def _chances(solver: ExactSolver, point: Point) -> Iterator[Reason]:
    chances = solver.parts.chance if _begin(solver, point) else ()
    for node, chance in enumerate(chances):
        if chance.constant is None and solver.parts.mover[solver.tree.parent[node]] == CHANCE:
            yield Reason("chance", (chance,), other=node)


def _formulas(solver: ExactSolver, point: Point) -> Iterator[Reason]:
    solver.decisions.move_to(point)
    with contextlib.suppress(Undefined):
        solver.symbolic.numbers()
    yield Reason("formula", tuple(solver.decisions.asked))


def _signs(solver: ExactSolver, point: Point) -> Iterator[Reason]:
    solver.at(point)
    yield Reason("sign", tuple(solver.decisions.asked))


def _passive(play: EquilibriumPlay) -> Again:
    def again(solver: ExactSolver, point: Point) -> Iterator[Reason]:
        _begin(solver, point)
        for one, classes, gains in solver.sets(play.actions):
            if len(classes) == 1:
                continue
            action = play.actions[one]
            others = [i for i in range(solver.parts.width[one]) if i != action]
            likely = solver.parts.likely(classes)
            members = (tuple(member for i in likely for member in classes[i]),)
            for other, row in zip(others, gains, strict=True):
                total = solver.parts.total(row, likely)
                yield Reason("passive", (total,), one, action, other, members, play.actions)

    return again


def _tie(play: EquilibriumPlay, other: EquilibriumPlay) -> Again:
    def again(solver: ExactSolver, point: Point) -> Iterator[Reason]:
        _begin(solver, point)
        first, second = (solver.parts.value(0, one.actions, {}) for one in (play, other))
        for player, (mine, theirs) in enumerate(zip(first, second, strict=True)):
            yield Reason("tie", (mine - theirs,), action=player)

    return again
