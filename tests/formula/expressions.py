"""Random formulas."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from crisis_sim.formula.expression import Expression, Name, Number, Operation

NAMES = ("a", "b", "c_1")

numbers = st.builds(Fraction, st.integers(0, 40), st.sampled_from([1, 2, 4, 5, 10]))
leaves: st.SearchStrategy[Expression] = st.one_of(
    numbers.map(Number), st.sampled_from(NAMES).map(Name)
)


def _operations(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    pairs = st.tuples(inner, inner)
    two = st.builds(Operation, st.sampled_from(["+", "-", "*", "/"]), pairs)
    named = st.builds(Operation, st.sampled_from(["max", "min"]), pairs)
    one = st.builds(Operation, st.sampled_from(["neg", "abs"]), st.tuples(inner))
    power = st.builds(
        lambda base, exponent: Operation("**", (base, Number(Fraction(exponent)))),
        inner,
        st.integers(0, 3),
    )
    compared = st.builds(Operation, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), pairs)
    truth = st.builds(
        lambda op, left, right: Operation(op, (left, right)),
        st.sampled_from(["and", "or"]),
        compared,
        compared,
    )
    choice = st.builds(
        lambda condition, yes, no: Operation("if", (condition, yes, no)),
        st.one_of(compared, truth, truth.map(lambda t: Operation("not", (t,)))),
        inner,
        inner,
    )
    return st.one_of(two, two, named, one, power, choice)


expressions = st.recursive(leaves, _operations, max_leaves=12)
