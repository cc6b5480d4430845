"""``crisis-sim run``."""

from __future__ import annotations

from pathlib import Path

import click

from crisis_sim.cli.options import (
    OutputPath,
    assumptions_option,
    concept_option,
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
    help="The folder to write; files of the same names in it are replaced.",
)
@values_option
@assumptions_option
@concept_option
@seconds_option
def command(
    scenario: str,
    output: Path,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    concept: str,
) -> None:
    """Write everything about SCENARIO to one folder.

    A report, tables (CSV), figures (SVG, PDF, PNG) and the solution as JSON. The files written are
    listed on standard output.
    """
    from crisis_sim.report.folder import write_folder

    study = open_study(scenario, assumptions)
    for path in write_folder(study, output, parse_values(values), concept=concept):
        click.echo(path)
