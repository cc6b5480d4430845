"""``crisis-sim run``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from crisis_sim.cli.limits import nodes_option, seconds_option
from crisis_sim.cli.option_flags import concept_flags
from crisis_sim.cli.options import (
    OutputPath,
    assumptions_option,
    concept_option,
    force_option,
    open_study,
    parse_values,
    scenario_argument,
    values_option,
)
from crisis_sim.study import Study

__all__ = []


@click.command("run")
@scenario_argument
@click.option(
    "-o",
    "--output",
    type=OutputPath(folder=True),
    default=Path("out"),
    show_default=True,
    help="The folder to write.",
)
@values_option
@assumptions_option
@concept_option
@concept_flags()
@seconds_option
@force_option
@nodes_option
def command(
    scenario: str,
    output: Path,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    concept: str,
    force: bool,
    most_nodes: int,
    **options: Any,
) -> None:
    """Write everything about SCENARIO to one folder.

    A report, tables (CSV), figures (SVG, PDF, PNG), the solution as JSON and the SHA-256 of each:
    all of them or none. Files of an earlier run are replaced or removed if they are as crisis-sim
    wrote them. Those written are listed on standard output.
    """
    from crisis_sim.report.folder_list import earlier_in

    Study.check_run(output, force=force)
    before = earlier_in(output)
    study = open_study(scenario, assumptions, most_nodes=most_nodes)
    given = parse_values(values)
    for path in study.run(output, given, concept=concept, force=force, **options):
        click.echo(path)
    if told := before.told(output):
        click.echo(told, err=True)
