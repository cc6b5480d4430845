"""``crisis-sim thresholds``."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from crisis_sim.exact.data.line import Thresholds

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

    Without -x, along every parameter the game's numbers depend on.

    Example: crisis-sim thresholds cuba-1962-cable -x pi -s d=0.913
    """
    from crisis_sim.cli.progress import progress_bar
    from crisis_sim.errors import InputError, NotSolved
    from crisis_sim.report.thresholds import overview_blocks, thresholds_blocks, thresholds_text
    from crisis_sim.scenario.span import Span

    study = open_study(scenario, assumptions, most_nodes=max_nodes)
    given = parse_values(values)
    if along and everything:
        raise InputError("--all goes without -x")
    asked = along or tuple(map(Span, study.parameters(given)))
    found: list[Thresholds] = []
    refused: dict[str, NotSolved] = {}
    with progress_bar("Parameters", len(asked)) as bar:
        for done, span in enumerate(asked):
            bar(done)
            try:
                found.append(study.thresholds(span, given))
            except NotSolved as error:
                refused[span.name] = error
    if refused and len(asked) == 1:
        raise refused[asked[0].name]
    failures = {name: str(error) for name, error in refused.items()}
    if as_json:
        click.echo(thresholds_text(study, found, failures))
        return
    single = len(asked) == 1 and not everything
    account = thresholds_blocks(study, found[0]) if single else overview_blocks(found, failures)
    tell(study, found[0].fixed if single else given, account)
