"""``crisis-sim regions``."""

from __future__ import annotations

import click

from crisis_sim.cli.options import (
    assumptions_option,
    json_option,
    nodes_option,
    open_study,
    parse_values,
    scenario_argument,
    seconds_option,
    tell,
    values_option,
)
from crisis_sim.cli.ranges import Spans, along_option

__all__ = []


@click.command("regions")
@scenario_argument
@along_option
@values_option
@assumptions_option
@seconds_option
@json_option
@nodes_option
def command(
    scenario: str,
    along: Spans,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    as_json: bool,
    max_nodes: int,
) -> None:
    """Cut the plane of two parameters of SCENARIO into regions, with exact boundaries.

    Example: crisis-sim regions brinkmanship -x p -x q
    """
    from crisis_sim.errors import InputError
    from crisis_sim.remedy import Remedy
    from crisis_sim.report.regions import regions_blocks, regions_text

    if len(along) != 2:
        raise InputError(
            "a plane needs two parameters (",
            Remedy("along", ("NAME", "NAME")),
            "); for one use ",
            Remedy("thresholds()"),
            ", for more than two ",
            Remedy("certify()"),
            " or ",
            Remedy("conditions()"),
        )
    study = open_study(scenario, assumptions, most_nodes=max_nodes)
    given = parse_values(values)
    found = study.regions(*along, given)
    if as_json:
        click.echo(regions_text(study, found))
        return
    tell(study, found.fixed, regions_blocks(study, found), followed=found.parameters)
