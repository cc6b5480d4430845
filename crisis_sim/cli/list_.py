"""``crisis-sim list``."""

from __future__ import annotations

import click

from crisis_sim.cli.options import console, json_option

__all__ = []


@click.command("list")
@json_option
def command(as_json: bool) -> None:
    """List the scenarios that come with the package."""
    from crisis_sim.report.blocks import TableBlock, show
    from crisis_sim.scenario.library import load, shipped

    scenarios = [load(name) for name in shipped()]
    if as_json:
        from crisis_sim.report.envelope import as_json as text_of
        from crisis_sim.report.envelope import made_by

        listed = [
            {"name": s.name, "title": s.title, "assumptions": list(s.assumptions)}
            for s in scenarios
        ]
        click.echo(text_of({**made_by(), "scenarios": listed}))
        return
    rows = [(s.name, s.title, str(len(s.parameters)), str(len(s.assumptions))) for s in scenarios]
    columns = ("scenario", "title", "parameters", "assumptions")
    show([TableBlock(columns, tuple(rows), frozenset({2, 3}))], console())
