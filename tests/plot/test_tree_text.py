"""Numbers, formulas and names as the picture of a tree writes them."""

from __future__ import annotations

import pytest
from matplotlib.mathtext import MathTextParser

from crisis_sim.formula.parse import parse
from crisis_sim.formula.write import latex, text
from crisis_sim.game.unfold import unfold
from crisis_sim.plot.numbers import probability, written
from crisis_sim.plot.tree.formulas import FormulaText, payoff_formulas
from crisis_sim.plot.tree.text import formula_math, halves
from crisis_sim.scenario.library import load


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [(-3.6, 2, "−3.60"), (9.478, 2, "9.48"), (-0.001, 2, "0.00"), (float("nan"), 1, "–")],
)
def test_numbers_have_a_true_minus_and_no_negative_zero(
    value: float, places: int, expected: str
) -> None:
    assert written(value, places) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.5, "0.50"),
        (0.276, "0.276"),
        (1 / 3, "0.333"),
        (0.0004, "0.0004"),
        (0.99999, "0.99999"),
        (0.0, "0"),
        (1.0, "1"),
        (1e-15, "0"),
        (1 - 1e-15, "1"),
    ],
)
def test_a_probability_never_reads_as_a_false_0_or_1(value: float, expected: str) -> None:
    assert probability(value) == expected


def test_names_are_broken_in_the_middle_and_probabilities_keep_together() -> None:
    assert halves("settled, Turkey in public") == ("settled, Turkey", "in public")
    assert halves("control lost (0.276)") == ("control lost", "(0.276)")
    assert halves("indivisible") == ("indivisible",)


@pytest.mark.parametrize(
    "formula",
    [
        "a <= b",
        "a != b",
        "a and not b",
        "a or b >= c",
        "a if c else b",
        "max(a, b)",
        "floor(a)",
        "a / b",
        "a ** (b + c)",
        "omega * W",
        "pi_upset * fF",
        "sqrt(a) + exp(b)",
    ],
)
def test_every_formula_is_written_so_that_matplotlib_can_set_it(formula: str) -> None:
    parsed = parse(formula)
    expression = getattr(parsed, "expression", parsed)
    shown = formula_math(FormulaText(text(expression), latex(expression)))
    assert shown
    MathTextParser("path").parse(shown)


def test_payoffs_of_the_cable_are_rows_of_signed_terms() -> None:
    family = unfold(load("cuba-1962-cable"))
    tree = family.tree
    found = {
        tree.label(int(node)): [one.plain for one in payoff_formulas(family, int(node))]
        for node in tree.terminals[::-1]
        if "flexible" in {tree.move_label(step) for step in tree.path(int(node))}
    }
    assert found["settled, Turkey in secret"] == ["-g - tU", "e + q - fF + d * tS"]
    assert found["promise broken, exposed"] == ["-g - kappa - eta * n", "e + q - fF + x"]
    assert found["settled on the pledge alone"] == ["-g", "e + q - fF"]


def test_payoffs_that_are_numbers_have_no_formulas() -> None:
    family = unfold(load("brinkmanship"))
    assert payoff_formulas(family, int(family.tree.terminals[0])) == ()
