"""How long exact answers take on the cable's game.

Run ``python benchmarks/exact.py``. Nobody else gives such answers, so that there is no ratio; the
limits are our own: thresholds along any one parameter within 5 s, a certified share over two
parameters to 1 % within 10 s. Times are by the clock, in seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial

from crisis_sim.exact.ranges import numerical_parameters
from crisis_sim.study import load

D = {"d": Fraction(913, 1000)}
PLANES = (("pi", "mu"), ("pi", "fD"), ("pi", "sigma"), ("m", "n"))


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def thresholds(given: dict[str, Fraction], what: str) -> None:
    study = load("cuba-1962-cable")
    study.family()
    names = numerical_parameters(study, given)
    times = {name: timed(partial(study.thresholds, name, given)) for name in names}
    slowest = max(times, key=times.__getitem__)
    print(
        f"thresholds, {what:26} {len(names)} parameters in {sum(times.values()):5.1f} s; "
        f"slowest {slowest} {times[slowest]:.2f} s (limit 5)"
    )


def planes() -> None:
    study = load("cuba-1962-cable")
    for across, up in PLANES:
        regions = timed(partial(study.regions, across, up, D))
        certify = partial(study.certify, "settled in secret", [across, up], D)
        share, drawn = timed(partial(certify, draws=0)), timed(certify)
        print(
            f"plane of {across:3} and {up:6} regions {regions:5.2f} s; share to 1 % {share:5.2f} s,"
            f" with 1,000 draws {drawn:5.2f} s (limit 10)"
        )


if __name__ == "__main__":
    thresholds(D, "d = 0.913")
    thresholds({}, "d = delta ** months")
    planes()
