"""``crisis-sim bargain``."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.option_flags import concept_flags
from crisis_sim.cli.options import concept_option, tell

__all__ = []


@click.command("bargain")
@click.option(
    "--disagreement",
    metavar="PLACE",
    help="What happens without a deal: an outcome, or a situation whose continuation counts.",
)
@concept_option
@concept_flags()
@seconds_option
@asked_of_scenario
def command(asked: Asked, **options: Any) -> None:
    """Bargain over the issues of SCENARIO: packages, zone of agreement, frontier, solutions.

    Every package of issue levels is valued by the scenario's own terms. Without a deal, play comes
    to the equilibrium of the game from which every agreement has been taken away, unless
    --disagreement names something else.

    Example: crisis-sim bargain cuba-1962-cable --disagreement "war by accident"
    """
    from crisis_sim.report.bargain import bargain_blocks, bargain_text

    study, given = asked.opened()
    with as_far(partial(study.bargain, given, **options)) as view:
        if asked.as_json:
            click.echo(bargain_text(study, view, given))
            return
        tell(study, given, bargain_blocks(study, view))
