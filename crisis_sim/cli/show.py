"""``crisis-sim show``."""

from __future__ import annotations

import click

from crisis_sim.cli.limits import nodes_option
from crisis_sim.cli.options import assumptions_option, console, open_study, scenario_argument

__all__ = []


@click.command("show")
@scenario_argument
@assumptions_option
@click.option(
    "--numbers",
    is_flag=True,
    help="Tell every parameter and formula too, and the source of each part.",
)
@nodes_option
def command(scenario: str, assumptions: tuple[str, ...], numbers: bool, most_nodes: int) -> None:
    """Show the game of SCENARIO: sides, what they want, moves, outcomes and what-ifs."""
    from crisis_sim.report.blocks import show

    study = open_study(scenario, assumptions, most_nodes=most_nodes)
    show(study.show(numbers=numbers).blocks, console())
