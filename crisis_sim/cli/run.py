"""``crisis-sim run``."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from crisis_sim.cli.options import (
    OutputPath,
    assumptions_option,
    concept_option,
    force_option,
    open_study,
    parse_values,
    scenario_argument,
    seconds_option,
    values_option,
)

__all__ = ["command"]


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
@seconds_option
@force_option
def command(
    scenario: str,
    output: Path,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    concept: str,
    force: bool,
) -> None:
    """Write everything about SCENARIO to one folder.

    A report, tables (CSV), figures (SVG, PDF, PNG), the solution as JSON and the SHA-256 of each:
    all of them or none. Files of an earlier run are replaced or removed if they are as crisis-sim
    wrote them. Those written are listed on standard output.
    """
    from crisis_sim.own_file import refuse_others
    from crisis_sim.report.folder import write_folder
    from crisis_sim.report.folder_files import check_folder, places
    from crisis_sim.report.folder_list import earlier_in

    check_folder(output)
    if not force:
        refuse_others(places(output), earlier_in(output).digests)
    study = open_study(scenario, assumptions)
    given, say = parse_values(values), partial(click.echo, err=True)
    for path in write_folder(study, output, given, concept=concept, say=say):
        click.echo(path)
