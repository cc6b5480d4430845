"""``crisis-sim nearest``."""

from __future__ import annotations

from functools import partial

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.completion import complete_from
from crisis_sim.cli.flags import flags_of
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.options import tell
from crisis_sim.cli.progress import progress_bar
from crisis_sim.cli.ranges import Spans, spans_option

__all__ = []


@click.command("nearest")
@click.option(
    "--outcome",
    default="",
    shell_complete=complete_from("outcomes"),
    help="Ask when this outcome, or category, is reached no longer, or at last. [default: any]",
)
@spans_option(
    *flags_of("along"),
    "along",
    help="A parameter that may move, over its range or the one given. [default: all]",
)
@seconds_option
@asked_of_scenario
def command(
    asked: Asked,
    outcome: str,
    along: Spans,
) -> None:
    """Find the smallest change of assumptions that changes the outcome of SCENARIO.

    Changes are measured as shares of the parameters' ranges. Values given by -s stay, or are where
    a parameter named by -x starts.

    Example: crisis-sim nearest cuba-1962-cable --outcome war
    """
    from crisis_sim.report.nearest import nearest_blocks, nearest_text

    study, given = asked.opened()
    with as_far(
        partial(study.nearest, outcome, along, given), progress_bar("Parameters", None)
    ) as found:
        if asked.as_json:
            click.echo(nearest_text(study, found))
            return
        tell(study, given, nearest_blocks(study, found))
