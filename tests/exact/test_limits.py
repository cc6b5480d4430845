"""Exact work that would never end is refused, or stopped in time."""

from __future__ import annotations

import functools
import operator
import time
from typing import Any

import flint
import pytest

from crisis_sim.exact import apart, limits
from crisis_sim.exact.limits import TooLong
from crisis_sim.exact.ring import Ring
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.study import Study
from crisis_sim.time_limit import OutOfTime, check_time, passed_over, seconds_left, time_limit
from tests.bombs import scenario


def study(first: str, second: str = "0.5", names: str = "xzq") -> Study:
    held = dict.fromkeys(names, "{default: 0.5, range: [0, 2]}")
    parameters = "{" + ", ".join(f"{name}: {each}" for name, each in held.items()) + "}"
    text = scenario(first, second, parameters=parameters)
    return Study(parse_scenario(text, name="t", file="t.yaml"))


def variables(count: int) -> Any:
    return Ring([f"x{i}" for i in range(count)]).variables


@pytest.fixture
def heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything counts as heavy."""
    monkeypatch.setattr(apart, "LIGHT_FACTORING", -1)
    monkeypatch.setattr(apart, "LIGHT_ELIMINATION", -1.0)


@pytest.mark.usefixtures("heavy")
def test_algebra_apart_is_algebra() -> None:
    x, y = variables(2)
    product = (x**2 - y) ** 2 * (x + 3 * y) * flint.fmpq(-2, 3)
    content, powers = apart.factored(product)
    assert content == product.factor()[0]
    assert {(str(one), power) for one, power in powers} == {
        (str(one), int(power)) for one, power in product.factor()[1]
    }
    first, second = x * y**2 + y - 1, y**2 - x
    assert apart.resultant(first, second, 1) == first.resultant(second, "v1")
    assert apart.discriminant(first, 1) == first.discriminant("v1")
    assert apart.discriminant(first, 0) == first.discriminant("v0")


@pytest.mark.usefixtures("heavy")
def test_algebra_apart_is_stopped_in_time() -> None:
    x, y = variables(2)
    dense = sum((x**i * y**j * (7 * i + 3 * j + 1) for i in range(60) for j in range(60)), x)
    started = time.process_time()
    with time_limit(0.5), pytest.raises(OutOfTime, match="no answer in the time allowed"):
        apart.discriminant(dense, 1)
    assert time.process_time() - started < 5.0


@pytest.mark.usefixtures("heavy")
def test_one_step_of_algebra_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.01)
    x, y = variables(2)
    with pytest.raises(TooLong, match=r"one step of exact algebra would take more than"):
        apart.factored(x * y + 1)


def test_compiling_does_not_count() -> None:
    with time_limit(0.3):
        before = seconds_left()
        with passed_over(), passed_over():
            _busy(0.4)
        check_time()
        assert seconds_left() == pytest.approx(before, abs=0.1)
        _busy(0.4)
        with pytest.raises(OutOfTime, match="in the time allowed"):
            check_time()


def _busy(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_the_sooner_of_two_limits_holds() -> None:
    with time_limit(0.0), time_limit(60.0), pytest.raises(OutOfTime, match="in the time allowed"):
        check_time()
    check_time()


def test_a_product_that_would_be_too_long_is_refused_at_once() -> None:
    names = [f"p{i}" for i in range(30)]
    ring = Ring(names)
    factors = [ring.parameter(name) + ring.one for name in names]
    with pytest.raises(TooLong, match=r"up to 16,384 terms \(at most 10,000\)"):
        functools.reduce(operator.mul, factors)


def test_a_power_that_would_be_too_long_is_refused_at_once() -> None:
    ring = Ring(["x", "y", "z"])
    base = ring.parameter("x") + ring.parameter("y") + ring.parameter("z") + ring.one
    with pytest.raises(TooLong, match=r"up to 39,711 terms"):
        ring.power(base, 60)


def test_a_long_power_of_few_monomials_is_not() -> None:
    ring = Ring(["x"])
    base = ring.power(ring.parameter("x") + ring.one, 60)
    assert len(ring.power(base, 60).numerator) == 3_601


def test_roots_of_a_high_degree_are_refused() -> None:
    with pytest.raises(TooLong, match=r"degree 3,600 \(at most 500\)"):
        study("((x/2)**60 + x/3)**60 - 1/7", "2", names="xz").thresholds("x")


def test_a_boundary_too_long_to_write_is_counted() -> None:
    ring = Ring(["x", "y"])
    whole = ring.power(ring.parameter("x") + ring.parameter("y") + ring.one, 30)
    assert "a polynomial of 496 terms" in str(ring.equation(whole.numerator))
    with pytest.raises(TooLong, match=f"496 terms .at most {limits.LONGEST_WRITTEN}"):
        ring.formula(whole)


def test_a_certificate_stops_when_its_time_is_over() -> None:
    jagged = "floor(1000*x) - 2*floor(500*x) - 0.5"
    held = study(jagged, "floor(997*x*z) - 2*floor(997*x*z/2)")
    started = time.process_time()
    found = held.certify("o1", seconds=3.0)
    assert time.process_time() - started < 3.6
    assert 0.0 <= found.low <= found.high <= 1.0
