"""Loading and solving large perfect-information ``.efg`` files, beside OpenSpiel and Gambit.

Run ``python benchmarks/large_trees.py --openspiel PYTHON --gambit PYTHON``, each option being an
interpreter that has the peer; without one the peer is left out. ``--depths 16`` takes the smaller
file alone: a complete binary tree of depth 16 has 131,071 nodes, one of depth 19 has 1,048,575.

Each program runs in a process of its own, the best of three. The columns are seconds

import  to import it
load    from the file to a game
solve   to solve that; ours finds every subgame-perfect equilibrium, counts those that differ off
        the path and certifies the regret of each; OpenSpiel has no such call, and finds one value
        by a recursion written out by hand; Gambit has none for so large a game
sum     load and solve
all     the whole process, from the shell

and the largest memory of the process. ``command`` is ``crisis-sim solve FILE``, its account
included.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SEED = 1
RUNS = 3


def write_tree(path: Path, depth: int, *, zero_sum: bool = False) -> None:
    """A complete binary tree; two players alternate; payoffs are random integers."""
    rng = random.Random(SEED)
    sets, ends = [0, 0], 0
    stack = [0]
    with path.open("w") as file:
        file.write('EFG 2 R "Complete binary tree" { "A" "B" }\n""\n\n')
        while stack:
            level = stack.pop()
            if level == depth:
                ends += 1
                first, second = rng.randint(-999, 999), rng.randint(-999, 999)
                file.write(f't "" {ends} "" {{ {first}, {-first if zero_sum else second} }}\n')
            else:
                player = level % 2
                sets[player] += 1
                file.write(f'p "" {player + 1} {sets[player]} "" {{ "L" "R" }} 0\n')
                stack += [level + 1, level + 1]


def time_ours(path: str) -> dict[str, Any]:
    start = time.perf_counter()
    from crisis_sim.study_files import load

    imported = time.perf_counter()
    study = load(path)
    loaded = time.perf_counter()
    solution = study.solve(concept="spe")
    solved = time.perf_counter()
    assert solution.max_regret == 0.0
    payoffs = sorted(one.payoffs.tolist() for one in solution.equilibria)
    return {"times": [start, imported, loaded, solved], "values": payoffs}


def time_openspiel(path: str) -> dict[str, Any]:
    start = time.perf_counter()
    import pyspiel

    def value(state: Any) -> list[float]:
        if state.is_terminal():
            return list(state.returns())
        player = state.current_player()
        return max(
            (value(state.child(action)) for action in state.legal_actions()),
            key=lambda values: values[player],
        )

    imported = time.perf_counter()
    game = pyspiel.load_game(f"efg_game(filename={path})")
    loaded = time.perf_counter()
    found = value(game.new_initial_state())
    return {"times": [start, imported, loaded, time.perf_counter()], "values": [found]}


def time_gambit(path: str) -> dict[str, Any]:
    start = time.perf_counter()
    import pygambit

    imported = time.perf_counter()
    pygambit.read_efg(path)
    return {"times": [start, imported, time.perf_counter()], "values": []}


def time_command(path: str) -> dict[str, Any]:
    start = time.perf_counter()
    code = "from crisis_sim.cli.main import main; main()"
    subprocess.run(
        [sys.executable, "-c", code, "solve", path], check=True, stdout=subprocess.DEVNULL
    )
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"times": [start, time.perf_counter()], "values": [], "memory": memory}


WORKERS = {
    "crisis_sim": time_ours,
    "OpenSpiel": time_openspiel,
    "Gambit": time_gambit,
    "command": time_command,
}


def work(name: str, path: str) -> None:
    """Print what one program takes, as JSON; runs in the program's own interpreter."""
    result = WORKERS[name](path)
    result.setdefault("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    print(json.dumps(result))


def run(python: str, script: Path, *arguments: str) -> dict[str, Any] | None:
    """Run a worker of a benchmark in an interpreter; None, with a line, if it fails."""
    start = time.perf_counter()
    done = subprocess.run(
        [python, str(script), "--worker", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    if done.returncode:
        print(f"  {arguments[0]}: failed: {done.stderr.strip().splitlines()[-1]}")
        return None
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**result, "all": time.perf_counter() - start}


def shown(name: str, result: dict[str, Any]) -> str:
    times = result["times"]
    steps = [after - before for before, after in itertools.pairwise(times)]
    if name == "command":
        cells = [f"{'-':>8}"] * 4 + [f"{steps[0]:8.2f}"]
    else:
        cells = [f"{step:8.2f}" for step in steps] + [f"{'-':>8}"] * (3 - len(steps))
        cells += [f"{times[-1] - times[1]:8.2f}", f"{result['all']:8.2f}"]
    return "".join([f"{name:>12}", *cells, f"{result['memory'] / 1024:8.0f} MB"])


def taken(result: dict[str, Any]) -> float:
    times: list[float] = result["times"]
    return times[-1] - times[min(1, len(times) - 2)]


def compare(depth: int, folder: Path, pythons: dict[str, str]) -> None:
    path = folder / f"binary{depth}.efg"
    write_tree(path, depth)
    print(f"{2 ** (depth + 1) - 1:,} nodes, {path.stat().st_size / 1e6:.1f} MB")
    print(f"{'':>12}  import    load   solve     sum     all      memory")
    best: dict[str, dict[str, Any]] = {}
    for name, python in pythons.items():
        tried = [run(python, Path(__file__).resolve(), name, str(path)) for _ in range(RUNS)]
        results = [one for one in tried if one]
        if results:
            best[name] = min(results, key=taken)
            print(shown(name, best[name]))
    mine, theirs = best.get("crisis_sim"), best.get("OpenSpiel")
    if mine and theirs:
        print(
            f"  OpenSpiel takes {taken(theirs) / taken(mine):.2f} times as long for load and solve"
        )
        print(f"  our memory is {mine['memory'] / theirs['memory']:.2f} of OpenSpiel's")
        same = theirs["values"][0] in mine["values"]
        print(f"  the same value of the game: {'yes' if same else 'NO'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--depths", type=int, nargs="+", default=[16, 19])
    parser.add_argument("--openspiel", metavar="PYTHON", help="an interpreter that has pyspiel")
    parser.add_argument("--gambit", metavar="PYTHON", help="an interpreter that has pygambit")
    parser.add_argument("--worker", nargs=2, metavar=("PROGRAM", "PATH"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        work(*arguments.worker)
        return
    pythons = {"crisis_sim": sys.executable, "command": sys.executable}
    pythons |= {"OpenSpiel": arguments.openspiel} if arguments.openspiel else {}
    pythons |= {"Gambit": arguments.gambit} if arguments.gambit else {}
    with tempfile.TemporaryDirectory() as folder:
        for depth in arguments.depths:
            compare(depth, Path(folder), pythons)


if __name__ == "__main__":
    main()
