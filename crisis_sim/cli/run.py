"""``crisis-sim run``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_to_write
from crisis_sim.cli.flags import flags_of
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.option_flags import concept_flags
from crisis_sim.cli.options import OutputPath, concept_option, force_option
from crisis_sim.cli.progress import progress_bar
from crisis_sim.reporter import Reporter
from crisis_sim.study import Study
from crisis_sim.time_limits import OutOfTime

__all__ = []


@click.command("run")
@click.option(
    *flags_of("path"),
    "output",
    type=OutputPath(folder=True),
    default=Path("out"),
    show_default=True,
    help="The folder to write.",
)
@concept_option
@concept_flags()
@seconds_option
@force_option
@asked_to_write
def command(asked: Asked, output: Path, force: bool, **options: Any) -> None:
    """Write everything about SCENARIO to one folder.

    A report, tables (CSV), figures (SVG, PDF, PNG), the solution as JSON and the SHA-256 of each:
    all of them or none. Files of an earlier run are replaced or removed if they are as crisis-sim
    wrote them. Those written are listed on standard output.
    """
    from crisis_sim.report.folder_list import earlier_in

    Study.check_run(output, force=force)
    before = earlier_in(output)
    study, given = asked.opened()
    late: list[str] = []
    with as_far(partial(study.run, output, given, force=force, **options), _files(late)) as written:
        for path in written:
            click.echo(path)
        if told := before.told(output):
            click.echo(told, err=True)
        if late:
            raise OutOfTime.before("; ".join(late))


@contextmanager
def _files(late: list[str]) -> Iterator[Reporter]:
    """A bar that counts files; gathers what is told for good, which is what was left out."""
    with progress_bar("Files", None) as bar:

        def report(done: int, note: str = "", /) -> None:
            if note.endswith("\n"):
                late.append(note.strip())
            else:
                bar(done, note)

        yield report
