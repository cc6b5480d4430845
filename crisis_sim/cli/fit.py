"""``crisis-sim fit``."""

from __future__ import annotations

from functools import partial

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.options import tell

__all__ = []


@click.command("fit")
@seconds_option
@asked_of_scenario
@click.argument("counts")
def command(asked: Asked, counts: str) -> None:
    """Fit the precision of logit play to how often each action was taken in SCENARIO.

    COUNTS is a table (.csv, .xlsx, .parquet, .dta), or - for standard input, with the columns
    information set, action and count: what students chose when they played it, say. Without counts
    each row is one play; or, as oTree exports them, each row is a play with a column for each
    information set, named after it. The likeliest precision of the agent logit
    equilibrium is found, with its standard error.

    Example: crisis-sim fit brinkmanship played.csv
    """
    from crisis_sim.cli.streams import say
    from crisis_sim.compilation import compiling_told
    from crisis_sim.report.fit import fit_blocks, fit_text

    study, given = asked.opened(counts)
    with compiling_told(say), as_far(partial(study.fit, counts, given)) as fit:
        if asked.as_json:
            click.echo(fit_text(study, fit))
            return
        tell(study, given, fit_blocks(fit))
