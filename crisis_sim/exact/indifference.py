"""Why an answer changes at a threshold: the incentives that vanish there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

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

__all__ = ["General", "indifferences_at"]

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
    for play, cell in _changing(cells):
        solver.at(_point_in(solver, cell, point))
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


def _point_in(solver: ExactSolver, cell: Cell, point: Point) -> Point:
    if cell.sample is None:
        return point
    return RationalPoint(solver.ring, (cell.sample,))


def _changing(cells: tuple[Cell | None, Cell, Cell | None]) -> Iterator[tuple[ExactPlay, Cell]]:
    """Plays that are equilibria on one side, or at the point, and not on every side."""
    there = [cell for cell in cells if cell is not None and cell.answer is not None]
    held = [_plays(cell.answer) for cell in there]
    everywhere = set.intersection(*(set(plays) for plays in held)) if held else set()
    sides = [(cell, plays) for cell, plays in zip(there, held, strict=True) if not cell.is_point]
    points = [(cell, plays) for cell, plays in zip(there, held, strict=True) if cell.is_point]
    seen: set[int] = set()
    for cell, plays in [*sides, *points]:
        for terminals, play in plays.items():
            if terminals not in everywhere and terminals not in seen:
                seen.add(terminals)
                yield play, cell


def _plays(answer: Answer | None) -> dict[int, ExactPlay]:
    return {play.terminals: play for play in answer.plays} if answer else {}


def _vanishing(solver: ExactSolver, incentive: Incentive) -> Factor | None:
    """The factor of an incentive that is zero at the point where the decisions stand."""
    for gain in incentive.gains:
        if gain.constant is not None:
            continue
        signature = solver.ring.signature(gain)
        for factor in (*signature.odd, *signature.even):
            if solver.decisions.factor_sign(factor) == 0:
                return factor
    return None


def _told(
    solver: ExactSolver, incentive: Incentive, factor: Factor, general: tuple[str, str]
) -> Indifference:
    held = solver.tree.information_sets[incentive.information_set]
    player = solver.tree.players[held.player]
    label = _player_label(solver, held.player)
    action, other = held.actions[incentive.action], held.actions[incentive.other]
    words = f"{label} is indifferent between '{action}' and '{other}' at {held.label}"
    if len(incentive.gains) > 1:
        words += ", at the limit of what it may believe there"
    equation = f"{text(solver.ring.expression(factor.polynomial))} = 0"
    return Indifference(
        player, held.label, (action, other), words, equation, general[0], general[1]
    )


def _player_label(solver: ExactSolver, player: int) -> str:
    players: Iterable[str] = [one.label for one in solver.symbolic.family.scenario.players]
    return list(players)[player] or solver.tree.players[player]
