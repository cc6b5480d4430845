"""Formulas written out, as text and as LaTeX."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.formula.expression import Number
from crisis_sim.formula.parse import parse
from crisis_sim.formula.write import decimal, latex, text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(0), "0"),
        (Fraction(913, 1000), "0.913"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-7, 6), "-7/6"),
        (Fraction(100), "100"),
        (Fraction(9, 2), "4.5"),
        (Fraction(1, 10**13), "1/10000000000000"),
    ],
)
def test_the_shortest_exact_decimal(value: Fraction, shown: str) -> None:
    assert decimal(value) == shown
    assert Fraction(shown) == value


@given(st.fractions())
def test_decimals_are_exact(value: Fraction) -> None:
    assert Fraction(decimal(value)) == value


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("((a)+(b))*c", "(a + b) * c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("a/(b*c)", "a / (b * c)"),
        ("(a**b)**c", "(a**b)**c"),
        ("a**(b**c)", "a**b**c"),
        ("(-a)**b", "(-a)**b"),
        ("-(a**b)", "-a**b"),
        ("-(a+b)", "-(a + b)"),
        ("a**-b", "a**-b"),
        ("(a if b<c else d)+1", "(a if b < c else d) + 1"),
        ("a if b<c else (d if e<f else g)", "a if b < c else d if e < f else g"),
        ("(a<b and c<d) or e<f", "a < b and c < d or e < f"),
        ("a<b and (c<d or e<f)", "a < b and (c < d or e < f)"),
        ("not (a<b and c<d)", "not (a < b and c < d)"),
        ("max(a,b , c)", "max(a, b, c)"),
        ("(a<b)+c", "(a < b) + c"),
        ("(a+b)<c", "a + b < c"),
        ("(a<b)==c", "(a < b) == c"),
        ("a==(b<c)", "a == (b < c)"),
    ],
)
def test_text_has_the_fewest_parentheses(written: str, shown: str) -> None:
    assert text(parse(written).expression) == shown
    assert parse(shown).expression == parse(written).expression


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("-g - eta * n", r"-g - \eta \, n"),
        ("(1 - h) * pi", r"\left(1 - h\right) \, \pi"),
        ("delta ** months", r"\delta^{\mathit{months}}"),
        ("(a + b) ** 2", r"\left(a + b\right)^{2}"),
        ("a / (b + c)", r"\frac{a}{b + c}"),
        ("1/3 * a", r"\frac{1}{3} \, a"),
        ("sqrt(a)", r"\sqrt{a}"),
        ("abs(a - b)", r"\left|a - b\right|"),
        ("floor(a)", r"\left\lfloor a\right\rfloor"),
        ("a * -b", r"a \, \left(-b\right)"),
        ("a * 2", r"a \cdot 2"),
        ("2 * a ** 2", r"2 \, a^{2}"),
        ("a * (b / c)", r"a \, \frac{b}{c}"),
        ("max(a, b)", r"\max\left(a, b\right)"),
        ("fF + pi_upset", r"f_F + \pi_{\mathrm{upset}}"),
        ("a <= b and c != d", r"a \le b \land c \ne d"),
        ("not a > b", r"\lnot a > b"),
        ("(a < b) == c", r"\left(a < b\right) = c"),
        (
            "a if b == 1 else c",
            r"\begin{cases}a & \text{if } b = 1\\c & \text{otherwise}\end{cases}",
        ),
    ],
)
def test_latex(written: str, shown: str) -> None:
    assert latex(parse(written).expression) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [("1/3", r"\frac{1}{3}"), ("-4/3", r"-\frac{4}{3}"), ("-1/2", "-0.5")]
)
def test_a_number_in_latex(value: str, shown: str) -> None:
    assert latex(Number(Fraction(value))) == shown
