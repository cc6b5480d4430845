"""Why an answer changes at a threshold: the incentives that vanish there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from crisis_sim.errors import CrisisSimError
from crisis_sim.exact.answers import Answer, ExactPlay, ExactSolver, Incentive
from crisis_sim.exact.cells import Cell
from crisis_sim.exact.family import SymbolicFamily, symbolic_family
from crisis_sim.exact.points import Point, RationalPoint
from crisis_sim.exact.results import Indifference
from crisis_sim.exact.ring import Factor, Quantity
from crisis_sim.formula.evaluate import FLOATS
from crisis_sim.formula.expression import Number, Operation, names_in
from crisis_sim.formula.write import latex, text

__all__ = ["General", "indifferences_at", "words_of_boundary"]

T = TypeVar("T")
MOST_TOLD = 6
LONGEST = 600


class General:
    """The same family with every name that its formulas use kept as a symbol.

    Built when it is first asked for; a general formula is left out where it grows too long or is
    not rational.
    """

    def __init__(self, solver: ExactSolver, fixed: Mapping[str, float | Fraction]) -> None:
        self.solver = solver
        self.fixed = dict(fixed)
        self._built: tuple[ExactSolver, SymbolicFamily] | None = None

    def _general(self) -> tuple[ExactSolver, SymbolicFamily]:
        if self._built is None:
            family = self.solver.symbolic.family
            names = {name for formula in family.formulas for name in names_in(formula)}
            free = sorted(names - set(family.structural))
            symbolic = symbolic_family(family, self.fixed, free)
            self._built = ExactSolver(symbolic), symbolic
        return self._built

    def point(self, values: Mapping[str, float | Fraction]) -> RationalPoint:
        """The general family's point for values of the parameters, to the nearest decimal."""
        _, symbolic = self._general()
        scenario = symbolic.family.scenario
        bound = scenario.bind({**self.fixed, **dict(symbolic.family.structural), **values})
        known = scenario.definitions_at(FLOATS, {n: float(v) for n, v in bound.items()})
        exact = [bound[n] if n in bound else Fraction(repr(float(known[n]))) for n in symbolic.free]
        return RationalPoint(symbolic.ring, tuple(exact))

    def formula(
        self, play: ExactPlay, incentive: Incentive, values: Mapping[str, float | Fraction]
    ) -> tuple[str, str]:
        """The vanishing of an incentive as text and LaTeX; empty where there is no short form."""
        try:
            solver, symbolic = self._general()
            solver.decisions.move_to(self.point(values))
            solver.parts.use(symbolic.numbers())
            same = [
                one
                for one in solver.incentives(play)
                if (one.information_set, one.action, one.other)
                == (incentive.information_set, incentive.action, incentive.other)
            ]
        except (CrisisSimError, ArithmeticError):
            return "", ""
        if len(same) != 1 or len(same[0].gains) != len(incentive.gains):
            return "", ""
        place = next(i for i, gain in enumerate(incentive.gains) if gain.constant is None)
        return _equation(solver, same[0].gains[place])


def _equation(solver: ExactSolver, gain: Quantity) -> tuple[str, str]:
    signature = solver.ring.signature(gain)
    factors = [*signature.odd, *signature.even]
    if not factors:
        return "", ""
    largest = max(factors, key=lambda factor: len(factor.polynomial.to_dict()))
    equation = Operation("==", (solver.ring.expression(largest.polynomial), Number(Fraction(0))))
    written = text(equation)
    if len(written) > LONGEST:
        return "", ""
    return written.replace("==", "="), latex(equation)


def indifferences_at(
    solver: ExactSolver,
    general: General,
    point: Point,
    cells: tuple[Cell | None, Cell, Cell | None],
    name: str,
) -> tuple[Indifference, ...]:
    """What players are indifferent about at a point where the answer changes.

    The equilibria that are not there on both sides are looked at: each incentive of theirs that
    vanishes at the point, and not everywhere, is one.
    """
    found: dict[object, Indifference] = {}
    there = [cell for cell in cells if cell is not None and cell.answer is not None]
    there.sort(key=lambda cell: cell.is_point)
    held = [(_plays(cell.answer), cell) for cell in there]
    for play, cell in changing(held):
        inside = point if cell.sample is None else RationalPoint(solver.ring, (cell.sample,))
        solver.at(inside)
        incentives = solver.incentives(play)
        solver.decisions.move_to(point)
        for incentive in incentives:
            factor = _vanishing(solver, incentive)
            key = (incentive.information_set, *sorted((incentive.action, incentive.other)))
            if factor is not None and key not in found and len(found) < MOST_TOLD:
                values = {} if cell.sample is None else {name: cell.sample}
                written = general.formula(play, incentive, values)
                found[key] = _told(solver, incentive, factor, written)
    return tuple(found.values())


def words_of_boundary(
    solver: ExactSolver, factor: Factor, sides: Sequence[tuple[Answer, Point]]
) -> tuple[str, ...]:
    """Who is indifferent between what where a factor vanishes between two answers."""
    held = [(_plays(answer), point) for answer, point in sides]
    found: dict[object, str] = {}
    for play, point in changing(held):
        solver.at(point)
        for incentive in solver.incentives(play):
            key = (incentive.information_set, *sorted((incentive.action, incentive.other)))
            if factor in _factors(solver, incentive) and key not in found:
                found[key] = _words(solver, incentive)
    return tuple(found.values())[:MOST_TOLD]


def changing(held: Sequence[tuple[dict[int, ExactPlay], T]]) -> Iterator[tuple[ExactPlay, T]]:
    """Plays that are equilibria at some of several places and not at all, each once."""
    everywhere = set.intersection(*(set(plays) for plays, _ in held)) if held else set()
    seen: set[int] = set()
    for plays, place in held:
        for terminals, play in plays.items():
            if terminals not in everywhere and terminals not in seen:
                seen.add(terminals)
                yield play, place


def _plays(answer: Answer | None) -> dict[int, ExactPlay]:
    return {play.terminals: play for play in answer.plays} if answer else {}


def _vanishing(solver: ExactSolver, incentive: Incentive) -> Factor | None:
    """The factor of an incentive that is zero at the point where the decisions stand."""
    factors = _factors(solver, incentive)
    return next((one for one in factors if solver.decisions.factor_sign(one) == 0), None)


def _factors(solver: ExactSolver, incentive: Incentive) -> list[Factor]:
    found = []
    for gain in incentive.gains:
        if gain.constant is None:
            signature = solver.ring.signature(gain)
            found += [*signature.odd, *signature.even]
    return found


def _told(
    solver: ExactSolver, incentive: Incentive, factor: Factor, general: tuple[str, str]
) -> Indifference:
    held = solver.tree.information_sets[incentive.information_set]
    return Indifference(
        player=solver.tree.players[held.player],
        information_set=held.label,
        actions=(held.actions[incentive.action], held.actions[incentive.other]),
        words=_words(solver, incentive),
        equation=f"{text(solver.ring.expression(factor.polynomial))} = 0",
        general=general[0],
        latex=general[1],
    )


def _words(solver: ExactSolver, incentive: Incentive) -> str:
    held = solver.tree.information_sets[incentive.information_set]
    labels = [one.label for one in solver.symbolic.family.scenario.players]
    player = labels[held.player] or solver.tree.players[held.player]
    action, other = held.actions[incentive.action], held.actions[incentive.other]
    words = f"{player} is indifferent between '{action}' and '{other}' at {held.label}"
    if len(incentive.gains) > 1:
        words += ", at the limit of what it may believe there"
    return words
