"""``crisis-sim dominance``."""

from __future__ import annotations

from functools import partial

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.options import tell

__all__ = []


@click.command("dominance")
@click.option("--weak", is_flag=True, help="Eliminate weakly dominated strategies as well.")
@seconds_option
@asked_of_scenario
def command(
    asked: Asked,
    weak: bool,
) -> None:
    """Eliminate what no rational side would play, round by round, and show what survives.

    What survives strict dominance are the rationalisable strategies: all that common knowledge
    of rationality allows, whoever believes what. Each strategy that goes is shown with the round
    and with what is better, a strategy or a mixture, by exact arithmetic.

    Example: crisis-sim dominance brinkmanship --weak
    """
    from crisis_sim.report.dominance import dominance_blocks, dominance_text

    study, given = asked.opened()
    with as_far(partial(study.dominance, given, weak=weak)) as found:
        game = study.game(given)
        if asked.as_json:
            click.echo(dominance_text(study, found, game))
            return
        tell(study, given, dominance_blocks(found, game.tree))
