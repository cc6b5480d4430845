"""``crisis-sim solve``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import click

from crisis_sim.arguments import ARGUMENTS
from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.option_flags import concept_flags, option_flag
from crisis_sim.cli.options import concept_option, tell
from crisis_sim.cli.progress import progress_bar
from crisis_sim.concepts import AUTO, CONCEPTS

__all__ = []


@click.command("solve")
@concept_option
@option_flag(ARGUMENTS["equilibrium"], "Tell this one of several in full")
@concept_flags()
@seconds_option
@asked_of_scenario
def command(asked: Asked, concept: str, equilibrium: int | None, **options: Any) -> None:
    """Find the equilibria of SCENARIO and account for them.

    Example: crisis-sim solve cuba-1962-cable -s pi=0.1 -a "NATO cheap"
    """
    from crisis_sim.errors import NotSolved
    from crisis_sim.report.solution import headline, solution_blocks

    study, given = asked.opened()
    solve = partial(study.solve, given, concept=concept, **options)
    with as_far(solve, progress_bar(*_steps(concept, options))) as solution:
        if equilibrium is not None:
            solution.chosen(equilibrium)
        if asked.as_json:
            from crisis_sim.report.json_object import solution_text

            click.echo(solution_text(study, solution))
        else:
            tell(study, given, solution_blocks(solution, which=equilibrium))
        if not solution.equilibria or not solution.converged:
            raise NotSolved(headline(solution), " Otherwise, ", *solution.otherwise, ".")


def _steps(concept: str, options: Mapping[str, Any]) -> tuple[str, int | None]:
    """What a solver counts that tells how far it is, and how many there are at most if known."""
    counted = CONCEPTS.get("sequential" if concept == AUTO else concept)
    if counted is None:
        return "Working", None
    bound = counted.options.get(counted.reports)
    most: Any = options[bound.name] or bound.default if bound else None
    return counted.reports.capitalize(), most
