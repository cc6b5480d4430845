"""``crisis-sim sweep``."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crisis_sim.cli.options import (
    OutputPath,
    assumptions_option,
    concept_option,
    console,
    json_option,
    nodes_option,
    open_study,
    parse_values,
    scenario_argument,
    values_option,
)
from crisis_sim.cli.streams import say
from crisis_sim.errors import InputError

if TYPE_CHECKING:
    from crisis_sim.study import Study
    from crisis_sim.sweep.designs.estimate import Estimate
    from crisis_sim.sweep.designs.points import PointTable

__all__ = ["asked_of", "command"]


def design_options(function: Any) -> Any:
    """The options that say which points are swept."""
    options = [
        click.option(
            "-x",
            "--axis",
            "axes",
            metavar="AXIS",
            multiple=True,
            help="What varies: pi=0:0.6:101 (from, to, how many), n=2,12,30 (a list), "
            "mu~beta(2,5) or mu~prior (drawn). Several are combined, each with each.",
        ),
        click.option(
            "--draws",
            type=click.IntRange(min=1),
            help="How many draws (1024 if anything is drawn); without a drawn axis, every "
            "parameter with a prior is drawn.",
        ),
        click.option(
            "--sample",
            default="random",
            show_default=True,
            help="How they are drawn: random, sobol or latin.",
        ),
        click.option(
            "--seed",
            type=click.IntRange(min=0),
            default=0,
            show_default=True,
            help="The seed of the draws.",
        ),
        click.option(
            "--points",
            type=click.Path(dir_okay=False, path_type=Path),
            help="A table of points (.csv, .xlsx, .parquet, .dta), a column for each name.",
        ),
        click.option(
            "--each",
            metavar="ASSUMPTION",
            multiple=True,
            help="An alternative beside the scenario as it is; join two with +.",
        ),
        click.option("--precision", type=click.FloatRange(min=0), help="For -c quantal."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@click.command("sweep")
@scenario_argument
@design_options
@values_option
@assumptions_option
@concept_option
@click.option(
    "-o",
    "--output",
    type=OutputPath(),
    help="The file to write: .csv, .parquet, .nc or .dta. Without it, only the summary.",
)
@click.option("--resume", is_flag=True, help="Continue a sweep that was stopped.")
@click.option("--force", is_flag=True, help="Write over what is there.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many processes share the work.",
)
@click.option("--scheduler", metavar="URL", default="", help="Use the workers of a Dask cluster.")
@click.option("--dry-run", is_flag=True, help="Say points, bytes and time, and do nothing.")
@click.option(
    "--part-points",
    type=click.IntRange(min=1),
    default=65_536,
    show_default=True,
    help="Points solved at a time; what an interruption can lose.",
)
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
    from crisis_sim.report.blocks import show
    from crisis_sim.report.sweep import sweep_blocks, sweep_text
    from crisis_sim.sweep.files.sidecar import files_of
    from crisis_sim.sweep.running.store import Running

    Running(resume=resume, force=force)  # before any work
    if output is None and (resume or force):
        raise InputError(
            f"{'--resume' if resume else '--force'} is for a file of results: name it with -o"
        )
    study, asked = asked_of(**design)
    if dry_run:
        _say(study.estimate(output, workers=workers, **asked))
        return
    how: dict[str, Any] = {"workers": workers, "scheduler": scheduler}
    with _told_how_to_go_on(output, asked["command"], **how):
        swept = study.sweep_to(output, resume=resume, force=force, **how, **asked)
    if swept.summary is None:
        say(f"{output} is complete already.")
    elif as_json:
        click.echo(sweep_text(swept.sheet, swept.summary, swept.seconds))
    else:
        blocks = sweep_blocks(swept.sheet, swept.summary, swept.seconds, swept.compiling)
        show(blocks, console())
    if output is not None and swept.summary is not None:
        say(f"Wrote {' and '.join(map(str, files_of(output)))}.")


@contextmanager
def _told_how_to_go_on(
    output: Path | None, command: str, *, workers: int, scheduler: str
) -> Iterator[None]:
    """Interrupted or forsaken, a sweep that was begun says by which command it is resumed."""
    from crisis_sim.errors import WorkerLost
    from crisis_sim.sweep.running.parts import PartsFolder

    def told() -> str:
        if output is None or not PartsFolder(output).exists():
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
    except WorkerLost as error:
        raise WorkerLost(f"{error}\n{told()}".rstrip()) from None


def asked_of(
    scenario: str,
    axes: tuple[str, ...],
    draws: int | None,
    sample: str,
    seed: int,
    points: Path | None,
    each: tuple[str, ...],
    precision: float | None,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    concept: str,
    part_points: int = 65_536,
    max_nodes: int = 300_000,
) -> tuple[Study, dict[str, Any]]:
    """What the options ask, and of which study."""
    from crisis_sim.sweep.designs.axes import parse_axis

    study = open_study(scenario, assumptions, most_nodes=max_nodes)
    names = [*study.scenario.parameters, *study.scenario.definitions]
    given: list[tuple[str, object]] = [
        *(("-x", text) for text in axes),
        ("--draws", draws),
        ("--sample", sample if sample != "random" else None),
        ("--seed", seed or None),
        ("--points", points),
        *(("--each", name) for name in each),
        *(("-s", text) for text in values),
        *(("-a", name) for name in assumptions),
        ("-c", concept if concept != "auto" else None),
        ("--precision", precision),
        ("--part-points", part_points if part_points != 65_536 else None),
        ("--max-nodes", max_nodes if max_nodes != 300_000 else None),
    ]
    words = [word for option, value in given if value is not None for word in (option, str(value))]
    _check_text([scenario, *words])
    return study, {
        "axes": [parse_axis(text) for text in axes],
        "values": parse_values(values),
        "each": each,
        "draws": draws,
        "sample": sample,
        "seed": seed,
        "points": _points(points, names) if points is not None else None,
        "concept": concept,
        "precision": precision,
        "command": shlex.join(["crisis-sim", "sweep", scenario, *words]),
        "part_points": part_points,
    }


def _points(path: Path, names: list[str]) -> PointTable:
    """The points of a table, a bar shown meanwhile."""
    from crisis_sim.cli.progress import progress_bar
    from crisis_sim.sweep.designs.points_file import read_points

    with progress_bar("Rows", None) as bar:
        return read_points(path, names, bar)


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


def _say(found: Estimate) -> None:
    from crisis_sim.numbers.written import counted
    from crisis_sim.sweep.running.progress import duration

    for note in found.notes:
        say(f"Note: {note}.")
    click.echo(f"points   {found.points:,} in {counted(found.parts, 'part')}")
    click.echo(
        f"time     {duration(found.with_workers)}, and {duration(found.ready)} to begin "
        f"(measured on {counted(found.measured, 'point')})"
    )
    if found.file_bytes is not None:
        click.echo(f"file     {found.file_bytes:,} bytes before compression")
