"""What is handed back in Python when time is over, or work is interrupted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim import time_limits
from crisis_sim.errors import NotSolved
from crisis_sim.interruption import Interrupted, undivided
from crisis_sim.sweep import sensitivity
from crisis_sim.sweep.block import Status
from crisis_sim.sweep.results.result import sweep_in_memory
from crisis_sim.sweep.running import progress
from crisis_sim.sweep.running.solve_part import PartSolver
from crisis_sim.time_limits import (
    OutOfTime,
    as_found,
    finished,
    others_counted,
    seconds_spent,
    unfinished,
)

CABLE = "cuba-1962-cable"


class Interrupts:
    """A reporter that is interrupted, as by Ctrl-C, when it is told for the nth time."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.notes: list[str] = []

    def __call__(self, _done: int, note: str = "", /) -> None:
        self.notes.append(note)
        if len(self.notes) > self.after:
            raise KeyboardInterrupt


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[float], None]]:
    """Lets processor time pass."""
    now = 0.0

    def passes(seconds: float) -> None:
        nonlocal now
        now += seconds

    monkeypatch.setattr(time_limits, "seconds_spent", lambda: now)
    monkeypatch.setattr(time_limits, "MOMENT", 0.0)
    return passes


def test_cases_that_were_not_solved_say_so_when_interrupted() -> None:
    with pytest.raises(Interrupted) as stop:
        cs.load(CABLE).compare(["NATO cheap", "slow delivery"], report=Interrupts(2))
    whole = cs.load(CABLE).compare(["NATO cheap", "slow delivery"])
    found = stop.value.found
    assert [one.name for one in found.cases] == [one.name for one in whole.cases]
    assert [bool(one.failure) for one in found.cases] == [False, False, True]
    assert found.left == "slow delivery: not solved, being interrupted"
    assert found.cases[1].account == whole.cases[1].account


def test_cases_that_were_not_solved_say_so_when_time_is_over(
    clock: Callable[[float], None],
) -> None:
    def tell(done: int, _note: str = "", /) -> None:
        clock(6.0 * (done == 1))

    with cs.time_limit(5.0):
        found = cs.load(CABLE).compare(["NATO cheap", "slow delivery"], report=tell)
    assert found.left == "NATO cheap, slow delivery: no answer in the time allowed"
    assert not found.cases[0].failure


def test_parameters_that_were_not_followed_say_so() -> None:
    study = cs.load("brinkmanship")
    with pytest.raises(Interrupted) as stop:
        study.every_threshold(["p", "q"], report=Interrupts(1))
    found = stop.value.found
    assert [one.parameter for one in found.found] == ["p"]
    assert found.left == "q: not followed, being interrupted"
    assert found.found[0].thresholds == study.thresholds("p").thresholds


def test_the_nearest_change_of_those_followed() -> None:
    study = cs.load("brinkmanship")
    whole = study.nearest()
    with pytest.raises(Interrupted) as stop:
        study.nearest(report=Interrupts(len(whole.ranges) - 1))
    found = stop.value.found
    assert {one.parameter for one in found.singles} < {*whole.ranges}
    assert (found.joint, found.proved) == (None, 0.0)
    assert "were not followed, being interrupted" in found.left.replace(" was ", " were ")
    assert found.left in found.notes


def test_nothing_found_is_no_result() -> None:
    with pytest.raises(KeyboardInterrupt) as stop:
        cs.load("brinkmanship").nearest(report=Interrupts(0))
    assert not isinstance(stop.value, Interrupted)


def test_the_average_of_regrets_so_far() -> None:
    study = cs.load(CABLE)
    with pytest.raises(Interrupted) as stop:
        study.solve(concept="cfr", tol=1e-15, report=Interrupts(3))
    found = stop.value.found
    assert found.equilibria[0].certificate.max_regret > 0
    assert not found.converged
    assert "no more, being interrupted" in found.searched[0].about
    with cs.time_limit(0.0):
        late = study.solve(concept="cfr", tol=1e-15)
    assert "no more, in the time allowed" in late.searched[0].about


def test_points_that_were_not_reached_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    study = cs.load("brinkmanship")
    whole = study.sweep(q="0.5:0.9:9", part_points=2)
    first, runs = PartSolver.solve, iter(range(9))

    def solve(*given: Any) -> Any:
        if next(runs) == 2:
            raise KeyboardInterrupt
        return first(*given)

    monkeypatch.setattr(PartSolver, "solve", solve)
    with pytest.raises(Interrupted) as stop:
        study.sweep(q="0.5:0.9:9", part_points=2)
    found = stop.value.found
    assert found.left == "5 of 9 points were not reached"
    assert found.values("status").tolist() == [Status.SOLVED] * 4 + [Status.UNREACHED] * 5
    for name in ("q", "equilibrium", *(c.name for c in whole.sheet.of_kind("payoff"))):
        assert found.values(name)[:4].tolist() == whole.values(name)[:4].tolist()
    assert np.isnan(found.payoff("US")[4:]).all()
    with pytest.raises(OutOfTime, match="5 of 9 points were not reached"):
        finished(found)
    assert finished(whole) is whole


@pytest.mark.parametrize("path", [None, "one.csv"])
def test_a_sweep_of_one_part_tells_what_it_reached(
    path: str | None,
    tmp_path: Path,
    clock: Callable[[float], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(progress, "QUIET", 0.0)
    study, draws = cs.load(CABLE), 16_000
    whole = study.sweep_to(None, draws=draws)

    def tell(done: int, _note: str = "", /) -> None:
        clock(9.0 * (done > 0))

    place = tmp_path / path if path else None
    with cs.time_limit(5.0):
        found = study.sweep_to(place, draws=draws, report=tell)
    assert whole.summary is not None
    assert found.summary is not None
    assert 0 < found.summary.reached < draws == whole.summary.reached
    assert found.left == f"{draws - found.summary.reached:,} of {draws:,} points were not reached"
    assert found.path is None
    assert [*tmp_path.iterdir()] == []


def test_whole_base_samples_are_analysed(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("SALib")
    study = cs.load("brinkmanship")
    whole = study.sensitivity(outcome="retreat", samples=64)
    together = whole.points // 64

    def cut(*given: Any, **how: Any) -> Any:
        result = sweep_in_memory(*given, **how)
        status = result.rows["status"].copy()
        status[20 * together + 1 :] = Status.UNREACHED
        raise Interrupted(replace(result, rows={**result.rows, "status": status}))

    monkeypatch.setattr(sensitivity, "sweep_in_memory", cut)
    with pytest.raises(Interrupted) as stop:
        study.sensitivity(outcome="retreat", samples=64)
    found = stop.value.found
    assert found.points == 20 * together
    assert found.left == "20 of 64 base samples were used, being interrupted"
    assert found.left in found.notes
    answer = whole.result.probability("retreat")[: 20 * together]
    assert found.mean == pytest.approx(answer.mean())


def test_a_step_s_findings_are_not_those_of_the_whole() -> None:
    with pytest.raises(KeyboardInterrupt) as stop, undivided():
        raise Interrupted("a solution")
    assert not isinstance(stop.value, Interrupted)


def test_other_processes_count_while_they_run() -> None:
    before = seconds_spent()
    with others_counted() as add:
        add(100.0)
        assert seconds_spent() >= before + 100.0
    assert seconds_spent() < before + 100.0


def test_what_is_out_of_time_is_told_by_name() -> None:
    late, other = OutOfTime(), NotSolved("no")
    assert unfinished({"a": late, "b": other, "c": None, "d": late}).startswith("a, d: no answer")
    assert unfinished({"b": other}) == ""
    assert as_found(late, 1) == as_found(None, 1) == 1
