"""``crisis-sim compare``."""

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


@click.command("compare")
@scenario_argument
@assumptions_option
@values_option
@concept_option
@concept_flags()
@seconds_option
@json_option
@nodes_option
def command(
    scenario: str,
    assumptions: tuple[str, ...],
    values: tuple[str, ...],
    concept: str,
    as_json: bool,
    most_nodes: int,
    **options: Any,
) -> None:
    """Put assumptions of SCENARIO side by side, each against the scenario as it is.

    Without -a, every assumption of the scenario. Join two with + to make both at once:
    -a "NATO cheap + slow delivery".
    """
    from crisis_sim.report.comparison import comparison_blocks, comparison_text

    study = open_study(scenario, most_nodes=most_nodes)
    given = parse_values(values)
    compared = study.compare(assumptions or None, given, concept=concept, **options)
    if as_json:
        click.echo(comparison_text(study, compared.cases, given))
        return
    tell(study, given, comparison_blocks(study, compared.cases))
