"""``crisis-sim discover``."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.limits import seconds_option_of
from crisis_sim.cli.option_flags import argument_flag
from crisis_sim.cli.options import console, json_option
from crisis_sim.cli.progress import progress_bar

__all__ = []


@click.command("discover")
@click.argument("table", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--outcome",
    required=True,
    help="An outcome, a category of outcomes, a column such as payoff_US, or COLUMN=TEXT.",
)
@argument_flag("above")
@argument_flag("below")
@argument_flag("boxes")
@argument_flag("least_density")
@click.option(
    "--inputs", default="", help="In a table that is no sweep's: its input columns, with commas."
)
@argument_flag("missing")
@argument_flag("seed")
@seconds_option_of("discover")
@json_option
def command(
    table: Path,
    outcome: str,
    above: float | None,
    below: float | None,
    boxes: int,
    least_density: float | None,
    inputs: str,
    missing: str,
    seed: int,
    as_json: bool,
) -> None:
    """Find plain conditions under which an outcome is likely, in TABLE, the file of a sweep.

    Any other table (.csv, .xlsx, .parquet, .dta) will do if --inputs names its columns.

    Example: crisis-sim discover draws.parquet --outcome war --above 0.05
    """
    from crisis_sim.report.blocks import show
    from crisis_sim.report.discovery import discovery_blocks, discovery_text
    from crisis_sim.study import Study

    search = partial(
        Study.discover,
        table,
        outcome,
        inputs=inputs,
        above=above,
        below=below,
        boxes=boxes,
        least_density=least_density,
        seed=seed,
        missing=missing,
    )
    with as_far(search, progress_bar("Rows", None)) as found:
        if as_json:
            click.echo(discovery_text(found))
        else:
            show(discovery_blocks(found), console())
