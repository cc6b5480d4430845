"""CFR+ iterations a second on large trees, beside OpenSpiel's own in C++.

Run ``python benchmarks/cfr.py --openspiel PYTHON``, the option being an interpreter that has
pyspiel; without it our figures alone are printed. The games are complete binary trees of perfect
information with 16,383, 131,071 and 1,048,575 nodes, two players moving in turn, their payoffs
opposed. Both programs make the same iterations (alternating, averages weighted linearly), so that
NashConv after them, measured by each program for itself, is to be the same up to what rounding
decides where payoffs tie.

set up     seconds from the file to the first iteration
a second   iterations, without the first; the best of three rounds
NashConv   of the average strategies after all of them
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from large_trees import run, write_tree

ROUNDS = {13: 200, 16: 20, 19: 2}
"""Iterations of one round, by depth; there are three rounds after the first iteration."""


SAME = 1e-4
"""Relative difference of NashConv that rounding may make."""


def rate(iterate: Callable[[int], None], count: int) -> float:
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        iterate(count)
        best = max(best, count / (time.perf_counter() - start))
    return best


def time_ours(path: str, count: int) -> dict[str, float]:
    from crisis_sim.gambit.read_efg import read_efg
    from crisis_sim.solve.counterfactual.kernel import iterate, new_state
    from crisis_sim.solve.counterfactual.layout import lay_out
    from crisis_sim.solve.counterfactual.minimise_regret import average_profile
    from crisis_sim.strategy.certificate import player_regrets

    start = time.perf_counter()
    game = read_efg(Path(path).read_bytes(), path)
    layout = lay_out(game)
    state = new_state(layout)
    set_up = time.perf_counter() - start
    done = 0

    def more(number: int) -> None:
        nonlocal done
        iterate(layout, state, done, number)
        done += number

    more(1)
    speed = rate(more, count)
    regrets = player_regrets(game, average_profile(layout, state.total))
    return {"set up": set_up, "rate": speed, "nash_conv": float(regrets.sum())}


def time_openspiel(path: str, count: int) -> dict[str, float]:
    import pyspiel

    start = time.perf_counter()
    game = pyspiel.load_game(f"efg_game(filename={path})")
    solver = pyspiel.CFRPlusSolver(game)
    set_up = time.perf_counter() - start

    def more(number: int) -> None:
        for _ in range(number):
            solver.evaluate_and_update_policy()

    more(1)
    speed = rate(more, count)
    regret = float(pyspiel.nash_conv(game, solver.average_policy()))
    return {"set up": set_up, "rate": speed, "nash_conv": regret}


WORKERS = {"crisis_sim": time_ours, "OpenSpiel": time_openspiel}


def compare(depth: int, folder: Path, pythons: dict[str, str]) -> None:
    path = folder / f"binary{depth}.efg"
    write_tree(path, depth, zero_sum=True)
    print(f"{2 ** (depth + 1) - 1:,} nodes, {3 * ROUNDS[depth] + 1} iterations")
    print(f"{'':>12}{'set up':>9}{'a second':>11}{'NashConv':>15}")
    results: dict[str, dict[str, Any]] = {}
    for name, python in pythons.items():
        count = str(ROUNDS[depth])
        found = run(python, Path(__file__).resolve(), name, str(path), count)
        if found:
            results[name] = found
            cells = f"{found['set up']:9.2f}{found['rate']:11.4g}{found['nash_conv']:15.8g}"
            print(f"{name:>12}{cells}")
    mine, theirs = results.get("crisis_sim"), results.get("OpenSpiel")
    if mine and theirs:
        same = abs(mine["nash_conv"] - theirs["nash_conv"]) <= SAME * theirs["nash_conv"]
        print(f"  {mine['rate'] / theirs['rate']:.1f} times OpenSpiel's iterations a second")
        print(f"  the same NashConv: {'yes' if same else 'NO'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--depths", type=int, nargs="+", default=list(ROUNDS), choices=ROUNDS)
    parser.add_argument("--openspiel", metavar="PYTHON", help="an interpreter that has pyspiel")
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        name, path, count = arguments.worker
        print(json.dumps(WORKERS[name](path, int(count))))
        return
    pythons = {"crisis_sim": sys.executable}
    pythons |= {"OpenSpiel": arguments.openspiel} if arguments.openspiel else {}
    with tempfile.TemporaryDirectory() as folder:
        for depth in arguments.depths:
            compare(depth, Path(folder), pythons)


if __name__ == "__main__":
    main()
