"""All pure sequential equilibria swept: points a second, beside our point solver and Gambit.

Run ``python benchmarks/sweep_sequential.py``; with ``--gambit PYTHON``, a Python that has pygambit
17, its times are printed as well. Every parameter that has a range varies over it at random. Times
are processor time, the best of three, on one core; compiling is done before and told apart.

points/s   the kernel, from columns of parameters to a block of answers
search     the share of that in the compiled search; the rest evaluates formulas and names plays
solver     points a second of the point solver, pure equilibria only, and the ratio to it
gambit     points a second of ``enumpure_agent_solve`` with reading the game, and the ratio;
           it lists agent equilibria, and telling which are sequential is not in its time.
           Games on which one point takes it longer than the limit are marked so
differ     share of the points with several equilibria at which the one reported is not the one
           that ``solve`` lists first, which is ordered by all refinements
"""

from __future__ import annotations

import argparse
import os
import subprocess
import time
from collections.abc import Callable

import numpy as np

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.game.game import Floats, Game
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.sweep.block import play_key
from crisis_sim.sweep.designs.axes import parse_axis
from crisis_sim.sweep.designs.plan import make_plan
from crisis_sim.sweep.formulas.exact_values import as_shown
from crisis_sim.sweep.formulas.rounding import Rounding
from crisis_sim.sweep.running.run import solve_parts
from crisis_sim.sweep.running.solve_part import PartSolver
from crisis_sim.sweep.sequential.kernel import SequentialKernel
from crisis_sim.sweep.sequential.numbers import NumbersAt
from crisis_sim.sweep.sequential.point import play_of
from crisis_sim.sweep.sequential.search import PointSearch

GAMES = (
    "brinkmanship",
    "beer-and-quiche",
    "audience-costs",
    "cheap-talk",
    "cuba-1962-two-types",
    "cuba-1962-cable",
)
POINTS = (100, 1_000, 10_000, 100_000)
WORKED = 8_192
"""Points of a part where several processes share the work."""
SEED = 1
LIMIT = 40.0
"""Seconds for Gambit on the points of one game."""
THEIRS = """
import sys, time, io, json
import pygambit
games = json.load(sys.stdin)
start = time.process_time()
for text in games:
    pygambit.nash.enumpure_agent_solve(pygambit.read_efg(io.BytesIO(text.encode())))
print((time.process_time() - start) / len(games))
"""


def best(work: Callable[[], object], repeats: int = 3) -> float:
    """Seconds of the fastest run."""
    fastest = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        fastest = min(fastest, time.process_time() - start)
    return fastest


def columns_of(study: cs.Study, points: int) -> dict[str, Floats]:
    family = study.family()
    rng = np.random.default_rng(SEED)
    return {
        name: rng.uniform(*map(float, one.range), points)
        for name, one in study.scenario.parameters.items()
        if name not in family.structural and one.range is not None
    }


def games_of(study: cs.Study, columns: dict[str, Floats], points: int) -> list[Game]:
    found = []
    for point in range(points):
        try:
            found.append(study.game({name: held[point] for name, held in columns.items()}))
        except InputError:
            continue
    return found


def solver_time(games: list[Game]) -> float:
    start = time.process_time()
    for game in games:
        Parts(game, 1_000_000).solve()
    return (time.process_time() - start) / len(games)


def gambit_time(python: str, games: list[Game]) -> float | None:
    """Seconds a point; None where the limit was passed."""
    import json

    texts = json.dumps([write_efg(game) for game in games])
    try:
        done = subprocess.run(
            [python, "-c", THEIRS],
            input=texts,
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return None
    return float(done.stdout)


def differing(study: cs.Study, kernel: SequentialKernel, points: int) -> tuple[int, int]:
    """Points with several equilibria, and those reported otherwise than ``solve`` lists first."""
    columns = columns_of(study, points)
    block = kernel.solve(columns, points)
    several = np.flatnonzero(block.count > 1)
    other = 0
    for point in several.tolist():
        game = study.game({name: held[point] for name, held in columns.items()})
        first = solve_sequential(game, mixed=False).equilibria[0]
        other += play_key(play_of(game, first)) != int(block.play[point])
    return len(several), other


def against_games(gambit: str | None, points: int, compared: int) -> None:
    print(f"{points:,} points of each game")
    for name in GAMES:
        study = cs.load(name)
        family = study.family()
        kernel, columns = SequentialKernel(family, {}), columns_of(study, points)
        kernel.solve({key: held[:2] for key, held in columns.items()}, 2)
        whole = best(lambda k=kernel, c=columns: k.solve(c, points)) / points
        known = NumbersAt(Rounding(family, {}, columns), columns, points, as_shown(columns))
        numbers = known.by_algebra(np.flatnonzero(known.standing().plain))
        search = PointSearch(family, frozenset())
        inner = best(lambda s=search, n=numbers: s.run(n)) / points
        games = games_of(study, columns, 10)
        solver = solver_time(games)
        line = (
            f"{name:20} {family.tree.size:4} nodes {len(columns):3} vary "
            f"{1 / whole:10,.0f} points/s, search {inner / whole:4.0%}, "
            f"solver {1 / solver:7,.1f} (x {solver / whole:,.0f}), "
            f"by the solver {kernel.by_solver}"
        )
        if gambit:
            theirs = gambit_time(gambit, games)
            line += (
                f", gambit over {LIMIT:.0f} s"
                if theirs is None
                else f", gambit {1 / theirs:,.1f} (x {theirs / whole:,.0f})"
            )
        if compared:
            several, other = differing(study, kernel, compared)
            line += f", differ {other} of {several}"
        print(line, flush=True)


def against_points() -> None:
    study = cs.load("cuba-1962-cable")
    family = study.family()
    kernel = SequentialKernel(family, {})
    for points in POINTS:
        columns = columns_of(study, points)
        kernel.solve(columns, points)
        seconds = best(lambda c=columns, p=points: kernel.solve(c, p))
        print(f"cable, {points:9,} points {1e6 * seconds / points:8.1f} microseconds a point")


def against_workers() -> None:
    """By the clock on the wall, which other work on the machine lengthens."""
    axes = [parse_axis("pi=0:0.6:401"), parse_axis("h=0:0.2:401")]
    plan = make_plan(cs.load("cuba-1962-cable"), axes, part_points=WORKED)
    solver = PartSolver(plan)
    solver.make_ready()
    for workers in range(1, (os.cpu_count() or 1) + 1):
        start = time.perf_counter()
        for _ in solve_parts(plan, range(plan.parts), solver=solver, workers=workers):
            pass
        seconds = time.perf_counter() - start
        print(
            f"cable, {workers} workers {plan.design.points / seconds:10,.0f} points/s", flush=True
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gambit", metavar="PYTHON", help="a Python that has pygambit 17")
    parser.add_argument("--points", type=int, default=20_000)
    parser.add_argument("--compared", type=int, default=0, help="points for the column 'differ'")
    given = parser.parse_args()
    family = cs.load("brinkmanship").family()
    start = time.perf_counter()
    SequentialKernel(family, {}).solve({}, 1)
    print(f"first point, compiled or loaded from the cache: {time.perf_counter() - start:.1f} s")
    against_games(given.gambit, given.points, given.compared)
    against_points()
    against_workers()


if __name__ == "__main__":
    main()
