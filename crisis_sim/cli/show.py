"""``crisis-sim show``."""

from __future__ import annotations

import click

from crisis_sim.cli.options import assumptions_option, console, open_study, scenario_argument

__all__ = []


@click.command("show")
@scenario_argument
@assumptions_option
def command(scenario: str, assumptions: tuple[str, ...]) -> None:
    """Show what SCENARIO says: sides, numbers, moves, outcomes, what-ifs and sources."""
    from crisis_sim.report.blocks import show

    show(open_study(scenario, assumptions).show().blocks, console())
