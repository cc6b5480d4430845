"""``crisis-sim dominance``."""

from __future__ import annotations

import click

from crisis_sim.cli.options import (
    assumptions_option,
    json_option,
    nodes_option,
    open_study,
    parse_values,
    scenario_argument,
    tell,
    values_option,
)

__all__ = []


@click.command("dominance")
@scenario_argument
@click.option("--weak", is_flag=True, help="Eliminate weakly dominated strategies as well.")
@values_option
@assumptions_option
@json_option
@nodes_option
def command(
    scenario: str,
    weak: bool,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    as_json: bool,
    max_nodes: int,
) -> None:
    """Eliminate what no rational side would play, round by round, and show what survives.

    What survives strict dominance are the rationalisable strategies: all that common knowledge
    of rationality allows, whoever believes what. Each strategy that goes is shown with the round
    and with what is better, a strategy or a mixture, by exact arithmetic.

    Example: crisis-sim dominance brinkmanship --weak
    """
    from crisis_sim.report.dominance import dominance_blocks, dominance_text

    study = open_study(scenario, assumptions, most_nodes=max_nodes)
    given = parse_values(values)
    found = study.dominance(given, weak=weak)
    game = study.game(given)
    if as_json:
        click.echo(dominance_text(study, found, game))
        return
    tell(study, given, dominance_blocks(found, game.tree))
