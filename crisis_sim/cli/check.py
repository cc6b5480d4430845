"""``crisis-sim check``."""

from __future__ import annotations

from functools import partial

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.limits import nodes_option, seconds_option_of
from crisis_sim.cli.options import console, open_study, scenario_argument
from crisis_sim.cli.progress import progress_bar

__all__ = []


@click.command("check")
@scenario_argument
@click.option("--findings", is_flag=True, help="Solve and compare every finding as well.")
@seconds_option_of("check")
@nodes_option
def command(scenario: str, findings: bool, most_nodes: int) -> None:
    """Read SCENARIO and report everything that is wrong or doubtful.

    Exit status 3 if it cannot be used, under an assumption either, or if a finding does not hold.
    """
    from crisis_sim.report.blocks import show
    from crisis_sim.report.review import review_blocks

    study = open_study(scenario, most_nodes=most_nodes)
    with as_far(partial(study.check, findings=findings), progress_bar("Findings", None)) as found:
        show(review_blocks(found), console())
        if found.impossible or found.failures:
            raise click.exceptions.Exit(3)
