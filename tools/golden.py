"""Writes the golden traces: what is told of each shipped scenario at its defaults.

    python -m tools.golden

The traces lie in ``tests/golden``; a change in one is to be read as a diff before it is committed.
"""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

from rich.console import Console

from crisis_sim.cli.flags import as_flag
from crisis_sim.remedy import worded
from crisis_sim.report.blocks import show
from crisis_sim.report.solution import solution_blocks
from crisis_sim.scenario.library import shipped
from crisis_sim.study_files import load

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "golden"


def trace(name: str) -> str:
    """What the command line says of a scenario, without the paragraph that holds float noise."""
    study = load(name)
    solution = study.solve()
    with worded(partial(as_flag, asked="solve")):
        blocks = list(solution_blocks(solution))[:-2]
    held = io.StringIO()
    show(blocks, Console(file=held, width=110, highlight=False, no_color=True))
    lines = [line.rstrip() for line in held.getvalue().splitlines()]
    heading = f"{study.scenario.title}: {solution.game.describe()}; {solution.concept}"
    return "\n".join([heading, "", *lines]) + "\n"


def main() -> None:
    """Write every trace."""
    FOLDER.mkdir(exist_ok=True)
    for name in shipped():
        (FOLDER / f"{name}.txt").write_text(trace(name), encoding="utf-8")
        print(FOLDER / f"{name}.txt")


if __name__ == "__main__":
    main()
