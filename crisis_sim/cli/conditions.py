"""``crisis-sim conditions``."""

from __future__ import annotations

from functools import partial

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_of_scenario
from crisis_sim.cli.flags import flags_of
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.options import tell
from crisis_sim.cli.ranges import Spans, outcome_option, spans_option

__all__ = []


@click.command("conditions")
@outcome_option
@spans_option(
    *flags_of("along"),
    "along",
    help="A parameter kept as a symbol, over its range or the one given. [default: all, up to 6]",
)
@click.option("--latex", "as_latex", is_flag=True, help="Print the conditions as LaTeX instead.")
@seconds_option
@asked_of_scenario
def command(
    asked: Asked,
    outcome: str,
    along: Spans,
    as_latex: bool,
) -> None:
    """Tell under which inequalities an equilibrium of SCENARIO reaches an outcome.

    Example: crisis-sim conditions brinkmanship --outcome war -x q -x p
    """
    from crisis_sim.report.circumstances import circumstances
    from crisis_sim.report.conditions import conditions_blocks, conditions_latex, conditions_text

    if asked.as_json and as_latex:
        raise click.UsageError("--json holds the LaTeX too: leave out --latex")
    study, given = asked.opened()
    with as_far(partial(study.conditions, outcome, along, given)) as found:
        if asked.as_json:
            click.echo(conditions_text(study, found))
            return
        if as_latex:
            told = [study.scenario.title, *circumstances(study, found.fixed, found.free)]
            click.echo("\n".join([*(f"% {line}" for line in told), conditions_latex(found)]))
            return
        tell(study, found.fixed, conditions_blocks(study, found), followed=found.free)
