"""``crisis-sim thresholds``."""

from __future__ import annotations

import click

from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.options import tell
from crisis_sim.cli.ranges import Spans, along_option

__all__ = []


@click.command("thresholds")
@along_option
@click.option("--all", "everything", is_flag=True, help="Along every parameter, one after another.")
@seconds_option
@asked_of_scenario
def command(
    asked: Asked,
    along: Spans,
    everything: bool,
) -> None:
    """Find every point along a parameter where the equilibria of SCENARIO change, exactly.

    Without -x, along every parameter the game's numbers depend on, but those assumed or
    given.

    Example: crisis-sim thresholds cuba-1962-cable -x pi -s d=0.913
    """
    from crisis_sim.cli.progress import progress_bar
    from crisis_sim.errors import InputError
    from crisis_sim.report.thresholds import overview_blocks, thresholds_blocks, thresholds_text

    study, given = asked.opened()
    if along and everything:
        raise InputError("--all goes without -x")
    names = [one.name for one in along] or study.parameters(given)
    with progress_bar("Parameters", len(names)) as bar:
        every = study.every_threshold(along, given, report=bar)
    if every.refused and len(names) == 1:
        raise every.refused[names[0]]
    if asked.as_json:
        click.echo(thresholds_text(study, every))
        return
    single = len(names) == 1 and not everything
    account = thresholds_blocks(study, every.found[0]) if single else overview_blocks(study, every)
    tell(study, given, account, followed=names if len(names) == 1 else ())
