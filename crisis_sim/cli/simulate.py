"""``crisis-sim simulate``."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.option_flags import argument_flag, concept_flags
from crisis_sim.cli.options import concept_option, tell

__all__ = []


@click.command("simulate")
@argument_flag("plays")
@argument_flag("seed")
@click.option("--show", "shown", type=click.IntRange(min=0), default=3, help="Plays told in full.")
@argument_flag("equilibrium", "Which of several equilibria is played")
@concept_option
@concept_flags()
@seconds_option
@asked_of_scenario
def command(asked: Asked, shown: int, **options: Any) -> None:
    """Draw plays of SCENARIO at random, as an equilibrium plays it, with their days.

    The same seed gives the same plays. Example: crisis-sim simulate cuba-1962-cable --plays 5000
    """
    from crisis_sim.report.simulation import simulation_blocks, simulation_text

    study, given = asked.opened()
    with as_far(partial(study.simulate, given, **options)) as drawn:
        if asked.as_json:
            click.echo(simulation_text(study, drawn, shown))
            return
        tell(study, given, simulation_blocks(drawn, shown))
