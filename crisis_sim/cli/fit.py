"""``crisis-sim fit``."""

from __future__ import annotations

import click

from crisis_sim.cli.limits import nodes_option, seconds_option
from crisis_sim.cli.options import (
    assumptions_option,
    json_option,
    open_study,
    parse_values,
    scenario_argument,
    tell,
    values_option,
)

__all__ = []


@click.command("fit")
@scenario_argument
@click.argument("counts")
@values_option
@assumptions_option
@seconds_option
@json_option
@nodes_option
def command(
    scenario: str,
    counts: str,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    as_json: bool,
    most_nodes: int,
) -> None:
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

    study = open_study(scenario, assumptions, second=counts, most_nodes=most_nodes)
    given = parse_values(values)
    with compiling_told(say):
        fit = study.fit(counts, given)
    if as_json:
        click.echo(fit_text(study, fit))
        return
    tell(study, given, fit_blocks(fit))
