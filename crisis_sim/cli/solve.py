"""``crisis-sim solve``."""

from __future__ import annotations

from math import isnan

import click

from crisis_sim.cli.number import NumberRange
from crisis_sim.cli.options import (
    assumptions_option,
    concept_option,
    json_option,
    nodes_option,
    open_study,
    parse_values,
    scenario_argument,
    seconds_option,
    tell,
    values_option,
)
from crisis_sim.concepts import MOST_ITERATIONS

__all__ = []


@click.command("solve")
@scenario_argument
@values_option
@assumptions_option
@concept_option
@click.option(
    "-e", "--equilibrium", type=click.IntRange(min=1), help="Tell this one of several in full."
)
@click.option(
    "--precision",
    type=NumberRange(min=0),
    help="For -c quantal: 0 is play at random; without it, the limit of the branch.",
)
@click.option(
    "--logit",
    is_flag=True,
    help="For -c sequential: test too which equilibrium the logit branch leads to.",
)
@click.option(
    "--tol",
    type=NumberRange(min=0),
    help="For -c cfr: stop at this regret, in payoff units; by default 1/10,000 of their range.",
)
@click.option(
    "--iterations",
    type=click.IntRange(min=1),
    help=f"For -c cfr: at most so many; by default {MOST_ITERATIONS:,}.",
)
@seconds_option
@json_option
@nodes_option
def command(
    scenario: str,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    concept: str,
    equilibrium: int | None,
    precision: float | None,
    logit: bool,
    tol: float | None,
    iterations: int | None,
    as_json: bool,
    max_nodes: int,
) -> None:
    """Find the equilibria of SCENARIO and account for them.

    Example: crisis-sim solve cuba-1962-cable -s pi=0.1 -a "NATO cheap"
    """
    from crisis_sim.cli.progress import progress_bar
    from crisis_sim.errors import NotSolved
    from crisis_sim.report.solution import headline, solution_blocks

    study = open_study(scenario, assumptions, most_nodes=max_nodes)
    given = parse_values(values)
    with progress_bar("Iterations", iterations or MOST_ITERATIONS) as bar:
        solution = study.solve(
            given,
            concept=concept,
            precision=precision,
            logit=logit,
            tol=tol,
            iterations=iterations,
            report=lambda done, regret: bar(done, "" if isnan(regret) else f"regret {regret:.3g}"),
        )
    which = None if equilibrium is None else equilibrium - 1
    if which is not None:
        solution.chosen(which)
    if as_json:
        from crisis_sim.report.json_object import solution_text

        click.echo(solution_text(study, solution))
    else:
        family = study.family(given)
        tell(study, given, solution_blocks(solution, family, which=which))
    if not solution.equilibria or not solution.converged:
        raise NotSolved(headline(solution), " Otherwise, ", *solution.otherwise, ".")
