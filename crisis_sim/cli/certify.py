"""``crisis-sim certify``."""

from __future__ import annotations

import click

from crisis_sim.cli.number import NumberRange
from crisis_sim.cli.option_flags import argument_flag
from crisis_sim.cli.options import (
    assumptions_option,
    complete_from,
    json_option,
    nodes_option,
    open_study,
    parse_values,
    scenario_argument,
    tell,
    values_option,
)
from crisis_sim.cli.progress import progress_bar
from crisis_sim.cli.ranges import Spans, along_option

__all__ = []


@click.command("certify")
@scenario_argument
@click.option(
    "--outcome",
    required=True,
    shell_complete=complete_from("outcomes"),
    help="An outcome, or a category of outcomes, reached with positive probability.",
)
@along_option
@values_option
@assumptions_option
@click.option(
    "--tol",
    type=NumberRange(0, min_open=True),
    default=0.01,
    show_default=True,
    help="Stop when the bounds are this close.",
)
@click.option(
    "--seconds",
    type=NumberRange(0),
    default=50.0,
    show_default=True,
    help="Stop after so much processor time, with the bounds reached.",
)
@click.option(
    "--draws",
    type=click.IntRange(0),
    default=1000,
    show_default=True,
    help="Random draws from the priors, for the estimate beside the bounds.",
)
@argument_flag("seed")
@json_option
@nodes_option
def command(
    scenario: str,
    outcome: str,
    along: Spans,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    tol: float,
    seconds: float,
    draws: int,
    seed: int,
    as_json: bool,
    max_nodes: int,
) -> None:
    """Bound the share of a box of parameters on which SCENARIO reaches an outcome, with proof.

    What is followed is given by -x, or else every parameter the game's numbers depend on,
    but those assumed or given.

    Example: crisis-sim certify cuba-1962-cable --outcome settlement -x pi -x mu
    """
    from crisis_sim.report.certify import certify_blocks, certify_text
    from crisis_sim.time_limit import seconds_spent

    began = seconds_spent()
    study = open_study(scenario, assumptions, most_nodes=max_nodes)
    given = parse_values(values)
    with progress_bar("Percent decided", 100) as bar:
        found = study.certify(
            outcome,
            along,
            given,
            tol=tol,
            seconds=max(0.0, seconds - (seconds_spent() - began)),
            draws=draws,
            seed=seed,
            report=bar,
        )
    if as_json:
        click.echo(certify_text(study, found))
        return
    tell(study, found.fixed, certify_blocks(study, found), followed=found.parameters)
