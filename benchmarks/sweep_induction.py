"""Perfect-information sweeps beside C written by hand, pygambit in a loop and memory bandwidth.

Run ``python benchmarks/sweep_induction.py``; ``--peer PYTHON`` names an interpreter that has
pygambit, this one if not given. A C compiler ``gcc`` is wanted; what is missing is left out.

Two games are solved at random points in blocks of 65,536 on one core: the clock (three parameters)
and brinkmanship, with chance drawing Moscow's kind after the threat, which is the same to a side
that does not know it (two parameters). The C programs, compiled with ``-O3 -march=native``, know
the games: constants are written in, subgames alike are solved once, loops have fixed lengths. They
write the same columns: payoffs, outcome probabilities, an 8-byte name of the play and of the set of
plays, their number, whether there is a tie, a status; ties within 1e-7 are counted. Ours bounds the
rounding over each block, leaves what is closer to exact numbers, checks that every number is
defined, and says which choices the plays are made of. Both allocate what they write. The figures
are the medians of rounds in which each takes its turn. Allowed to ignore floating-point traps
besides, gcc takes several points of brinkmanship at once. To reach: half of C, 10,000 times Gambit.

Gambit reads an ``.efg`` text a point. It finds no subgame-perfect equilibria itself; a few lines of
Python go back through a tree held in lists, which is quicker than asking Gambit for each node.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from crisis_sim.gambit.write_efg import write_efg
from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.study import Study
from crisis_sim.study_files import load
from crisis_sim.sweep.induction.kernel import LEAST_POINTS, InductionKernel

POINTS = 65_536
ROUNDS = 15
SEED = 1
GAMBIT_POINTS = 300
BY_HAND = Path(__file__).with_name("by_hand")
"""The C programs, and the game of one of them that is not shipped."""

PEER = """
import io, json, sys, time
import pygambit

given = json.load(sys.stdin)
mover, children, row = given["mover"], given["children"], given["row"]

def value(node, chance, payoffs):
    if row[node] >= 0:
        return payoffs[row[node]]
    values = [value(child, chance, payoffs) for child in children[node]]
    if mover[node] < 0:
        chances = [chance[child] for child in children[node]]
        return [sum(c * v for c, v in zip(chances, own)) for own in zip(*values)]
    return max(values, key=lambda one: one[mover[node]])

times = []
for _ in range(3):
    start, found = time.perf_counter(), []
    for text, chance, payoffs in given["points"]:
        pygambit.read_efg(io.BytesIO(text.encode()))
        found.append(value(0, chance, payoffs))
    times.append(time.perf_counter() - start)
print(json.dumps([len(found) / min(times), found]))
"""


class Case:
    """A game and its random points; the C that solves it has its name."""

    def __init__(self, name: str, study: Study, high: dict[str, float]) -> None:
        rng = np.random.default_rng(SEED)
        self.name, self.study = name, study
        self.columns = {one: top * rng.random(POINTS) for one, top in high.items()}
        family = study.family()
        if family is None:
            raise SystemExit(f"{name} has no parameters")
        self.family = family
        self.kernel = InductionKernel(family, {}, self.columns)


def cases() -> list[Case]:
    clock = {"pi": 0.6, "sigma": 1.0, "c": 2.0}
    brink = load(BY_HAND / "brinkmanship.yaml")
    return [
        Case("clock", load("cuba-1962-clock"), clock),
        Case("brinkmanship", brink, {"p": 1.0, "q": 1.0}),
    ]


class Results(ctypes.Structure):
    """The columns that C writes."""

    _fields_ = (
        ("us", ctypes.c_void_p),
        ("ussr", ctypes.c_void_p),
        ("out", ctypes.c_void_p * 8),
        ("play", ctypes.c_void_p),
        ("answer", ctypes.c_void_p),
        ("count", ctypes.c_void_p),
        ("tied", ctypes.c_void_p),
        ("status", ctypes.c_void_p),
    )


def compiled(case: Case, folder: Path, *more: str) -> Callable[[], dict[str, Any]]:
    """The case's C program, as a function that allocates and fills the columns."""
    source, library = BY_HAND / f"{case.name}.c", folder / f"{case.name}{len(more)}.so"
    flags = ["-O3", "-march=native", "-shared", "-fPIC", *more]
    subprocess.run(["gcc", *flags, "-o", str(library), str(source), "-lm"], check=True)
    solve = ctypes.CDLL(str(library)).solve
    columns = [np.ascontiguousarray(column) for column in case.columns.values()]
    read = (ctypes.c_void_p * len(columns))(*(column.ctypes.data for column in columns))
    outcomes = len(case.family.tree.outcomes)

    def run() -> dict[str, Any]:
        made: dict[str, Any] = {"payoffs": np.empty((2, POINTS))}
        made["outcomes"] = np.empty((outcomes, POINTS))
        made |= {name: np.empty(POINTS, dtype=np.uint64) for name in ("play", "answer")}
        made["count"] = np.empty(POINTS, dtype=np.int32)
        made |= {name: np.empty(POINTS, dtype=np.uint8) for name in ("tied", "status")}
        results = Results(made["payoffs"][0].ctypes.data, made["payoffs"][1].ctypes.data)
        results.out = (ctypes.c_void_p * 8)(*(row.ctypes.data for row in made["outcomes"]))
        for name in ("play", "answer", "count", "tied", "status"):
            setattr(results, name, made[name].ctypes.data)
        solve(ctypes.c_long(POINTS), read, ctypes.byref(results))
        return made

    return run


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def best(work: Callable[[], object]) -> float:
    return min(seconds(work) for _ in range(4))


def bandwidth() -> float:
    """Bytes written a second when a block of zeros is copied to fresh memory."""
    block = np.zeros(50_000_000 // 8)
    return block.nbytes / best(block.copy)


def beside_c(case: Case, folder: Path) -> float:
    """Print points a second of both; gives ours."""
    run_c, run_free = compiled(case, folder), compiled(case, folder, "-fno-trapping-math")

    def run() -> Any:
        return case.kernel.solve(case.columns, POINTS)

    ours, theirs = run(), run_c()
    size = sum(column.nbytes for column in theirs.values()) / POINTS
    same = np.allclose(ours.payoffs, theirs["payoffs"].T)
    same &= np.allclose(ours.outcomes, theirs["outcomes"].T)
    same &= np.array_equal(ours.count, theirs["count"]) and np.array_equal(
        ours.tied, theirs["tied"]
    )
    times = [(seconds(run), seconds(run_c), seconds(run_free)) for _ in range(ROUNDS)]
    mine, c, free = (POINTS / median(column) for column in zip(*times, strict=True))
    print(f"{case.name}: {case.family.tree.size} nodes, {size:.0f} bytes a point, ", end="")
    print(f"{ours.tied.mean():.1%} of the points tied, same answers: {'yes' if same else 'NO'}")
    for name, theirs_a_second, which in (("", c, 1), (" -fno-trapping-math", free, 2)):
        ratio = median(row[which] / row[0] for row in times)
        print(
            f"  ours {mine:12,.0f} points/s   C{name} {theirs_a_second:12,.0f}   {ratio:.2f} of C"
        )
    print(f"  ours writes {mine * size / 1e9:.1f} GB/s, C {c * size / 1e9:.1f}")
    return mine


def beside_gambit(case: Case, peer: str, ours: float) -> None:
    tree, points = case.family.tree, []
    for point in range(GAMBIT_POINTS):
        values = {name: float(column[point]) for name, column in case.columns.items()}
        game = case.study.game(values)
        points.append((write_efg(game), game.chance.tolist(), game.payoffs.tolist()))
    given = {
        "mover": tree.mover.tolist(),
        "children": [tree.children(node).tolist() for node in range(tree.size)],
        "row": tree.payoff_row.tolist(),
        "points": points,
    }
    done = subprocess.run(
        [peer, "-c", PEER], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"  Gambit: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
        return
    theirs, found = json.loads(done.stdout.splitlines()[-1])
    block = case.kernel.solve(case.columns, POINTS)
    untied = ~block.tied[:GAMBIT_POINTS]
    same = np.allclose(np.array(found)[untied], block.payoffs[:GAMBIT_POINTS][untied])
    print(f"  Gambit {theirs:10,.0f} points/s, ours {ours / theirs:,.0f} times; ", end="")
    print(f"same values: {'yes' if same else 'NO'}")


def against_points(case: Case) -> None:
    print(f"{case.name}, nanoseconds a point by the size of the sweep (blocks of {POINTS:,})")
    rng = np.random.default_rng(SEED)
    for points in (100, 1_000, 10_000, 65_536, 1_000_000):
        columns = {name: rng.permutation(np.resize(c, points)) for name, c in case.columns.items()}

        def sweep(columns: dict[str, Floats] = columns, points: int = points) -> None:
            for start in range(0, points, POINTS):
                part = {name: column[start : start + POINTS] for name, column in columns.items()}
                case.kernel.solve(part, min(POINTS, points - start))

        print(f"  {points:>10,} points {1e9 * best(sweep) / points:10,.1f}")


def against_nodes(study: Study, columns: dict[str, Floats]) -> None:
    print("clock by days to go: nodes, seconds to compile and to load, nanoseconds a point")
    few = {name: column[:LEAST_POINTS] for name, column in columns.items()}
    for days in (1, 2, 4, 8, 12):
        measure_nodes(study.family({"T": days}), columns, few)


def measure_nodes(
    family: ParametricGame, columns: dict[str, Floats], few: dict[str, Floats]
) -> None:
    def prepare() -> None:
        InductionKernel(family, {}, columns).untied_code  # noqa: B018

    compiling, loading = seconds(prepare), seconds(prepare)
    straight, general = (
        InductionKernel(family, {}, columns, least_points=least) for least in (1, POINTS)
    )
    quick = 1e9 * best(lambda: straight.solve(columns, POINTS)) / POINTS
    slow = 1e9 * best(lambda: general.solve(few, LEAST_POINTS)) / LEAST_POINTS
    print(f"  {family.tree.size:5} nodes {compiling:8.3f} {loading:8.3f}", end="")
    print(f" {quick:10,.1f} straight {slow:10,.0f} general", end="")
    print(f"; compiled in the time of {1e9 * compiling / slow:,.0f} points")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peer", default=sys.executable, help="a python that has pygambit")
    peer = parser.parse_args().peer
    if peer == sys.executable and importlib.util.find_spec("pygambit") is None:
        print("pygambit is not installed; --peer names an interpreter that has it")
        peer = ""
    print(f"memory: {bandwidth() / 1e9:.1f} GB/s written, to fresh pages")
    tried = cases()
    with tempfile.TemporaryDirectory() as folder:
        for case in tried:
            ours = 0.0
            if shutil.which("gcc"):
                ours = beside_c(case, Path(folder))
            if peer and ours:
                beside_gambit(case, peer, ours)
    against_points(tried[0])
    against_nodes(tried[0].study, tried[0].columns)


if __name__ == "__main__":
    main()
