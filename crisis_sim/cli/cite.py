"""``crisis-sim cite``."""

from __future__ import annotations

import click

from crisis_sim.cli.options import open_study, scenario_argument

__all__ = []


@click.command("cite")
@scenario_argument
def command(scenario: str) -> None:
    """Print what to cite as BibTeX: the sources of SCENARIO, and the program.

    Example: crisis-sim cite cuba-1962-cable > sources.bib
    """
    click.echo(open_study(scenario).cite())
