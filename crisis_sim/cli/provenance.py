"""``crisis-sim provenance``."""

from __future__ import annotations

import click

from crisis_sim.cli.options import console, json_option, open_study, scenario_argument

__all__ = []


@click.command("provenance")
@scenario_argument
@json_option
def command(scenario: str, as_json: bool) -> None:
    """List what SCENARIO takes from its sources, what it infers and what it assumes.

    At the end: what cites no source, and the paragraphs that nothing cites.
    """
    from crisis_sim.report.blocks import show
    from crisis_sim.report.provenance import provenance_blocks, provenance_text

    found = open_study(scenario).provenance()
    if as_json:
        click.echo(provenance_text(found))
    else:
        show(provenance_blocks(found), console())
