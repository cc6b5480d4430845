"""A clock that stands still while it is stopped, however often and by whichever thread."""

from __future__ import annotations

import threading
import time

from crisis_sim.stopwatch import Stopwatch


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_goes_again_when_the_last_has_started_it() -> None:
    clock = Clock()
    watch = Stopwatch(clock)
    shown = []
    for step in (watch.stop, watch.stop, watch.start, watch.start, watch.stop, watch.start):
        clock.now += 1.0
        step()
        shown.append((watch.seconds(), watch.stopped))
    clock.now += 1.0
    assert shown == [(1, True), (1, True), (1, True), (1, False), (2, True), (2, False)]
    assert watch.seconds() == 3.0


def test_only_the_first_stops_it() -> None:
    watch = Stopwatch(Clock())
    assert [watch.stop(), watch.stop()] == [True, False]


def test_it_never_goes_back_while_another_thread_stops_it() -> None:
    def slow() -> float:
        now = time.monotonic()
        time.sleep(0.001)  # lets the other thread in
        return now

    watch, shown = Stopwatch(slow), []

    def pause() -> None:
        for _ in range(30):
            watch.stop()
            watch.start()

    thread = threading.Thread(target=pause)
    thread.start()
    while thread.is_alive():
        shown.append(watch.seconds())
    assert shown == sorted(shown)
