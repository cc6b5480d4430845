"""``crisis-sim check``."""

from __future__ import annotations

import click

from crisis_sim.cli.limits import nodes_option
from crisis_sim.cli.options import console, open_study, scenario_argument

__all__ = []


@click.command("check")
@scenario_argument
@click.option("--findings", is_flag=True, help="Solve and compare every finding as well.")
@nodes_option
def command(scenario: str, findings: bool, most_nodes: int) -> None:
    """Read SCENARIO and report everything that is wrong or doubtful.

    Exit status 3 if it cannot be used, under an assumption either, or if a finding does not hold.
    """
    from crisis_sim.report.blocks import show
    from crisis_sim.report.review import review_blocks

    found = open_study(scenario, most_nodes=most_nodes).check(findings=findings)
    show(review_blocks(found), console())
    if found.impossible or found.failures:
        raise click.exceptions.Exit(3)
