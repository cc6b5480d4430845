"""The grammar: what binds how tightly, what is exact, what is refused where."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from crisis_sim.formula.evaluate import RATIONALS, evaluate
from crisis_sim.formula.expression import FUNCTIONS, Name, Number, Operation, names_in
from crisis_sim.formula.other_notations import as_choice
from crisis_sim.formula.parse import FormulaError, parse
from crisis_sim.formula.write import text
from tests.formula.expressions import expressions

PYTHON = [
    "1 + 2 * 3 - 4 / 8",
    "2 - 3 - 4",
    "8 / 4 / 2",
    "2 ** 3 ** 2",
    "-2 ** 2",
    "2 ** -1",
    "-2 * -3",
    "- - 3",
    "+3 - +2",
    "(1 + 2) * 3",
    "1 < 2 < 3",
    "1 < 3 < 2",
    "3 > 2 >= 2 != 1",
    "1 == 1 and 2 == 3 or 3 == 3",
    "1 == 2 and 2 == 3 or 3 == 4",
    "not 1 == 2 and 1 == 1",
    "not (1 == 1 and 1 == 2)",
    "5 if 1 < 2 else 6 if 3 < 2 else 7",
    "5 if 1 > 2 else 6 if 3 < 2 else 7",
    "(5 if 1 > 2 else 6) + 1",
    "max(1, 2, 3) - min(4, 5)",
    "abs(-3) ** 2",
    "1 + 2 < 2 * 2",
]


@pytest.mark.parametrize("formula", PYTHON)
def test_precedence_is_that_of_python(formula: str) -> None:
    value = evaluate(parse(formula).expression, RATIONALS, {})
    assert value == pytest.approx(float(eval(formula)))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.913", Fraction(913, 1000)),
        ("1/3", Fraction(1, 3)),
        (".5", Fraction(1, 2)),
        ("5.", Fraction(5)),
        ("1e3", Fraction(1000)),
        ("2.5E-2", Fraction(1, 40)),
        ("0.1 + 0.2", Fraction(3, 10)),
        ("0.1 * 3 == 0.3", Fraction(1)),
    ],
)
def test_literals_are_exact(written: str, value: Fraction) -> None:
    assert evaluate(parse(written).expression, RATIONALS, {}) == value


def test_names_and_where_they_first_stand() -> None:
    parsed = parse("max(cost, p) - p * cost_1")
    assert parsed.positions == {"cost": 4, "p": 10, "cost_1": 19}
    assert list(names_in(parsed.expression)) == ["cost", "p", "cost_1"]


def test_size_and_depth_count_what_is_written() -> None:
    expression = parse("a * a + b").expression
    assert isinstance(expression, Operation)
    assert (expression.size, expression.depth) == (5, 2)
    assert expression == parse("(a*a) + b").expression
    assert hash(expression) == hash(parse("a*a+b").expression)


@given(expressions)
def test_text_reads_back_as_the_same_formula(expression: Name | Number | Operation) -> None:
    again = parse(text(expression)).expression
    assert text(again) == text(expression)


REFUSED = [
    ("", 0, "the formula is empty", ""),
    ("  \n", 0, "the formula is empty", ""),
    ("1 +", 2, "the formula ends too early: expected a number, a name or '\\('", ""),
    ("(1", 1, "the formula ends too early: expected '\\)'", ""),
    ("1)", 1, "expected an operator or the end of the formula, found '\\)'", ""),
    ("a.b", 1, "found '.'", "A formula has no attributes"),
    ("a[0]", 1, "found '\\['", "A formula has no indexing"),
    ("{a}", 0, "found '{'", ""),
    ("'a'", 0, "found '''", "Write a word as it is"),
    ('"a"', 0, "found '\"'", "Write a word as it is"),
    ("lambda: 1", 6, "found ':'", ""),
    ("a := 1", 2, "found ':'", ""),
    ("a = 1", 2, "found '='", "Write equality as =="),
    ("a ^ 2", 2, "found '\\^'", "Write a power as a \\*\\* b"),
    ("5 % 2", 2, "found '%'", "Write 5% as 0.05"),
    ("5 // 2", 2, "found '//'", "Write division as /"),
    ("a & b", 2, "found '&'", "Write 'and'"),
    ("a | b", 2, "found '|'", "Write 'or'"),
    ("!a", 0, "found '!'", "Write 'not'"),
    ("a; b", 1, "found ';'", "Write a comma"),
    ("0,5", 1, "found ','", "Write 0.5: decimals have a point"),
    ("-a * 0,25", 6, "found ','", "Write 0.25: decimals have a point"),
    ("(0,125)", 2, "found ','", "Write 0.125: decimals have a point"),
    ("1,000", 1, "found ','", "Write 1000, or 1.000 if the comma is a decimal one"),
    ("1.000,5", 5, "found ','", "Write 1000.5: decimals have a point"),
    ("0, 5", 1, "found ','", ""),
    ("a,5", 1, "found ','", ""),
    (",5", 0, "found ','", ""),
    ("1 000", 2, "found '000'", "Write 1000 in one"),
    ("1_000", 1, "found '_000'", "Write 1000 in one"),
    ("12.5% * a", 4, "found '%'", "Write 12.5% as 0.125"),
    ("1e300 % a", 6, "found '%'", "Write a per cent as a / 100"),
    ("weak chance", 0, "no spaces, found 'weak chance'", "weak_chance(.|\n)*weak \\* chance"),
    ("1 + a b c", 4, "no spaces, found 'a b c'", "Write a_b_c"),
    ("p 2", 0, "no spaces, found 'p 2'", "Write p_2"),
    ("a " * 500, 0, "no spaces, found 'a a a", "A product is a \\* a"),
    ("p (a)", 0, "unknown function 'p'", "A product is p \\* \\("),
    ("a =< b", 2, "found '='", "Write at most as <="),
    ("a => b", 2, "found '='", "Write at least as >="),
    ("a <> b", 3, "found '>'", "Write 'differs from' as !="),
    ("5.000.000", 5, "found '.000'", "Write 5000000 in one"),
    ("£5", 0, "unexpected character '£'", "^Write 5; 'unit' says"),
    ("-$ 3", 1, "unexpected character '\\$'", "^Write -3; 'unit' says"),
    ("€3,5", 0, "unexpected character '€'", "Write 3.5: decimals have a point"),
    ("$a", 0, "unexpected character", "Write the number alone; 'unit' says"),
    ("3 million", 2, "found 'million'", "^Write 3e6\\.$"),
    ("3k", 1, "found 'k'", "^Write 3e3\\.$"),
    ("0x1F", 1, "found 'x1F'", "^Write 31\\.$"),
    ("0o17 + a", 1, "found 'o17'", "^Write 15\\.$"),
    ("12:30", 2, "found ':'", "^Write a ratio as 12/30\\.$"),
    ("1.5.2", 3, "found '.2'", "one decimal point"),
    (".inf", 0, "found '.'", "Write a finite number"),
    ("1962-10-27", 0, "a date is not a number", "Count days or years from one"),
    ("w\u0430r", 1, "unexpected character", "U\\+0430, which looks like 'a': write a\\."),
    ("ln(a)", 0, "unknown function 'ln'", "log\\(a\\)"),
    ("a == b AND c", 7, "found 'AND'", "Write 'and'"),
    ("a AND c", 2, "expected an operator, found 'AND'", "Write 'and'"),
    ("1 if a is b else 2", 7, "found 'is'", "Write equality as =="),
    ("1 if a = b else 2", 7, "found '='", "Write equality as =="),
    ("1 if a otherwise 2", 7, "found 'otherwise'", "Write 'else'"),
    ("1 when a else 2", 2, "found 'when'", "Write 'if'"),
    ("1 if a else if b then 2", 12, "found 'if'", "b if a else c"),
    ("5 lives", 2, "found 'lives'", "A unit is not written here"),
    ("a ? b : c", 0, "a choice is written as b if a else c", "^Write b if a else c\\.$"),
    ("a ? b", 2, "unexpected character '\\?'", "b if a else c"),
    ("½", 0, "unexpected character '½'", "1/2"),
    ("2 a", 2, "found 'a'", "Write multiplication as \\*"),
    ("2(a)", 1, "found '\\('", "Write multiplication as \\*"),
    ("a × b", 2, "unexpected character '×'", "Write multiplication as \\*"),
    ("−a", 0, "unexpected character '−'", "Write minus as -"),
    ("a ≤ b", 2, "unexpected character '≤'", "<="),
    ("é", 0, "unexpected character 'é'", "letters a to z"),
    ("sin(a)", 0, "unknown function 'sin'", "Known here: abs, ceil, exp"),
    ("sqr(a)", 0, "unknown function 'sqr'", "Did you mean 'sqrt'"),
    ("abs()", 4, "expected a number, a name or '\\(', found '\\)'", ""),
    ("abs(a, b)", 0, "abs takes 1 argument, found 2", ""),
    ("max(a)", 0, "max takes 2 or more arguments, found 1", ""),
    ("a if b", 5, "expected 'else'", "Say what it is otherwise, as in b if a else c"),
    ("if", 0, "found 'if'", "b if a else c"),
    ("1e301", 0, "too large an exponent", ""),
    ("9" * 41, 0, "more than 40 digits", ""),
    ("a" * 2001, 0, "longer than 2,000 characters", "'definitions'"),
    ("-" * 60 + "a", 0, "nested more than 40 deep", "'definitions'"),
    ("(" * 60 + "a" + ")" * 60, 0, "nested more than 40 deep", "'definitions'"),
    ("abs(" * 41 + "a" + ")" * 41, 0, "nested more than 40 deep", "'definitions'"),
    ("not " * 60 + "a", 0, "nested more than 40 deep", "'definitions'"),
    ("a if b else " * 60 + "a", 0, "nested more than 40 deep", "'definitions'"),
    ("2 ** " * 60 + "a", 0, "nested more than 40 deep", "'definitions'"),
    ("+".join("a" * 102), 0, "more than 100 operations in a row", "'definitions'"),
    (
        "+".join(["*".join("a" * 20)] * 40),
        0,
        "more than 500 operations",
        "'definitions'",
    ),
]


@pytest.mark.parametrize(("formula", "start", "message", "hint"), REFUSED)
def test_what_is_not_arithmetic_is_refused(
    formula: str, start: int, message: str, hint: str
) -> None:
    with pytest.raises(FormulaError, match=message) as raised:
        parse(formula)
    assert raised.value.start == start
    if hint:
        with pytest.raises(AssertionError, match=hint):
            raise AssertionError(raised.value.hint)
    else:
        assert raised.value.hint == ""


CHOICES = [
    ("if m == w then -2 else 1", "-2 if m == w else 1"),
    ("IF m = w THEN (-2) ELSE 1", "-2 if m == w else 1"),
    ("if (m is 'w'), then -2, otherwise 1", "-2 if m == w else 1"),
    ("if a > 0 then 1 else if b > 0 then 2 else 3", "1 if a > 0 else 2 if b > 0 else 3"),
    ("if a >= 0 then 1", "1 if a >= 0 else 0, if it is 0 otherwise"),
    ("IF(m = w; -2; 1)", "-2 if m == w else 1"),
    ("if(a > 0, 1, if(b > 0, 2, 3))", "1 if a > 0 else 2 if b > 0 else 3"),
    ("if a > 0: 1 else 2", "1 if a > 0 else 2"),
    ("a > 0 ? 1 : b > 0 ? 2 : 3", "1 if a > 0 else 2 if b > 0 else 3"),
]


@pytest.mark.parametrize(("elsewhere", "here"), CHOICES)
def test_a_choice_of_other_languages_is_shown_as_it_is_written_here(
    elsewhere: str, here: str
) -> None:
    with pytest.raises(FormulaError, match="a choice is written as b if a else c") as raised:
        parse(elsewhere)
    assert raised.value.hint == f"Write {here}."
    parse(here.partition(",")[0])


@pytest.mark.parametrize("text", ["IF(day > 1, , 2)", "IF(, 1, 2)", "IF(day > 1)"])
def test_a_choice_of_which_a_part_is_missing_is_none(text: str) -> None:
    assert as_choice(text) == ""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_known(name: str) -> None:
    least, _ = FUNCTIONS[name]
    parsed = parse(f"{name}({', '.join('ab'[:least])})")
    assert parsed.expression == Operation(name, tuple(Name(letter) for letter in "ab"[:least]))
