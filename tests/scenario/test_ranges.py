"""What parameters and definitions range over."""

from __future__ import annotations

from fractions import Fraction

import pytest

import crisis_sim as cs
from crisis_sim.scenario.ranges import as_parameter, own_range

CABLE = cs.load("cuba-1962-cable").scenario


def test_a_parameter_is_itself_with_the_value_given() -> None:
    assert as_parameter(CABLE, "pi") == CABLE.parameters["pi"]
    assert as_parameter(CABLE, "pi", {"pi": Fraction(1, 5)}).default == Fraction(1, 5)


def test_a_definition_is_made_of_the_values_of_its_parts() -> None:
    hazard = as_parameter(CABLE, "h")
    assert hazard.default == Fraction(2, 25)  # 1/3 * 0.8 * 0.3
    assert hazard.range == (0, Fraction(12, 25))  # 0.6 * 1 * 0.8
    assert hazard.meaning == CABLE.definitions["h"].meaning
    assert as_parameter(CABLE, "h", {"rho": Fraction(1, 2)}).default == Fraction(1, 20)
    assert as_parameter(CABLE, "h", {"h": Fraction(1, 10)}).default == Fraction(1, 10)


def test_what_is_not_rational_is_rounded() -> None:
    low, high = own_range(CABLE, "d")  # 0.98 to the power of 4 to 5, delta up to 1
    assert low is not None
    assert high is not None
    assert 0 < low < Fraction(913, 1000) < high <= 1


def test_what_cannot_be_followed_is_refused() -> None:
    with pytest.raises(cs.InputError, match="Did you mean 'pi'"):
        as_parameter(CABLE, "pii")
    of_state = next(iter(CABLE.of_state))
    with pytest.raises(cs.InputError, match="depends on the state of play"):
        as_parameter(CABLE, of_state)
