"""``crisis-sim simulate``."""

from __future__ import annotations

from typing import Any

import click

from crisis_sim.cli.limits import nodes_option, seconds_option
from crisis_sim.cli.option_flags import argument_flag, concept_flags
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


@click.command("simulate")
@scenario_argument
@argument_flag("plays")
@argument_flag("seed")
@click.option("--show", "shown", type=click.IntRange(min=0), default=3, help="Plays told in full.")
@argument_flag("equilibrium", "Which of several equilibria is played")
@values_option
@assumptions_option
@concept_option
@concept_flags()
@seconds_option
@json_option
@nodes_option
def command(
    scenario: str,
    plays: int,
    seed: int,
    shown: int,
    equilibrium: int,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    concept: str,
    as_json: bool,
    most_nodes: int,
    **options: Any,
) -> None:
    """Draw plays of SCENARIO at random, as an equilibrium plays it, with their days.

    The same seed gives the same plays. Example: crisis-sim simulate cuba-1962-cable --plays 5000
    """
    from crisis_sim.report.simulation import simulation_blocks, simulation_text

    study = open_study(scenario, assumptions, most_nodes=most_nodes)
    given = parse_values(values)
    drawn = study.simulate(
        given,
        plays=plays,
        seed=seed,
        equilibrium=equilibrium,
        concept=concept,
        **options,
    )
    if as_json:
        click.echo(simulation_text(study, drawn, shown))
        return
    tell(study, given, simulation_blocks(drawn, shown))
