"""Linear equations in exact numbers: solutions solve them, and are found where there is one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.numbers.linear import dot, echelon, only_solution
from crisis_sim.numbers.rational import rational
from crisis_sim.numbers.real import Number, power

ENTRIES = st.integers(-3, 3)
TABLES = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.lists(ENTRIES, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
)


def numbers(values: list[int]) -> list[Number]:
    return [rational(Fraction(value)) for value in values]


@given(TABLES)
def test_an_echelon_form_spans_what_its_rows_spanned(rows: list[list[int]]) -> None:
    table, pivots = echelon([numbers(row) for row in rows], len(rows[0]))
    for place, column in enumerate(pivots):
        assert [row[column] for row in table] == [int(i == place) for i in range(len(table))]
    for row in table[len(pivots) :]:
        assert not any(row)
    for row in rows:
        parts = [row[column] for column in pivots]
        combined = [
            sum((part * own[i] for part, own in zip(parts, table, strict=False)), rational(0))
            for i in range(len(row))
        ]
        assert combined == row


@given(TABLES, st.data())
def test_the_only_solution_solves(rows: list[list[int]], data: st.DataObject) -> None:
    matrix = [numbers(row) for row in rows]
    wanted = numbers(data.draw(st.lists(ENTRIES, min_size=len(rows[0]), max_size=len(rows[0]))))
    right = [dot(row, wanted) for row in matrix]
    full = len(echelon(matrix, len(wanted))[1]) == len(wanted)
    assert only_solution(matrix, right) == (tuple(wanted) if full else None)


@pytest.mark.parametrize("right", [[1, 2, 4], [1, 3, 4]])
def test_equations_that_contradict_each_other_have_none(right: list[int]) -> None:
    matrix = [numbers(row) for row in ([1, 0], [0, 1], [1, 1])]
    assert only_solution(matrix, numbers(right)) == ((1, 3) if right[1] == 3 else None)


def test_irrational_entries_are_eliminated_exactly() -> None:
    root = power(rational(2), Fraction(1, 2))
    rows = [[root, rational(1), rational(3)], [rational(2), root, 3 * root]]
    table, pivots = echelon(rows, 2)
    assert pivots == [0]
    assert table[1] == [0, 0, 0]
