"""``crisis-sim regions``."""

from __future__ import annotations

from functools import partial

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.options import tell
from crisis_sim.cli.ranges import Spans, along_option

__all__ = []


@click.command("regions")
@along_option
@seconds_option
@asked_of_scenario
def command(
    asked: Asked,
    along: Spans,
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
    study, given = asked.opened()
    with as_far(partial(study.regions, *along, given)) as found:
        if asked.as_json:
            click.echo(regions_text(study, found))
            return
        tell(study, found.fixed, regions_blocks(study, found), followed=found.parameters)
