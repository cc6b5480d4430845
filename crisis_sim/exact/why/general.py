"""The formula behind a threshold, with every name kept as a symbol."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import flint

from crisis_sim.errors import CrisisSimError
from crisis_sim.exact.algebra.enclosure import variables_at
from crisis_sim.exact.algebra.limits import TooLong
from crisis_sim.exact.algebra.points import RationalPoint, rational
from crisis_sim.exact.algebra.ring import Factor
from crisis_sim.exact.solving.answers import ExactSolver
from crisis_sim.exact.solving.family import SymbolicFamily, symbolic_family
from crisis_sim.exact.why.reasons import Cause, Reason
from crisis_sim.exact.why.worth import weightings, worth_of
from crisis_sim.formula.exactly import EXACT
from crisis_sim.formula.expression import Name, Operation, names_in
from crisis_sim.formula.expression import Number as Constant
from crisis_sim.formula.write import latex, text
from crisis_sim.numbers.rational import fraction
from crisis_sim.numbers.real import Number, is_rational, to_float
from crisis_sim.scenario.given import Values
from crisis_sim.time_limits import OutOfTime

__all__ = ["Formula", "General"]

LONGEST = 600
BITS = 128
SHORT = 60
"""A polynomial as long as this is as easy to read as anything."""

LONGER = 1.5
"""How much longer than a polynomial its two sides may be, as they say more."""

NEARLY = 1e-9
"""How near to zero, beside its terms, a polynomial vanishes at a point that had to be rounded.

It decides which formula is shown for an irrational threshold, and nothing else.
"""


@dataclass(frozen=True, slots=True)
class Formula:
    """An equation as text and LaTeX, the names in it, and a parameter as a formula of the others.

    ``solved`` is empty where the equation is not linear in the parameter or grows too long.
    """

    text: str
    latex: str
    symbols: tuple[str, ...]
    solved: str = ""


NO_FORMULA = Formula("", "", ())


class General:
    """The same family with every name that its formulas use kept as a symbol.

    Built when it is first asked for; a formula is left out where it grows too long or is not
    rational.
    """

    def __init__(self, solver: ExactSolver, fixed: Values) -> None:
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

    def point(self, values: Values) -> tuple[RationalPoint, bool]:
        """The general family's point for values of the parameters, and whether it is exact.

        Irrational definitions are taken at the nearest decimal.
        """
        _, symbolic = self._general()
        scenario = symbolic.family.scenario
        bound = scenario.bind({**self.fixed, **dict(symbolic.family.structural), **values})
        known: dict[str, Number] = {name: rational(value) for name, value in bound.items()}
        known = scenario.definitions_at(EXACT, known)
        held = [known[name] for name in symbolic.free]
        exact = [fraction(n) if is_rational(n) else Fraction(repr(to_float(n))) for n in held]
        return RationalPoint(symbolic.ring, tuple(exact)), all(map(is_rational, held))

    def formula(
        self, cause: Cause, inside: Values, there: Values, name: str, *, rounded: bool
    ) -> Formula:
        """The equation of a cause that was found ``inside`` a cell and vanishes ``there``.

        ``rounded`` says that ``there`` is a float near it. :data:`NO_FORMULA` where there is no
        short form.
        """
        try:
            solver, _ = self._general()
            same = [
                one
                for one in list(cause.again(solver, self.point(inside)[0]))
                if one.key == cause.reason.key
            ]
            point, exact = self.point(there)
            found = [one for held in same for one in _vanishing(solver, held, point)]
            if exact and not rounded:
                found = [one for one in found if point.sign(one.factor) == 0]
        except OutOfTime:
            raise
        except (CrisisSimError, ArithmeticError):
            return NO_FORMULA
        least = min(found, key=lambda one: one.size, default=None)
        if least is None or least.size > NEARLY:
            return NO_FORMULA
        try:
            return _written(solver, least, name)
        except TooLong:
            return NO_FORMULA


@dataclass(frozen=True, slots=True)
class _Vanishing:
    """A factor of one of a reason's numbers, and how far from zero it is beside its terms."""

    reason: Reason
    factor: Factor
    place: int
    size: float


def _vanishing(solver: ExactSolver, reason: Reason, point: RationalPoint) -> Iterator[_Vanishing]:
    for place, number in enumerate(reason.numbers):
        if number.constant is None:
            signature = solver.ring.signature(number)
            for factor in (*signature.odd, *signature.even):
                yield _Vanishing(reason, factor, place, _size(factor, point))


def _size(factor: Factor, point: RationalPoint) -> float:
    """How far from zero a polynomial is at a point, as a share of what its terms add up to."""
    with flint.ctx.workprec(BITS):
        known = variables_at(point.ring, [flint.arb(rational(value)) for value in point.values])
        total, terms = flint.arb(0), flint.arb(0)
        for powers, coefficient in factor.polynomial.to_dict().items():
            term = flint.arb(coefficient)
            for place, power in enumerate(powers):
                term *= known[place] ** int(power) if power else 1
            total, terms = total + term, terms + abs(term)
        return float(abs(total) / terms) if terms > 0 else 0.0


def _written(solver: ExactSolver, found: _Vanishing, name: str) -> Formula:
    ring, polynomial = solver.ring, found.factor.polynomial
    equation = Operation("==", (ring.expression(polynomial), Constant(Fraction(0))))
    if len(text(equation)) > SHORT and found.reason.members:
        sides = min(_sides(solver, found), key=lambda one: len(text(one)))
        if len(text(sides)) <= LONGER * len(text(equation)):
            equation = sides
    written = text(equation)
    if len(written) > LONGEST:
        return NO_FORMULA
    symbols = tuple(sorted(names_in(equation)))
    return Formula(
        written.replace("==", "="), latex(equation), symbols, _solved(solver, polynomial, name)
    )


def _sides(solver: ExactSolver, found: _Vanishing) -> Iterator[Operation]:
    """What the one action is worth, and what the other is worth."""
    reason = found.reason
    player = solver.tree.information_sets[reason.information_set].player
    for weighted in weightings(reason.members[found.place]):
        sides = tuple(
            worth_of(solver, weighted, action, reason.actions, player)
            for action in (reason.action, reason.other)
        )
        yield Operation("==", sides)


def _solved(solver: ExactSolver, polynomial: object, name: str) -> str:
    """The parameter as a formula of the others, where the equation is linear in it and short."""
    ring = solver.ring
    place = ring.names.index(name) if name in ring.names else -1
    if place < 0 or polynomial.degrees()[place] != 1:  # type: ignore[attr-defined]
        return ""
    slope = polynomial.derivative(f"v{place}")  # type: ignore[attr-defined]
    rest = slope * ring.variables[place] - polynomial
    solved = text(Operation("==", (Name(name), ring.ratio(rest, slope)))).replace("==", "=")
    return solved if len(solved) <= 2 * SHORT else ""
