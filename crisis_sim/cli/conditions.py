"""``crisis-sim conditions``."""

from __future__ import annotations

import click

from crisis_sim.cli.options import (
    assumptions_option,
    complete_from,
    json_option,
    nodes_option,
    open_study,
    parse_values,
    scenario_argument,
    seconds_option,
    tell,
    values_option,
)
from crisis_sim.cli.ranges import Spans, spans_option

__all__ = []


@click.command("conditions")
@scenario_argument
@click.option(
    "--outcome",
    required=True,
    shell_complete=complete_from("outcomes"),
    help="An outcome, or a category of outcomes, reached with positive probability.",
)
@spans_option(
    "-x",
    "--along",
    "along",
    help="A parameter kept as a symbol, over its range or the one given. [default: all, up to 6]",
)
@values_option
@assumptions_option
@click.option("--latex", "as_latex", is_flag=True, help="Print the conditions as LaTeX instead.")
@seconds_option
@json_option
@nodes_option
def command(
    scenario: str,
    outcome: str,
    along: Spans,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    as_latex: bool,
    as_json: bool,
    max_nodes: int,
) -> None:
    """Tell under which inequalities an equilibrium of SCENARIO reaches an outcome.

    Example: crisis-sim conditions brinkmanship --outcome retreat -x q -x p
    """
    from crisis_sim.report.conditions import conditions_blocks, conditions_latex, conditions_text

    study = open_study(scenario, assumptions, most_nodes=max_nodes)
    given = parse_values(values)
    found = study.conditions(outcome, along, given)
    if as_json:
        click.echo(conditions_text(study, found))
        return
    if as_latex:
        click.echo(conditions_latex(found))
        return
    tell(study, found.fixed, conditions_blocks(study, found), followed=found.free)
