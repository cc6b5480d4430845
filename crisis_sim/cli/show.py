"""``crisis-sim show``."""

from __future__ import annotations

import click

from crisis_sim.cli.asked import Asked, asked_to_write
from crisis_sim.cli.options import console

__all__ = []


@click.command("show")
@click.option(
    "--numbers",
    is_flag=True,
    help="Tell every parameter and formula too, and the source of each part.",
)
@asked_to_write
def command(asked: Asked, numbers: bool) -> None:
    """Show the game of SCENARIO: sides, what they want, moves, outcomes and what-ifs.

    Example: crisis-sim show brinkmanship -s q=0.8
    """
    from crisis_sim.report.blocks import show

    study, given = asked.opened()
    show(study.show(given, numbers=numbers).blocks, console())
