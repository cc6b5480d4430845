"""A clock that stands still while it is stopped, however often and by whichever thread."""

from __future__ import annotations

import threading
import time
from functools import partial

import pytest

from crisis_sim.stopwatch import Stopwatch

NO_ERROR = (None, None, None)


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_goes_again_when_the_last_has_started_it() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    shown = []
    first, second, last = (watch.standing() for _ in range(3))
    steps = (first.__enter__, second.__enter__, partial(first.__exit__, *NO_ERROR))
    steps += (
        partial(second.__exit__, *NO_ERROR),
        last.__enter__,
        partial(last.__exit__, *NO_ERROR),
    )
    for step in steps:
        clock.now += 1.0
        step()
        shown.append((watch.seconds(), watch.stopped))
    clock.now += 1.0
    assert shown == [(1, True), (1, True), (1, True), (1, False), (2, True), (2, False)]
    assert watch.seconds() == 3.0


def test_only_the_first_stops_it() -> None:
    watch = Stopwatch(Clock())
    with watch.standing() as first, watch.standing() as second:
        assert (first, second) == (True, False)


def test_it_goes_again_after_an_error() -> None:
    watch = Stopwatch(Clock())
    with pytest.raises(KeyError), watch.standing():
        raise KeyError
    assert not watch.stopped


def test_it_never_goes_back_while_another_thread_stops_it() -> None:
    def slow() -> float:
        now = time.monotonic()
        time.sleep(0.001)  # lets the other thread in
        return now

    watch, shown = Stopwatch(slow), []

    def pause() -> None:
        for _ in range(30):
            with watch.standing():
                pass

    thread = threading.Thread(target=pause)
    thread.start()
    while thread.is_alive():
        shown.append(watch.seconds())
    assert shown == sorted(shown)
