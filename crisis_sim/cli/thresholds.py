"""``crisis-sim thresholds``."""

from __future__ import annotations

import click

from crisis_sim.cli.options import (
    assumptions_option,
    json_option,
    nodes_option,
    open_study,
    parse_values,
    scenario_argument,
    seconds_option,
    tell,
    values_option,
)
from crisis_sim.cli.ranges import Spans, along_option

__all__ = []


@click.command("thresholds")
@scenario_argument
@along_option
@click.option("--all", "everything", is_flag=True, help="Along every parameter, one after another.")
@values_option
@assumptions_option
@seconds_option
@json_option
@nodes_option
def command(
    scenario: str,
    along: Spans,
    everything: bool,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    as_json: bool,
    max_nodes: int,
) -> None:
    """Find every point along a parameter where the equilibria of SCENARIO change, exactly.

    Without -x, along every parameter the game's numbers depend on, but those assumed or
    given.

    Example: crisis-sim thresholds cuba-1962-cable -x pi -s d=0.913
    """
    from crisis_sim.cli.progress import progress_bar
    from crisis_sim.errors import InputError
    from crisis_sim.report.thresholds import overview_blocks, thresholds_blocks, thresholds_text

    study = open_study(scenario, assumptions, most_nodes=max_nodes)
    given = parse_values(values)
    if along and everything:
        raise InputError("--all goes without -x")
    names = [one.name for one in along] or study.parameters(given)
    with progress_bar("Parameters", len(names)) as bar:
        every = study.every_threshold(along, given, report=bar)
    if every.refused and len(names) == 1:
        raise every.refused[names[0]]
    if as_json:
        click.echo(thresholds_text(study, every))
        return
    single = len(names) == 1 and not everything
    account = thresholds_blocks(study, every.found[0]) if single else overview_blocks(every)
    tell(study, given, account, followed=names if len(names) == 1 else ())
