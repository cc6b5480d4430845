"""``crisis-sim new``."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from crisis_sim.cli.options import OutputPath

__all__ = []


@click.command("new")
@click.argument("file", type=OutputPath())
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(file: Path, force: bool) -> None:
    """Write a small scenario to FILE to start from, with a remark at each part.

    The JSON Schema that its first line names is put beside it, for editors.
    """
    from crisis_sim.errors import InputError
    from crisis_sim.own_file import refuse_others
    from crisis_sim.remedy import Remedy
    from crisis_sim.scenario.library import shipped
    from crisis_sim.scenario.schema import schema_text
    from crisis_sim.scenario.template import TEMPLATE
    from crisis_sim.whole_file import check_writable, shown, write_together

    given, file = file, file if file.suffix else file.with_suffix(".yaml")
    schema = file.with_name("scenario.schema.json")

    def look() -> None:
        for one in (given, file):
            if os.path.exists(one):
                raise InputError(
                    f"{shown(one)} is there already; ", Remedy("force", True), " writes over it"
                )
        refuse_others([schema])

    if file == schema:
        raise InputError(f"{shown(file)} is where the schema goes; give the scenario another name")
    check_writable(file)
    write_together({file: TEMPLATE, schema: schema_text()}, look=None if force else look)
    if file.name == f"{file.stem}.yaml" and file.stem in shipped():
        click.echo(f"'{file.stem}' alone names the scenario that comes with crisis-sim.", err=True)
    again = shlex.join(["crisis-sim", "solve", str(file)])
    click.echo(f"Wrote {file} and {schema}. Try: {again}", err=True)
