"""The stages of the search for sequential equilibria: what each leaves to the next, and says."""

from __future__ import annotations

import time

import pytest

from crisis_sim.interruption import Interrupted
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.study_files import load
from crisis_sim.time_limits import OutOfTime, seconds_left, time_limit

CABLE = load("cuba-1962-cable")
LOGIT = "found as the limit of logit play"


def test_what_was_found_is_kept_where_the_search_is_interrupted() -> None:
    def interrupt(done: int, note: str = "", /) -> None:
        del done
        if note == "refinements":
            raise KeyboardInterrupt

    whole = solve_sequential(CABLE.game())
    started = time.perf_counter()
    with pytest.raises(Interrupted) as caught:
        solve_sequential(CABLE.game(), report=interrupt)
    found = caught.value.found
    assert 0.0 < found.seconds < time.perf_counter() - started
    assert sorted(one.payoffs.tolist() for one in found.equilibria) == sorted(
        one.payoffs.tolist() for one in whole.equilibria
    )
    assert not any(one.refinements for one in found.equilibria)
    assert found.searched[:-1] == whole.searched
    assert found.searched[-1].about == "no more, being interrupted while refinements were tested"


def test_a_study_tells_what_was_found_as_of_its_scenario() -> None:
    def interrupt(done: int, note: str = "", /) -> None:
        del done, note
        raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        CABLE.solve(h=0.01, report=interrupt)
    found = caught.value.found
    assert found.equilibria == ()
    assert found.options == {"logit": False}
    assert found.family.scenario is CABLE.scenario


def test_how_far_a_search_has_come_is_told() -> None:
    told: list[tuple[int, str]] = []
    solution = solve_sequential(CABLE.game(), report=lambda *one: told.append(one))
    counts = [done for done, note in told if note == "pure strategies"]
    assert counts == list(range(100, 1 + max(counts), 100))
    tried = next(done for done, note in told if note == "refinements")
    assert max(counts) <= tried < max(counts) + 100
    assert f"({tried:,} combinations" in solution.extent


def test_a_stage_leaves_time_to_the_next() -> None:
    limits: list[float] = []
    with time_limit(1000.0):
        solve_sequential(CABLE.game(), report=lambda *_: limits.append(seconds_left()))
    pure, *_, last = limits
    assert 400.0 < pure < 500.0
    assert 900.0 < last < 1000.0


def test_without_time_or_anything_found_that_is_said() -> None:
    with time_limit(0.0), pytest.raises(OutOfTime, match="no answer in the time allowed"):
        solve_sequential(CABLE.game())


def test_the_limit_of_logit_is_listed_where_nothing_else_is_found() -> None:
    (one,) = solve_sequential(CABLE.game(), most=10).equilibria
    assert LOGIT in one.notes
    assert one.certificate.proved
