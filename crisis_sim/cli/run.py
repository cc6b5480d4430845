"""``crisis-sim run``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from crisis_sim.cli.asked import Asked, asked_to_write
from crisis_sim.cli.flags import flags_of
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.option_flags import concept_flags
from crisis_sim.cli.options import OutputPath, concept_option, force_option
from crisis_sim.study import Study

__all__ = []


@click.command("run")
@click.option(
    *flags_of("path"),
    "output",
    type=OutputPath(folder=True),
    default=Path("out"),
    show_default=True,
    help="The folder to write.",
)
@concept_option
@concept_flags()
@seconds_option
@force_option
@asked_to_write
def command(asked: Asked, output: Path, force: bool, **options: Any) -> None:
    """Write everything about SCENARIO to one folder.

    A report, tables (CSV), figures (SVG, PDF, PNG), the solution as JSON and the SHA-256 of each:
    all of them or none. Files of an earlier run are replaced or removed if they are as crisis-sim
    wrote them. Those written are listed on standard output.
    """
    from crisis_sim.report.folder_list import earlier_in

    Study.check_run(output, force=force)
    before = earlier_in(output)
    study, given = asked.opened()
    for path in study.run(output, given, force=force, **options):
        click.echo(path)
    if told := before.told(output):
        click.echo(told, err=True)
