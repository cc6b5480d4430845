"""``crisis-sim figure``: its kinds and options are those that the kinds declare."""

from __future__ import annotations

import shlex
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click

from crisis_sim.cli.as_far import as_far
from crisis_sim.cli.asked import Asked, asked_to_write
from crisis_sim.cli.flags import as_flag, flag_of, flags_of
from crisis_sim.cli.limits import seconds_option
from crisis_sim.cli.option_flags import concept_flags, option_flags
from crisis_sim.cli.options import (
    SAMPLED,
    OutputPath,
    force_option,
)
from crisis_sim.concepts import CONCEPTS
from crisis_sim.errors import InputError
from crisis_sim.figures.kinds import KINDS, Kind, kind_of, kinds_taking
from crisis_sim.figures.options import FIGURE_OPTIONS
from crisis_sim.option import Option
from crisis_sim.remedy import worded
from crisis_sim.sentence import capital
from crisis_sim.study import Study

__all__ = ["PYTHONS", "followed"]

PYTHONS = {"width"}
"""Options that the command line does without."""


def _kinds(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The names of kinds that begin so."""
    del ctx, param
    return [kind for kind in KINDS if kind.startswith(incomplete)]


def _check_kind(ctx: click.Context, param: click.Parameter, kind: str) -> str:
    """The kind; InputError for none, or for a scenario in its place."""
    from crisis_sim.scenario.library import is_named_so

    del param
    if ctx.resilient_parsing:
        return kind
    if kind not in KINDS and is_named_so(kind):
        meant = next((word for word in sys.argv if word in KINDS), "tree")
        told = shlex.join(["crisis-sim", "figure", meant, kind])
        raise InputError(f"'{kind}' is no kind of figure; a kind comes first: {told} -o FILE")
    return kind_of(kind).name


class _Figure(click.Command):
    """A command whose help lists the kinds of figure."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_help_text(ctx, formatter)
        with formatter.section("Kinds"):
            formatter.write_dl([(one.name, _told(one)) for one in KINDS.values()])


def _told(kind: Kind) -> str:
    return f"{kind.about} ({followed(kind)})" if max(kind.follows) else kind.about


def followed(kind: Kind) -> str:
    """What names the parameters that a kind follows: ``-x A -x B, -x A or none``."""
    flag = flag_of("along")
    counts = sorted(kind.follows, reverse=True)
    ways = [" ".join(f"{flag} {name}" for name in "AB"[:count]) or "none" for count in counts]
    return " or ".join(filter(None, (", ".join(ways[:-1]), ways[-1])))


def _help(option: Option) -> str:
    """What an option does, and which kinds take it."""
    kinds = ", ".join(kinds_taking(option.name))
    return f"{kinds}: {option.meaning}" if kinds else capital(option.meaning)


@click.command("figure", cls=_Figure)
@click.argument("kind", shell_complete=_kinds, callback=_check_kind)
@click.option(
    *flags_of("path"),
    "output",
    type=OutputPath(),
    required=True,
    help="The file to write: .svg, .pdf, .png, or .tex for LaTeX.",
)
@option_flags([one for one in FIGURE_OPTIONS.values() if one.name not in PYTHONS], _help)
@concept_flags()
@click.option("--no-title", is_flag=True, help="Leave the title out, for a caption.")
@click.option("--caption", is_flag=True, help="Print the caption, ready for a text.")
@seconds_option
@force_option
@asked_to_write
def command(
    asked: Asked, /, kind: str, output: Path, caption: bool, force: bool, **options: Any
) -> None:
    """Draw SCENARIO, ready for print. KIND says what of it.

    Its words for a screen reader and a caption are written beside it. What is there is replaced if
    it is as crisis-sim wrote it. Example:
    crisis-sim figure page cuba-1962-cable -x pi -x n -o page.pdf
    """
    if "concept" in (one := kind_of(kind)).options:
        concepts = SAMPLED if one.swept else CONCEPTS
        wording = worded(partial(as_flag, asked="figure", concepts=concepts))
        click.get_current_context().find_root().with_resource(wording)
    written = Study.check_figure(output, force=force)
    typed = {name: one for name, one in options.items() if one not in (None, ())}
    study, given = asked.opened()
    along, command = typed.pop("along", ()), _typed(asked.scenario)
    draw = partial(study.figure, kind, *along, values=given, command=command, **_asked(**typed))
    with as_far(draw) as picture:
        picture.save(output, force=force)
        if picture.remark:
            click.echo(f"{output}: {picture.remark}", err=True)
        for path in written:
            click.echo(path)
        if caption:
            click.echo(picture.caption)


def _asked(*, no_title: bool = False, **options: Any) -> dict[str, Any]:
    """The options as Python has them."""
    if no_title and "title" in options:
        raise click.UsageError("--title and --no-title exclude each other.")
    return {**options, "title": None} if no_title else options


def _typed(scenario: str) -> str:
    """The command as it was typed, without the file it writes to and without folders."""
    words = sys.argv[1:]
    kept: list[str] = []
    skip = False
    for word in words:
        if skip or word in flags_of("path"):
            skip = not skip
            continue
        if word != "--force" and not word.startswith(("--output=", "-o")):
            kept.append(Path(word).name if word == scenario else word)
    return f"crisis-sim {shlex.join(kept)}" if words[:1] == ["figure"] else ""
