"""``crisis-sim sensitivity``."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.flags import flags_of
from crisis_sim.cli.limits import seconds_option_of
from crisis_sim.cli.option_flags import argument_flag, concept_flags
from crisis_sim.cli.options import swept_option, tell
from crisis_sim.cli.progress import progress_lines

__all__ = []


@click.command("sensitivity")
@click.option("--outcome", default="", help="Explain the probability of this outcome or category.")
@click.option("--payoff", metavar="PLAYER", default="", help="Explain this player's payoff.")
@argument_flag("method")
@click.option(
    *flags_of("axes"),
    "axes",
    metavar="NAME~PRIOR",
    multiple=True,
    help="What is uncertain, such as mu~prior or pi~beta(2,5); without it, every parameter that "
    "matters and has a prior, unless it is assumed or given.",
)
@argument_flag(
    "samples",
    "Base samples; sobol solves (parameters + 2) times as many points, morris (parameters + 1) "
    "times, pawn so many",
)
@argument_flag("seed")
@argument_flag("workers")
@seconds_option_of("sensitivity")
@swept_option
@concept_flags(swept=True)
@asked_of_scenario
def command(asked: Asked, **options: Any) -> None:
    """Which of SCENARIO's parameters an outcome or a payoff depends on.

    Example: crisis-sim sensitivity cuba-1962-cable --outcome war --method sobol
    """
    from crisis_sim.report.sensitivity import sensitivity_blocks, sensitivity_text

    study, given = asked.opened()
    analyse = partial(study.sensitivity, values=given, **options)
    with as_far(analyse, progress_lines()) as found:
        if asked.as_json:
            click.echo(sensitivity_text(found))
        else:
            drawn = [one.name for one in found.influences]
            tell(study, given, sensitivity_blocks(found), followed=drawn)
