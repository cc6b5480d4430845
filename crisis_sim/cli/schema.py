"""``crisis-sim schema``."""

from __future__ import annotations

import click

__all__ = []


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of scenario files.

    An editor that knows YAML schemas then completes fields and explains them.
    """
    from crisis_sim.scenario.schema import schema_text

    click.echo(schema_text(), nl=False)
