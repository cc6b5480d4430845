"""Linear programmes in exact numbers, rational or not, by the simplex method.

The table has a column for each variable at zero and a row for each of the others:

    basic + sum(table[row][column] * nonbasic) = table[row][-1],

and a last row for the objective. An inequality has a slack variable, an equation one that is kept
at zero. Irrational numbers are worked with in a common field where they have one, and else as
expressions, which grow with every pivot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crisis_sim.numbers.field import Element, Field
from crisis_sim.numbers.rational import ONE, ZERO
from crisis_sim.numbers.real import Number, Real, as_number, is_rational, sign, to_float

__all__ = ["Optimum", "maximise"]

Row = Sequence[Number | int]


@dataclass(frozen=True, slots=True)
class Optimum:
    """The greatest value of a linear programme, where it is had, and the proof.

    ``prices``, one for each inequality and then for each equation, solve the dual programme: those
    of inequalities are not negative, ``prices @ rows >= objective``, and ``prices @ right`` is the
    value too.
    """

    value: Number
    point: tuple[Number, ...]
    prices: tuple[Number, ...]


def maximise(
    objective: Row,
    rows: Sequence[Row],
    right: Row,
    *,
    equal: Sequence[Row] = (),
    equal_right: Row = (),
) -> Optimum | None:
    """Maximise ``objective @ x`` over ``x >= 0`` with ``rows @ x <= right``; None if infeasible.

    Dantzig's simplex method in two phases. The variable that promises most comes in, and where a
    step gains nothing, the first one (Bland 1977), so that it ends. A pivot costs the size of the
    table, some 0.3 microseconds for each entry that changes where numbers are rational.

    Parameters
    ----------
    objective : (variables,) numbers.
    rows, right : (constraints, variables) and (constraints,) numbers of any sign.
    equal, equal_right : the same for constraints that hold with equality.

    Raises
    ------
    ArithmeticError
        The objective has no bound.

    Examples
    --------
    >>> best = maximise([1, 1], [[2, 1], [1, 3]], [4, 6])
    >>> best.value, best.point
    (14/5, (6/5, 8/5))
    """
    table = _Table(objective, [*rows, *equal], [*right, *equal_right], len(rows))
    if not (table.meet_equations() and table.meet_inequalities()):
        return None
    table.improve()
    return table.optimum()


class _Table:
    """A simplex table; variables are numbered, and the slack of constraint ``i`` after them.

    ``barred`` are the variables that stay at zero.
    """

    def __init__(self, objective: Row, rows: Sequence[Row], right: Row, inequalities: int) -> None:
        self.variables, self.constraints = len(objective), len(rows)
        pairs = zip(rows, right, strict=True)
        self.rows = _in_field(
            [
                *([as_number(a) for a in (*row, b)] for row, b in pairs),
                [*(-as_number(a) for a in objective), ZERO],
            ]
        )
        self.columns = list(range(self.variables))
        slacks = range(self.variables, self.variables + self.constraints)
        self.basic = list(slacks)
        self.barred = set(slacks[inequalities:])

    def meet_equations(self) -> bool:
        """Bring the slacks of equations to zero; whether that can be done."""
        for row, slack in enumerate(self.basic):
            if slack not in self.barred:
                continue
            own = self.rows[row]
            column = next((j for j in self._free() if sign(own[j])), None)
            if column is not None:
                self._pivot(row, column)
            elif sign(own[-1]):
                return False
        return True

    def meet_inequalities(self) -> bool:
        """Bring every basic variable to zero or above; whether that can be done.

        A variable is added to all of them, large enough, and then minimised.
        """
        short = [i for i in self._constraints() if sign(self.rows[i][-1]) < 0]
        if not short:
            return True
        extra = self.variables + self.constraints
        for i, row in enumerate(self.rows):
            added = -ONE if i < self.constraints and self.basic[i] not in self.barred else ZERO
            row.insert(-1, added)
        self.columns.append(extra)
        self.rows.append([*([ZERO] * (len(self.columns) - 1)), ONE, ZERO])
        self._pivot(min(short, key=lambda i: self.rows[i][-1]), len(self.columns) - 1)
        self.improve()
        self.barred.add(extra)
        missing = self.rows.pop()[-1]
        if sign(missing):
            return False
        if extra in self.basic:
            place = self.basic.index(extra)
            column = next((j for j in self._free() if sign(self.rows[place][j])), None)
            if column is not None:
                self._pivot(place, column)
        return True

    def improve(self) -> None:
        """Pivot until the objective in the last row is at its greatest."""
        stalled = False
        while True:
            costs = self.rows[-1]
            improving = [j for j in self._free() if sign(costs[j]) < 0]
            if not improving:
                return
            if stalled:
                column = min(improving, key=self.columns.__getitem__)
            else:
                column = min(improving, key=lambda j: to_float(costs[j]))
            row = self._leaving(column)
            stalled = not sign(self.rows[row][-1])
            self._pivot(row, column)

    def optimum(self) -> Optimum:
        """Where the table stands."""
        point = [ZERO] * (self.variables + self.constraints + 1)
        prices = list(point)
        for variable, row in zip(self.basic, self.rows, strict=False):
            point[variable] = row[-1]
        for variable, cost in zip(self.columns, self.rows[-1], strict=False):
            prices[variable] = cost
        return Optimum(
            _plain(self.rows[-1][-1]),
            tuple(map(_plain, point[: self.variables])),
            tuple(map(_plain, prices[self.variables : -1])),
        )

    def _free(self) -> list[int]:
        """The columns whose variables may come in."""
        return [j for j, variable in enumerate(self.columns) if variable not in self.barred]

    def _constraints(self) -> list[int]:
        """The rows that bound their variable; those of redundant equations do not."""
        return [i for i, variable in enumerate(self.basic) if variable not in self.barred]

    def _leaving(self, column: int) -> int:
        """The row whose variable is at zero first, by the least number among equals."""
        best: tuple[Number, int] | None = None
        found = -1
        for i in self._constraints():
            if sign(self.rows[i][column]) <= 0:
                continue
            limit = (self.rows[i][-1] / self.rows[i][column], self.basic[i])
            if best is None or limit < best:
                best, found = limit, i
        if best is None:
            raise ArithmeticError("the linear programme has no bound")
        return found

    def _pivot(self, row: int, column: int) -> None:
        """Exchange the variables of a row and a column."""
        lead = self.rows[row]
        pivot = lead[column]
        lead[column] = ONE
        lead[:] = [value / pivot if sign(value) else ZERO for value in lead]
        changing = [j for j, value in enumerate(lead) if j != column and sign(value)]
        for i, other in enumerate(self.rows):
            factor = other[column]
            if i == row or not sign(factor):
                continue
            for j in changing:
                other[j] = _settled(other[j] - factor * lead[j])
            other[column] = -factor * lead[column]
        self.basic[row], self.columns[column] = self.columns[column], self.basic[row]


def _settled(value: Number) -> Number:
    """The number; plain zero where an expression is zero, so that none is built on it."""
    return value if is_rational(value) or sign(value) else ZERO


def _in_field(rows: list[list[Number]]) -> list[list[Number]]:
    irrational = [value for row in rows for value in row if isinstance(value, Real)]
    field = Field.of(irrational)
    if field is None:
        return rows
    return [[field.element(a) if isinstance(a, Real) else a for a in row] for row in rows]


def _plain(value: Number) -> Number:
    return value.number() if isinstance(value, Element) else value
