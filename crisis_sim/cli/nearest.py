"""``crisis-sim nearest``."""

from __future__ import annotations

import click

from crisis_sim.cli.options import (
    assumptions_option,
    complete_from,
    json_option,
    nodes_option,
    open_study,
    parse_values,
    scenario_argument,
    seconds_option,
    tell,
    values_option,
)
from crisis_sim.cli.ranges import Spans, spans_option

__all__ = []


@click.command("nearest")
@scenario_argument
@click.option(
    "--outcome",
    default="",
    shell_complete=complete_from("outcomes"),
    help="Ask when this outcome, or category, is reached no longer, or at last. [default: any]",
)
@spans_option(
    "-x",
    "--along",
    "along",
    help="A parameter that may move, over its range or the one given. [default: all]",
)
@values_option
@assumptions_option
@seconds_option
@json_option
@nodes_option
def command(
    scenario: str,
    outcome: str,
    along: Spans,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    as_json: bool,
    max_nodes: int,
) -> None:
    """Find the smallest change of assumptions that changes the outcome of SCENARIO.

    Changes are measured as shares of the parameters' ranges. Values given by -s stay, or are where
    a parameter named by -x starts.

    Example: crisis-sim nearest cuba-1962-cable --outcome war
    """
    from crisis_sim.report.nearest import nearest_blocks, nearest_text

    study = open_study(scenario, assumptions, most_nodes=max_nodes)
    given = parse_values(values)
    found = study.nearest(outcome, along, given)
    if as_json:
        click.echo(nearest_text(study, found))
        return
    tell(study, given, nearest_blocks(study, found))
