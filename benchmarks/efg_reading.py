"""Reading a large perfect-information ``.efg`` file and solving it, beside OpenSpiel and Gambit.

Run ``python benchmarks/efg_reading.py``; ``--depths 16`` takes the smaller file alone. A complete
binary tree of depth 16 has 131,071 nodes, one of depth 19 has 1,048,575. Each reader runs in a
process of its own; those that are not installed are left out. The columns are seconds to import,
to read, and to find the value by backward induction written out by hand, the sum of the last two,
and the largest memory of the process.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"crisis_sim": "crisis_sim", "OpenSpiel": "pyspiel", "Gambit": "pygambit"}
SEED = 1


def write_tree(path: Path, depth: int) -> None:
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
                pays = f"{rng.randint(-999, 999)}, {rng.randint(-999, 999)}"
                file.write(f't "" {ends} "" {{ {pays} }}\n')
            else:
                player = level % 2
                sets[player] += 1
                file.write(f'p "" {player + 1} {sets[player]} "" {{ "L" "R" }} 0\n')
                stack += [level + 1, level + 1]


def ours() -> tuple[Callable[[str], Any], Callable[[Any], list[float]]]:
    from crisis_sim.gambit.read_efg import read_efg

    return lambda path: read_efg(Path(path).read_bytes(), path), induction


def induction(game: Any) -> list[float]:
    """Values of the root: level by level, the first best action."""
    tree = game.tree
    values = np.array(game.terminal_payoffs)
    for level in reversed(tree.levels[:-1]):
        nodes = level[tree.mover[level] >= 0]
        children = tree.children_of(nodes)
        counts = tree.child_start[nodes + 1] - tree.child_start[nodes]
        first = np.cumsum(counts) - counts
        own = values[children, np.repeat(tree.mover[nodes], counts)]
        best = np.repeat(np.maximum.reduceat(own, first), counts)
        chosen = np.flatnonzero(own == best)
        place = np.searchsorted(chosen, first)
        values[nodes] = values[children[chosen[place]]]
    return [float(value) for value in values[0]]


def open_spiel() -> tuple[Callable[[str], Any], Callable[[Any], list[float]]]:
    import pyspiel

    def value(state: Any) -> list[float]:
        if state.is_terminal():
            return list(state.returns())
        player = state.current_player()
        return max(
            (value(state.child(action)) for action in state.legal_actions()),
            key=lambda values: values[player],
        )

    return (
        lambda path: pyspiel.load_game(f"efg_game(filename={path})"),
        lambda game: value(game.new_initial_state()),
    )


def gambit() -> tuple[Callable[[str], Any], None]:
    import pygambit

    return pygambit.read_efg, None


READERS = {"crisis_sim": ours, "OpenSpiel": open_spiel, "Gambit": gambit}


def measure(name: str, path: str) -> dict[str, Any]:
    """Times and memory of one reader, in this process."""
    start = time.perf_counter()
    read, solve = READERS[name]()
    imported = time.perf_counter()
    game = read(path)
    loaded = time.perf_counter()
    values = solve(game) if solve else None
    solved = time.perf_counter()
    return {
        "import": imported - start,
        "read": loaded - imported,
        "solve": solved - loaded if solve else None,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "values": values,
    }


def in_a_process(name: str, path: Path) -> dict[str, Any] | None:
    command = [sys.executable, str(Path(__file__).resolve()), "--worker", name, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        print(f"  {name}: failed: {done.stderr.strip().splitlines()[-1]}")
        return None
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def shown(name: str, result: dict[str, Any]) -> str:
    solve = result["solve"]
    cells = [f"{name:>12}", f"{result['import']:8.2f}", f"{result['read']:8.2f}"]
    if solve is None:
        cells += [f"{'-':>8}", f"{'-':>8}"]
    else:
        cells += [f"{solve:8.2f}", f"{result['read'] + solve:8.2f}"]
    return "".join([*cells, f"{result['memory']:8.0f} MB"])


def compare(depth: int, folder: Path) -> None:
    path = folder / f"binary{depth}.efg"
    write_tree(path, depth)
    size = path.stat().st_size / 1e6
    print(f"{2 ** (depth + 1) - 1:,} nodes, {size:.1f} MB")
    print(f"{'':>12}  import    read   solve     sum      memory")
    results = {}
    for name, package in PACKAGES.items():
        if importlib.util.find_spec(package) is None:
            print(f"{name:>12}  not installed")
            continue
        runs = [run for run in (in_a_process(name, path) for _ in range(3)) if run]
        if runs:
            results[name] = min(runs, key=lambda run: run["read"] + (run["solve"] or 0.0))
            print(shown(name, results[name]))
    report(results)


def report(results: dict[str, dict[str, Any]]) -> None:
    mine, theirs = results.get("crisis_sim"), results.get("OpenSpiel")
    if mine and theirs:
        ratio = (theirs["read"] + theirs["solve"]) / (mine["read"] + mine["solve"])
        memory = mine["memory"] / theirs["memory"]
        same = mine["values"] == theirs["values"]
        print(f"  OpenSpiel takes {ratio:.1f} times as long; memory {memory:.2f} of OpenSpiel's")
        print(f"  the same value of the game: {'yes' if same else 'NO'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--depths", type=int, nargs="+", default=[16, 19])
    parser.add_argument("--worker", nargs=2, metavar=("READER", "PATH"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        print(json.dumps(measure(*arguments.worker)))
        return
    with tempfile.TemporaryDirectory() as folder:
        for depth in arguments.depths:
            compare(depth, Path(folder))


if __name__ == "__main__":
    main()
