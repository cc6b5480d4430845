"""``crisis-sim thresholds``."""

from __future__ import annotations

from functools import partial

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.options import tell
from crisis_sim.cli.progress import progress_bar
from crisis_sim.cli.ranges import Spans, along_option

__all__ = []


@click.command("thresholds")
@along_option
@seconds_option
@asked_of_scenario
def command(asked: Asked, along: Spans) -> None:
    """Find every point along a parameter where the equilibria of SCENARIO change, exactly.

    Without -x, along every parameter the game's numbers depend on, but those assumed or
    given.

    Example: crisis-sim thresholds cuba-1962-cable -x pi -s d=0.913
    """
    from crisis_sim.report.thresholds import overview_blocks, thresholds_blocks, thresholds_text

    study, given = asked.opened()
    follow = partial(study.every_threshold, along, given)
    with as_far(follow, progress_bar("Parameters", len(along or study.parameters(given)))) as every:
        followed = (*(one.parameter for one in every.found), *every.refused)
        if len(followed) > 1:
            account, followed = overview_blocks(study, every), ()
        elif every.found:
            account = thresholds_blocks(study, every.found[0])
        else:
            raise every.refused[followed[0]]
        if asked.as_json:
            click.echo(thresholds_text(study, every))
            return
        tell(study, given, account, followed=followed)
