"""``crisis-sim sweep``."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.flags import flags_of
from crisis_sim.cli.limits import nodes_option, seconds_option_of
from crisis_sim.cli.option_flags import argument_flag, concept_flags
from crisis_sim.cli.options import (
    OutputPath,
    assumptions_option,
    json_option,
    open_study,
    parse_values,
    scenario_argument,
    swept_option,
    tell,
    values_option,
)
from crisis_sim.cli.progress import progress_bar, progress_lines
from crisis_sim.cli.streams import say
from crisis_sim.errors import InputError, WorkerLost
from crisis_sim.study import Study
from crisis_sim.time_limits import OutOfTime

if TYPE_CHECKING:
    from crisis_sim.sweep.results.swept import Swept

__all__ = ["asked_of", "command"]


@click.command("sweep")
@scenario_argument
@click.option(
    *flags_of("axes"),
    "axes",
    metavar="AXIS",
    multiple=True,
    help="What varies: pi=0:0.6:101 (from, to, how many), n=2,12,30 (a list), "
    "mu~beta(2,5) or mu~prior (drawn). Several are combined, each with each.",
)
@argument_flag(
    "draws",
    "How many draws of the axes that are drawn, or else of every parameter that has a prior and is "
    "neither assumed nor given",
    method="sweep",
)
@argument_flag("sample")
@argument_flag("seed")
@click.option(
    "--points",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A table of points (.csv, .xlsx, .parquet, .dta), a column for each name.",
)
@click.option(
    "--each",
    metavar="ASSUMPTION",
    multiple=True,
    help="An alternative beside the scenario as it is; join two with +.",
)
@values_option
@assumptions_option
@swept_option
@concept_flags(swept=True)
@click.option(
    *flags_of("path"),
    "output",
    type=OutputPath(),
    help="The file to write: .csv, .parquet, .nc or .dta. Without it, only the summary.",
)
@click.option("--resume", is_flag=True, help="Continue a sweep that was stopped.")
@click.option("--force", is_flag=True, help="Write over what is there.")
@argument_flag("workers")
@seconds_option_of("sweep")
@click.option("--scheduler", metavar="URL", default="", help="Use the workers of a Dask cluster.")
@click.option("--dry-run", is_flag=True, help="Say points, bytes and time, and do nothing.")
@argument_flag("part_points")
@json_option
@nodes_option
def command(
    output: Path | None,
    resume: bool,
    force: bool,
    workers: int,
    scheduler: str,
    dry_run: bool,
    as_json: bool,
    **design: Any,
) -> None:
    """Solve SCENARIO at many points, and write the answers to a file.

    Example: crisis-sim sweep cuba-1962-cable -x pi=0:0.6:401 -x h=0:0.2:401 -o regions.nc
    """
    from crisis_sim.report.sweep import estimate_json, estimate_text, sweep_blocks, sweep_text

    written = Study.check_sweep(output, resume=resume, force=force)
    study, asked = asked_of(**design)
    if dry_run:
        found = study.estimate(output, workers=workers, **asked)
        if as_json:
            click.echo(estimate_json(study, found, asked["values"]))
            return
        for note in found.notes:
            say(f"Note: {note}.")
        click.echo(estimate_text(found))
        return
    how: dict[str, Any] = {"workers": workers, "scheduler": scheduler}
    sweep = partial(study.sweep_to, output, resume=resume, force=force, **how, **asked)
    again = _told_how_to_go_on(output, asked["command"], **how)
    with again, as_far(sweep, progress_lines()) as swept:
        if swept.summary is None:
            say(f"{output} is complete already.")
        if as_json:
            click.echo(sweep_text(swept.sheet, swept.summary, swept.seconds))
        elif swept.summary is not None:
            blocks = sweep_blocks(swept.sheet, swept.summary, swept.seconds, swept.compiling)
            followed = [one.name for one in swept.sheet.dimensions]
            tell(study, asked["values"], blocks, followed=followed)
        if written and swept.summary is not None:
            say(_written(swept, written))


@contextmanager
def _told_how_to_go_on(
    output: Path | None, command: str, *, workers: int, scheduler: str
) -> Iterator[None]:
    """Interrupted or forsaken, a sweep that was begun says by which command it is resumed."""

    def told() -> str:
        if output is None or not Study.unfinished(output):
            return ""
        more = f" --workers {workers}" if workers > 1 else ""
        more += f" --scheduler {shlex.quote(scheduler)}" if scheduler else ""
        again = f"{command} -o {shlex.quote(str(output))}{more} --resume"
        return f"What is finished is kept. To go on:\n  {again}"

    try:
        yield
    except KeyboardInterrupt:
        if words := told():
            say(words)
        raise
    except (WorkerLost, OutOfTime) as error:
        more = f"\n{told()}".rstrip()
        raise type(error)(*error.args, more) from None


def _written(swept: Swept, files: Sequence[Path]) -> str:
    """Which files were written, or why none was."""
    if swept.path is None:
        return "Nothing was written: smaller parts (--part-points) are kept, to be resumed."
    return f"Wrote {' and '.join(map(str, files))}."


def asked_of(scenario: str, **design: Any) -> tuple[Study, dict[str, Any]]:
    """What the options ask, and of which study."""
    words = ["crisis-sim", "sweep", scenario, *_typed(design)]
    _check_text(words)
    assumptions, most_nodes = design.pop("assumptions"), design.pop("most_nodes")
    study = open_study(scenario, assumptions, most_nodes=most_nodes)
    given = {option.name: design[option.name] for option in _given(design) if option.name in design}
    asked = {**given, "values": parse_values(design["values"]), "command": shlex.join(words)}
    if "points" in asked:
        with progress_bar("Rows", None) as bar:
            asked["points"] = study.points(asked["points"], report=bar)
    return study, asked


def _typed(given: Mapping[str, Any]) -> Iterator[str]:
    """What was asked, as one types it."""
    for option in _given(given):
        value = given[option.name or ""]
        for one in value if option.multiple else [value]:
            yield from (option.opts[0], str(one))


def _given(given: Mapping[str, Any]) -> Iterator[click.Option]:
    """The options that are not as they are when nothing is asked."""
    for option in command.params:
        value = given.get(option.name or "")
        if isinstance(option, click.Option) and value not in (None, option.default):
            yield option


def _check_text(words: list[str]) -> None:
    """Refuse names of files that are no text: the results say by which command they were made."""
    for word in words:
        try:
            word.encode()
        except UnicodeEncodeError:
            raise InputError(
                f"the name {word!a} is no text in UTF-8, which the results could tell; rename "
                "the file"
            ) from None
