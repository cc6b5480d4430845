"""The cable's game tree, folded, with its equilibrium: the picture at the head of the README."""

from __future__ import annotations

from pathlib import Path

import crisis_sim as cs
from crisis_sim.plot.draw_tree import tree_figure
from crisis_sim.plot.files import save
from crisis_sim.plot.tree_alt import tree_alt
from crisis_sim.plot.tree_data import tree_data

HERE = Path(__file__).resolve().parent


def main() -> None:
    data = tree_data(cs.load("cuba-1962-cable").solve(d=0.913))
    for suffix in (".svg", ".pdf", ".png"):
        print(save(tree_figure(data), HERE / f"cable-tree{suffix}", alt=tree_alt(data)))


if __name__ == "__main__":
    main()
