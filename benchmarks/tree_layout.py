"""How long the picture of a large tree takes: its layout, its scene, and its SVG.

Run with ``python -m benchmarks.tree_layout [NODES]``. Limits wished for: 1 s for a layout of 20,000
nodes, a few seconds for the SVG.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.tidy import tidy_breadth
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.scene import tree_scene
from crisis_sim.plot.write_svg import svg
from tests.plot.games import random_solution


def main(nodes: int = 26_000) -> None:
    solution = random_solution(np.random.default_rng(0), nodes, players=3)
    started = [time.perf_counter()]
    data = tree_data(solution, full=True)
    started.append(time.perf_counter())
    scene = tree_scene(data, text_width, width=504.0)
    started.append(time.perf_counter())
    text = svg(scene)
    started.append(time.perf_counter())
    parents, levels = [one.parent for one in data.nodes], [one.level for one in data.nodes]
    tidy_breadth(parents, size=[1.0] * len(parents), far=levels)
    started.append(time.perf_counter())
    steps = np.diff(started)
    print(f"{solution.game.tree.size:,} nodes, SVG of {len(text) / 1e6:.1f} MB")
    for name, seconds in zip(("data", "scene", "SVG", "positions alone"), steps, strict=True):
        print(f"  {name:16} {seconds:6.2f} s")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
