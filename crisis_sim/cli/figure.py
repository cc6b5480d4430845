"""``crisis-sim figure``."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from crisis_sim.cli.options import (
    OutputPath,
    assumptions_option,
    concept_option,
    force_option,
    open_study,
    parse_values,
    refuse_foreign,
    scenario_argument,
    seconds_option,
    values_option,
)
from crisis_sim.cli.ranges import along_option, parse_range

__all__ = ["command"]

KINDS = (
    "page",
    "tree",
    "matrix",
    "bargain",
    "statics",
    "thresholds",
    "regions",
    "quantal",
    "risk",
    "assumptions",
    "tornado",
    "sensitivity",
    "timelines",
)
"""The kinds of :data:`crisis_sim.plot.kinds.KINDS`, known without importing it."""


class _KindName(click.ParamType[str]):
    """The name of a kind of figure, checked when the figure is made."""

    name = "kind"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The kinds."""
        del ctx, param
        return [CompletionItem(kind) for kind in KINDS if kind.startswith(incomplete)]


@click.command("figure")
@click.argument("kind", type=_KindName())
@scenario_argument
@click.option(
    "-o",
    "--output",
    type=OutputPath(),
    required=True,
    help="The file to write: .svg, .pdf, .png, or .tex for LaTeX.",
)
@along_option
@values_option
@assumptions_option
@concept_option
@click.option(
    "-e", "--equilibrium", type=click.IntRange(min=1), default=1, help="Which of several to draw."
)
@click.option("--full", is_flag=True, help="tree: every node; otherwise what is off path folds.")
@click.option("--formulas", is_flag=True, help="tree: payoffs as formulas beside their values.")
@click.option("--vertical", is_flag=True, help="tree: from top to bottom.")
@click.option("--from", "root", metavar="PLACE", help="tree, risk: from a situation on.")
@click.option(
    "--outcome",
    metavar="NAME",
    help="risk, tornado, sensitivity: an outcome or category; the last two: or a player.",
)
@click.option(
    "--disagreement", metavar="PLACE", help="bargain: an outcome or situation without a deal."
)
@click.option("--plays", type=click.IntRange(min=1), default=1000, help="timelines: how many.")
@click.option(
    "--samples", type=click.IntRange(min=16), default=512, help="sensitivity: the base sample."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, help="For whatever is drawn.")
@seconds_option
@click.option("--columns", type=click.Choice(["1", "2"]), default="2", help="Columns of the page.")
@click.option(
    "--style", default="default", show_default=True, help="default, nature, elsevier, pnas, slides."
)
@click.option("--grey", is_flag=True, help="In greys, as a photocopier shows it.")
@click.option("--title", default=None, help="A title in place of the scenario's own.")
@click.option("--no-title", is_flag=True, help="Leave the title out, for a caption.")
@force_option
def command(kind: str, scenario: str, output: Path, **options: Any) -> None:
    """Draw SCENARIO, ready for print. KIND says what of it.

    \b
    page         the tree over the regions of two parameters (-x A -x B), or along one (-x A)
    tree         the game tree with an equilibrium on it
    matrix       the payoff matrix with best responses
    bargain      the payoff space: packages, zone of agreement, solutions
    statics      payoffs and outcomes along a parameter (-x NAME)
    thresholds   the exact thresholds along a parameter (-x NAME), as a ladder
    regions      the plane of two parameters (-x A -x B), cut exactly
    quantal      the branch of logit equilibria along precision
    risk         where the risk of an outcome comes from: action, cause and day
    assumptions  the scenario's assumptions side by side
    tornado      one parameter at a time, at both ends of its range
    sensitivity  how much an answer depends on each parameter (Sobol)
    timelines    plays drawn at random, day by day

    Its words for a screen reader are written beside it. What is there is replaced if crisis-sim
    wrote it. Example: crisis-sim figure page
    cuba-1962-cable -x pi -x n -o page.pdf
    """  # noqa: D301
    from crisis_sim.errors import InputError
    from crisis_sim.plot.files import SCENE_SUFFIXES, check_target, foreign
    from crisis_sim.plot.kinds import KINDS as MAKERS
    from crisis_sim.plot.kinds import make_picture
    from crisis_sim.plot.presets import in_grey, preset

    check_target(output, SCENE_SUFFIXES)
    if not options["force"]:
        refuse_foreign(foreign(output))
    if kind not in MAKERS:
        known = "\n".join(f"  {name:12} {one.meaning}" for name, one in MAKERS.items())
        raise InputError(f"no kind of figure '{kind}'. Possible here:\n{known}")
    measures = preset(options["style"])
    width = measures.layout_width(int(options["columns"]))
    picture = measures.applied(make_picture(kind, _request(scenario, width, options)))
    click.echo((in_grey(picture) if options["grey"] else picture).save(output))


def _request(scenario: str, width: float, options: dict[str, Any]) -> Any:
    """What the options ask for."""
    from crisis_sim.plot.request import Axis, Request

    study = open_study(scenario, options["assumptions"])
    title = None if options["no_title"] else options["title"] or study.scenario.title
    return Request(
        games=study,
        values=parse_values(options["values"]),
        concept=options["concept"],
        equilibrium=options["equilibrium"] - 1,
        width=width,
        title=title,
        axes=tuple(Axis(*parse_range(text)) for text in options["along"]),
        full=options["full"],
        formulas=options["formulas"],
        upright=options["vertical"],
        root=options["root"],
        outcome=options["outcome"],
        disagreement=options["disagreement"],
        plays=options["plays"],
        samples=options["samples"],
        seed=options["seed"],
        command=_typed(),
    )


def _typed() -> str:
    """The command as it was typed, without the file it writes to."""
    words = sys.argv[1:]
    kept: list[str] = []
    skip = False
    for word in words:
        if skip or word in ("-o", "--output"):
            skip = not skip
            continue
        if word != "--force" and not word.startswith(("--output=", "-o")):
            kept.append(word)
    return f"crisis-sim {shlex.join(kept)}" if words[:1] == ["figure"] else ""
