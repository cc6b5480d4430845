"""``crisis-sim compare``."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.option_flags import concept_flags
from crisis_sim.cli.options import concept_option, tell
from crisis_sim.cli.progress import progress_bar

__all__ = []


@click.command("compare")
@concept_option
@concept_flags()
@seconds_option
@asked_of_scenario
def command(asked: Asked, **options: Any) -> None:
    """Put assumptions of SCENARIO side by side, each against the scenario as it is.

    Without -a, every assumption of the scenario. Join two with + to make both at once:
    -a "NATO cheap + slow delivery".
    """
    from crisis_sim.report.comparison import comparison_blocks, comparison_text

    study, given = replace(asked, assumptions=()).opened()
    compare = partial(study.compare, asked.assumptions or None, given, **options)
    with as_far(compare, progress_bar("Cases", None)) as compared:
        if asked.as_json:
            click.echo(comparison_text(study, compared.cases, given))
            return
        tell(study, given, comparison_blocks(study, compared.cases))
