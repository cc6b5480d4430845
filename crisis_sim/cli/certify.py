"""``crisis-sim certify``."""

from __future__ import annotations

from functools import partial

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.option_flags import argument_flag
from crisis_sim.cli.options import tell
from crisis_sim.cli.progress import progress_bar
from crisis_sim.cli.ranges import Spans, along_option, outcome_option

__all__ = []


@click.command("certify")
@outcome_option
@along_option
@argument_flag("tol", method="certify")
@argument_flag("seconds", method="certify")
@argument_flag("draws", method="certify")
@argument_flag("seed")
@asked_of_scenario
def command(
    asked: Asked,
    outcome: str,
    along: Spans,
    tol: float,
    seconds: float,
    draws: int,
    seed: int,
) -> None:
    """Bound the share of a box of parameters on which SCENARIO reaches an outcome, with proof.

    What is followed is given by -x, or else every parameter the game's numbers depend on,
    but those assumed or given.

    Example: crisis-sim certify cuba-1962-cable --outcome settlement -x pi -x mu
    """
    from crisis_sim.report.certify import certify_blocks, certify_text
    from crisis_sim.time_limits import seconds_spent

    began = seconds_spent()
    study, given = asked.opened()
    certify = partial(
        study.certify,
        outcome,
        along,
        given,
        tol=tol,
        seconds=max(0.0, seconds - (seconds_spent() - began)),
        draws=draws,
        seed=seed,
    )
    with as_far(certify, progress_bar("Percent decided", 100)) as found:
        if asked.as_json:
            click.echo(certify_text(study, found))
            return
        tell(study, found.fixed, certify_blocks(study, found), followed=found.parameters)
