"""``crisis-sim figure``."""

from __future__ import annotations

from pathlib import Path

import click

from crisis_sim.cli.options import (
    assumptions_option,
    concept_option,
    open_study,
    parse_values,
    scenario_argument,
    values_option,
)

__all__ = ["command"]

KINDS = ("tree",)


@click.command("figure")
@click.argument("kind", type=click.Choice(KINDS))
@scenario_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write: .svg, .pdf or .png.",
)
@values_option
@assumptions_option
@concept_option
@click.option(
    "-e", "--equilibrium", type=click.IntRange(min=1), default=1, help="Which of several to draw."
)
@click.option("--full", is_flag=True, help="Draw every node; otherwise what is off the path folds.")
@click.option("--formulas", is_flag=True, help="Payoffs as formulas beside their values.")
@click.option("--width", type=click.Choice(["3.5", "7.0"]), default="7.0", help="Inches.")
@click.option("--title", default=None, help="A title; the scenario's own unless --no-title.")
@click.option("--no-title", is_flag=True, help="Leave the title out, for a caption.")
def command(
    kind: str,
    scenario: str,
    output: Path,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    concept: str,
    equilibrium: int,
    full: bool,
    formulas: bool,
    width: str,
    title: str | None,
    no_title: bool,
) -> None:
    """Draw SCENARIO. KIND is tree: the game tree with an equilibrium on it.

    Example: crisis-sim figure tree cuba-1962-cable -o tree.pdf
    """
    del kind
    from crisis_sim.errors import InputError, NotSolved
    from crisis_sim.plot.draw_tree import tree_figure
    from crisis_sim.plot.files import save
    from crisis_sim.plot.tree_alt import tree_alt
    from crisis_sim.plot.tree_data import tree_data
    from crisis_sim.report.solution import headline

    study = open_study(scenario, assumptions)
    given = parse_values(values)
    solution = study.solve(given, concept=concept)
    if not solution.equilibria:
        raise NotSolved(headline(solution))
    if equilibrium > len(solution.equilibria):
        raise InputError(f"there is no equilibrium {equilibrium}; found {len(solution.equilibria)}")
    family = study.family(given) if formulas else None
    data = tree_data(solution, equilibrium - 1, family=family, full=full)
    shown = None if no_title else title or study.scenario.title
    click.echo(save(tree_figure(data, width=float(width), title=shown), output, alt=tree_alt(data)))
