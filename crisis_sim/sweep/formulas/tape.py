"""The formulas of a family as one list of numbered operations, each different one once.

A :class:`Tape` is an algebra, as floats and exact numbers are. What depends on no column is worked
out at once, in exact numbers. For each operation there is an identity tag
(:mod:`crisis_sim.sweep.formulas.identities`). The list is read in two ways:
:mod:`crisis_sim.sweep.formulas.rounding` runs it at points and over ranges with bounds of the
rounding errors, and :mod:`crisis_sim.sweep.induction.straight_line` writes it out as machine code.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from crisis_sim.formula.evaluate import evaluate
from crisis_sim.formula.exactly import EXACT, Undefined
from crisis_sim.formula.expression import COMPARISONS, names_in
from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.numbers.rational import as_float, fraction, rational
from crisis_sim.numbers.real import Number, Real, is_rational, sign, to_float
from crisis_sim.scenario.given import Values
from crisis_sim.sweep.formulas.identities import residue, tag_of, variable

__all__ = ["CODES", "UNIT", "Tape", "TapeEntry", "Written", "family_tape"]

UNIT = 2.0**-53
_ORDER = ("constant", "column", "+", "-", "*", "/", "**", "neg", "abs", "ceil", "floor", "exp")
_LATER = ("log", "sqrt", "max", "min", "<", "<=", "==", "!=", ">=", ">", "and", "or", "not", "if")
CODES = {op: code for code, op in enumerate((*_ORDER, *_LATER))}
"""The operations, by the numbers that compiled code knows them by."""

STEPS = frozenset((*COMPARISONS, "and", "or", "not", "floor", "ceil"))
"""Operations whose value jumps, so that an error of their arguments may change it altogether."""


@dataclass(frozen=True, slots=True)
class TapeEntry:
    """An operation and the numbers of those it is applied to.

    ``exact`` is the value of a constant, None where it has none or is undefined; ``value`` is that
    as a float, and ``error`` by how much it is off. A column has its number as ``value``.
    """

    op: str
    arguments: tuple[int, ...]
    tag: int
    value: float = math.nan
    error: float = 0.0
    exact: Number | None = None


@dataclass(frozen=True, eq=False)
class Written:
    """A tape as arrays for compiled code.

    Attributes
    ----------
    table : (4, entries) code and arguments of each.
    constants : (2, entries) value and error of the constants.
    """

    table: NDArray[np.int64]
    constants: Floats


@dataclass(slots=True)
class Tape:
    """Operations in an order in which each stands after those that it uses."""

    entries: list[TapeEntry] = field(default_factory=list)
    numbered: dict[object, int] = field(default_factory=dict)

    def number(self, value: Fraction) -> int:
        """A constant."""
        return self._constant(rational(value), residue(value))

    def column(self, which: int, name: str) -> int:
        """The values of a column."""
        return self._add(("column", name), TapeEntry("column", (), variable(name), float(which)))

    def apply(self, op: str, arguments: tuple[int, ...]) -> int:
        """An operation; those on many numbers are taken two by two."""
        if op in ("max", "min") and len(arguments) > 2:
            first = self.apply(op, arguments[:2])
            return self.apply(op, (first, *arguments[2:]))
        held = [self.entries[one] for one in arguments]
        power = held[1].exact if op == "**" else None
        exponent = fraction(power) if power is not None and is_rational(power) else None
        tag = tag_of(op, [one.tag for one in held], exponent)
        if all(one.op == "constant" for one in held):
            return self._fold(op, arguments, tag)
        if exponent == 2:
            op, arguments = "*", (arguments[0], arguments[0])
        return self._add((op, arguments), TapeEntry(op, arguments, tag))

    def choose(self, condition: int, yes: Callable[[], int], no: Callable[[], int]) -> int:
        """``yes`` where the condition is not zero, else ``no``."""
        held = self.entries[condition]
        if held.op == "constant" and held.exact is not None:
            return yes() if sign(held.exact) else no()
        return self.apply("if", (condition, yes(), no()))

    def written(self) -> Written:
        """The tape as arrays."""
        table = np.zeros((4, len(self.entries)), dtype=np.int64)
        constants = np.zeros((2, len(self.entries)))
        for number, entry in enumerate(self.entries):
            table[0, number] = CODES[entry.op]
            table[1 : 1 + len(entry.arguments), number] = entry.arguments
            constants[:, number] = entry.value, entry.error
            if entry.op == "column":
                table[1, number] = int(entry.value)
        return Written(table, constants)

    def _fold(self, op: str, arguments: tuple[int, ...], tag: int) -> int:
        values = [self.entries[one].exact for one in arguments]
        if op != "if" and None not in values:
            try:
                found = EXACT.apply(op, tuple(values))
            except Undefined:
                found = None
            if found is not None:
                known = residue(fraction(found)) if is_rational(found) else tag
                return self._constant(found, known)
        return self._add(("undefined",), TapeEntry("constant", (), tag))

    def _constant(self, value: Number, tag: int) -> int:
        nearest = to_float(value)
        if isinstance(value, Real):
            error = 2.0 * UNIT * abs(nearest) + math.ulp(0.0)
        elif not math.isfinite(nearest):
            error = math.inf
        elif value == rational(nearest):
            error = 0.0
        else:
            error = 1.01 * as_float(abs(value - rational(nearest))) + math.ulp(0.0)
        key = ("constant", tag, nearest, error)
        return self._add(key, TapeEntry("constant", (), tag, nearest, error, value))

    def _add(self, key: object, entry: TapeEntry) -> int:
        number = self.numbered.setdefault(key, len(self.entries))
        if number == len(self.entries):
            self.entries.append(entry)
        return number


def family_tape(
    family: ParametricGame, values: Values, names: Collection[str]
) -> tuple[Tape, tuple[int, ...]]:
    """A tape with the formulas of a family, and where each of them is on it.

    Parameters
    ----------
    values : what is held fixed.
    names : what varies, in the order of the columns.

    Formulas that no payoff and no chance is made of are left out; their place is -1.
    """
    tape, scenario = Tape(), family.scenario
    varying = dict.fromkeys(names, 0.0)
    bound = scenario.bind({**values, **varying, **family.structural})
    known = {name: tape.number(value) for name, value in bound.items() if name not in varying}
    known |= {name: tape.column(which, name) for which, name in enumerate(names)}
    needed = {int(one) for one in family.chance if one >= 0}
    needed |= {one for row in family.terms for term in row for one in term.formulas if one >= 0}
    used = scenario.reached_from(
        name for number in needed for name in names_in(family.formulas[number])
    )
    known = scenario.definitions_at(tape, known, only=used)
    places = [
        evaluate(formula, tape, known) if number in needed else -1
        for number, formula in enumerate(family.formulas)
    ]
    return tape, tuple(places)
