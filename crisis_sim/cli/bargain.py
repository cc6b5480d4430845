"""``crisis-sim bargain``."""

from __future__ import annotations

from typing import Any

import click

from crisis_sim.cli.limits import nodes_option, seconds_option
from crisis_sim.cli.option_flags import concept_flags
from crisis_sim.cli.options import (
    assumptions_option,
    concept_option,
    json_option,
    open_study,
    parse_values,
    scenario_argument,
    tell,
    values_option,
)

__all__ = []


@click.command("bargain")
@scenario_argument
@click.option(
    "--disagreement",
    metavar="PLACE",
    help="What happens without a deal: an outcome, or a situation whose continuation counts.",
)
@values_option
@assumptions_option
@concept_option
@concept_flags()
@seconds_option
@json_option
@nodes_option
def command(
    scenario: str,
    disagreement: str | None,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    concept: str,
    as_json: bool,
    most_nodes: int,
    **options: Any,
) -> None:
    """Bargain over the issues of SCENARIO: packages, zone of agreement, frontier, solutions.

    Every package of issue levels is valued by the scenario's own terms. Without a deal, play comes
    to the equilibrium of the game from which every agreement has been taken away, unless
    --disagreement names something else.

    Example: crisis-sim bargain cuba-1962-cable --disagreement "war by accident"
    """
    from crisis_sim.report.bargain import bargain_blocks, bargain_text

    study = open_study(scenario, assumptions, most_nodes=most_nodes)
    given = parse_values(values)
    view = study.bargain(given, disagreement=disagreement, concept=concept, **options)
    if as_json:
        click.echo(bargain_text(study, view, given))
        return
    tell(study, given, bargain_blocks(study, view))
