"""How long exact answers take on the cable's game.

Run ``python benchmarks/exact.py``. Nobody else gives such answers, so that there is no ratio; the
limits are our own: thresholds along any one parameter within 5 s, a certified share over two
parameters to 1 % within 10 s, over five to 5 % within 60 s. Times are processor times in seconds,
each with nothing remembered from the one before but the game's shape; and by the clock for the
command that prints them all.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from functools import partial

from crisis_sim.exact.ranges import numerical_parameters
from crisis_sim.study_files import load

D = {"d": Fraction(913, 1000)}
FIVE = ("pi", "mu", "fD", "m", "sigma")
PLANES = (("pi", "mu"), ("pi", "fD"), ("pi", "sigma"), ("m", "n"))


def timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def thresholds(given: dict[str, Fraction], what: str) -> None:
    study = load("cuba-1962-cable")
    study.family()
    names = [*numerical_parameters(study, given), "h"]
    times = {name: timed(partial(study.thresholds, name, given)) for name in names}
    slowest = max(times, key=times.__getitem__)
    print(f"thresholds, {what} (limit 5 s each)")
    for at in range(0, len(names), 6):
        print("   " + "".join(f"{name:>7} {times[name]:5.2f}" for name in names[at : at + 6]))
    print(
        f"   {len(names)} in {sum(times.values()):.1f} s; slowest {slowest} {times[slowest]:.2f} s"
    )


def whole_command() -> None:
    command = [sys.executable, "-c", "from crisis_sim.cli.main import main; main()"]
    started = time.perf_counter()
    subprocess.run(
        [*command, "thresholds", "cuba-1962-cable", "--all"], check=True, stdout=subprocess.DEVNULL
    )
    print(f"crisis-sim thresholds cuba-1962-cable --all: {time.perf_counter() - started:.1f} s")


def planes() -> None:
    study = load("cuba-1962-cable")
    print("planes (limit 10 s for a share to 1 %)")
    for across, up in PLANES:
        regions = timed(partial(study.regions, across, up, D))
        certify = partial(study.certify, "settled in secret", [across, up], D)
        share, drawn = timed(partial(certify, draws=0)), timed(certify)
        print(
            f"   {across:3} and {up:6} regions {regions:5.2f} s; share {share:5.2f} s, with 1,000 "
            f"draws beside it {drawn:5.2f} s"
        )


def share_of_five() -> None:
    study = load("cuba-1962-cable")
    found = study.certify("settled in secret", list(FIVE), D, seconds=60, tol=0.0001, draws=0)
    print(f"share over {', '.join(FIVE)} in 60 s: {found.low:.4f} to {found.high:.4f} (limit 0.05)")


if __name__ == "__main__":
    thresholds(D, "d = 0.913")
    thresholds({}, "d = delta ** months")
    whole_command()
    planes()
    share_of_five()
