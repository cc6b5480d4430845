"""``crisis-sim export``."""

from __future__ import annotations

from pathlib import Path

import click

from crisis_sim.cli.asked import Asked, asked_to_write
from crisis_sim.cli.flags import flags_of
from crisis_sim.cli.options import OutputPath, force_option
from crisis_sim.study import Study

__all__ = []


@click.command("export")
@click.option(
    *flags_of("path"),
    "output",
    type=OutputPath(),
    required=True,
    help="The file to write: .efg for the tree, .nfg for the reduced normal form.",
)
@force_option
@asked_to_write
def command(asked: Asked, output: Path, force: bool) -> None:
    """Write SCENARIO's game for Gambit, at the values given.

    Numbers are written exactly, as decimals or quotients, where they are known exactly. A
    file that is there is replaced if it is as crisis-sim wrote it.
    """
    Study.check_export(output, force=force)
    study, given = asked.opened()
    click.echo(study.export(output, given, force=force))
