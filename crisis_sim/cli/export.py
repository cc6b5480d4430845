"""``crisis-sim export``."""

from __future__ import annotations

from pathlib import Path

import click

from crisis_sim.cli.limits import nodes_option
from crisis_sim.cli.options import (
    OutputPath,
    assumptions_option,
    force_option,
    open_study,
    parse_values,
    scenario_argument,
    values_option,
)
from crisis_sim.study import Study

__all__ = []


@click.command("export")
@scenario_argument
@click.option(
    "-o",
    "--output",
    type=OutputPath(),
    required=True,
    help="The file to write: .efg for the tree, .nfg for the reduced normal form.",
)
@values_option
@assumptions_option
@force_option
@nodes_option
def command(
    scenario: str,
    output: Path,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    force: bool,
    most_nodes: int,
) -> None:
    """Write SCENARIO's game for Gambit, at the values given.

    Numbers are written exactly, as decimals or quotients, where they are known exactly. A
    file that is there is replaced if it is as crisis-sim wrote it.
    """
    Study.check_export(output, force=force)
    study = open_study(scenario, assumptions, most_nodes=most_nodes)
    click.echo(study.export(output, parse_values(values), force=force))
