"""Exact work that would never end is refused, or stopped in time."""

from __future__ import annotations

import functools
import itertools
import operator
import os
import subprocess
import sys
import time
from typing import Any

import flint
import pytest

from crisis_sim.errors import NotSolved, WorkerLost
from crisis_sim.exact import nearest
from crisis_sim.exact.algebra import apart, limits
from crisis_sim.exact.algebra.limits import TooLong
from crisis_sim.exact.algebra.ring import Ring
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.solve import plays
from crisis_sim.study import Study
from crisis_sim.study_files import load
from crisis_sim.time_limits import OutOfTime, check_time, passed_over, seconds_left, time_limit
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
    """Everything counts as heavy, and nothing may take longer than a minute by the clock."""
    monkeypatch.setattr(apart, "LIGHT_FACTORING", -1)
    monkeypatch.setattr(apart, "LIGHT_ELIMINATION", -1.0)
    monkeypatch.setattr(apart, "MOST_SECONDS_BY_THE_CLOCK", 60.0)


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


def dense(side: int) -> Any:
    x, y = variables(2)
    powers = itertools.product(range(side), repeat=2)
    return sum((x**i * y**j * (7 * i + 3 * j + 1) for i, j in powers), x)


BEFORE = "import sys; from crisis_sim.exact.algebra import apart\n"
WORK = "apart.main(float(sys.argv[1]), int(sys.argv[2]))"


def played(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Have a process do something else than its job."""
    run = subprocess.run

    def instead(command: list[str], **options: Any) -> Any:
        return run([command[0], "-c", code, *command[3:]], **options)

    monkeypatch.setattr(subprocess, "run", instead)


@pytest.mark.usefixtures("heavy")
def test_algebra_apart_is_stopped_in_time() -> None:
    before = os.times()
    with time_limit(0.5), pytest.raises(OutOfTime, match="no answer in the time allowed"):
        apart.discriminant(dense(60), 1)
    assert os.times().children_user - before.children_user < 5.0


def test_the_time_of_processes_waited_for_counts() -> None:
    busy = "import time\nwhile time.process_time() < 0.6: pass"
    with time_limit(0.5):
        subprocess.run([sys.executable, "-c", busy], check=True)
        with pytest.raises(OutOfTime, match="in the time allowed"):
            check_time()


def test_waiting_does_not_count() -> None:
    with time_limit(0.5):
        subprocess.run([sys.executable, "-c", "import time; time.sleep(0.8)"], check=True)
        assert seconds_left() > 0.2


@pytest.mark.usefixtures("heavy")
def test_a_process_that_waits_for_its_turn_is_not_out_of_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played(monkeypatch, f"{BEFORE}import time; time.sleep(3)\n{WORK}")
    x, y = variables(2)
    with time_limit(2.5):
        assert len(apart.factored(x * y)[1]) == 2


@pytest.mark.usefixtures("heavy")
def test_a_process_that_is_stuck_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    played(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(apart, "MOST_SECONDS_BY_THE_CLOCK", 0.5)
    with pytest.raises(TooLong, match="by the clock"):
        apart.factored(dense(2))


@pytest.mark.usefixtures("heavy")
def test_one_step_of_algebra_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    assert apart.MOST_SECONDS == 30.0
    monkeypatch.setattr(apart, "MOST_SECONDS", 0.2)
    with pytest.raises(TooLong, match="one step of exact algebra would take more than 0 s; "):
        apart.discriminant(dense(60), 1)


@pytest.mark.usefixtures("heavy")
@pytest.mark.parametrize(
    "code",
    [
        "apart._work = lambda _: bytearray(900_000_000)",
        "apart._work = lambda _: bool(apart.flint.fmpz(3) ** 6_000_000_000)",
        "apart._work = lambda _: bool(apart.flint.fmpz_poly([1] * 9) ** 100_000_000)",
    ],
    ids=["Python", "GMP", "FLINT"],
)
def test_one_step_of_algebra_that_takes_too_much_memory_is_refused(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each asks for some 900 MB, or more."""
    played(monkeypatch, f"{BEFORE}{code}\n{WORK}")
    with pytest.raises(TooLong, match="would take too much memory"):
        apart.factored(dense(2))


@pytest.mark.usefixtures("heavy")
def test_memory_that_is_allowed_may_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    more = "held = apart._work\napart._work = lambda job: bytes(300_000_000) and held(job)\n"
    played(monkeypatch, f"{BEFORE}{more}{WORK}")
    x, y = variables(2)
    assert len(apart.factored(x * y)[1]) == 2


@pytest.mark.usefixtures("heavy")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("1 / 0", r"status 1:\n.*ZeroDivisionError"),
        ("import os; os.abort()", r"status -6:\n"),
        ("import sys; sys.exit(5)", "status 5:"),
    ],
    ids=["exception", "abort", "status"],
)
def test_a_defect_is_no_refusal(code: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    played(monkeypatch, f"{BEFORE}apart._bound(9.0, 10**9); {code}")
    with pytest.raises(RuntimeError, match=f"(?s){said}"):
        apart.factored(dense(2))


@pytest.mark.usefixtures("heavy")
def test_a_process_that_was_killed_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    played(monkeypatch, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(WorkerLost, match="was killed; run it once more"):
        apart.factored(dense(2))


@pytest.mark.usefixtures("heavy")
def test_where_processor_time_cannot_be_bounded_the_clock_bounds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(apart, "_BOUNDED", False)
    with time_limit(0.5), pytest.raises(OutOfTime, match="in the time allowed"):
        apart.factored(dense(2))


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


def test_roots_of_a_high_degree_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is factored, however fast the machine."""
    played(monkeypatch, "1 / 0")
    with pytest.raises(TooLong, match=r"degree 3,600 \(at most 500\)"):
        study("((x/2)**60 + x/3)**60 - 1/7", "2", names="xz").thresholds("x")


def test_repeated_factors_do_not_add_to_the_degree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LIGHT_FACTORING", 5_000)
    x, _ = variables(2)
    content, powers = apart.factored((x + 1) ** 2_400)
    assert (content, powers) == (1, [(x + 1, 2_400)])


def test_ties_that_lead_to_too_many_plays_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plays, "MOST_PLAYS", 1)
    with pytest.raises(NotSolved, match=r"more than 1 different .* that breaks"):
        study("x").thresholds("x")


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
    found = held.certify("o1", seconds=2.0)
    assert 2.0 < time.process_time() - started < 3.2
    assert 0.0 <= found.low <= found.high <= 1.0


def test_other_work_on_the_machine_takes_no_time_from_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = load("brinkmanship")
    monkeypatch.setattr(nearest, "SHARES", (2.0, 0.5))  # what is not proved, and what is
    alone = game.certify("retreat", tol=0.05, draws=9), game.nearest()
    monkeypatch.setattr(time, "perf_counter", itertools.count(0.0, 1000.0).__next__)
    share, change = game.certify("retreat", tol=0.05, draws=9), game.nearest()
    assert (share.low, share.high, share.draws) == (alone[0].low, alone[0].high, 9)
    assert change.proved == alone[1].proved > 0
