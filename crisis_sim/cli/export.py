"""``crisis-sim export``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from crisis_sim.cli.options import (
    OutputPath,
    assumptions_option,
    force_option,
    nodes_option,
    open_study,
    parse_values,
    scenario_argument,
    values_option,
)

if TYPE_CHECKING:
    from crisis_sim.game.game import Game
    from crisis_sim.study import Study

__all__ = ["command"]


@click.command("export")
@scenario_argument
@click.option(
    "-o",
    "--output",
    type=OutputPath(),
    required=True,
    help="The file to write: .efg for the tree, .nfg for the reduced normal form.",
)
@values_option
@assumptions_option
@force_option
@nodes_option
def command(
    scenario: str,
    output: Path,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    force: bool,
    max_nodes: int,
) -> None:
    """Write SCENARIO's game for Gambit, at the values given.

    Numbers are written exactly, as decimals or quotients, where they are known exactly. A
    file that is there is replaced if it is as crisis-sim wrote it.
    """
    from crisis_sim.errors import InputError
    from crisis_sim.own_file import refuse_others, sealed
    from crisis_sim.whole_file import check_writable, shown, write_whole

    suffix = output.suffix.lower()
    if suffix not in (".efg", ".nfg"):
        raise InputError(
            f"cannot tell the format of '{shown(output)}': name a file ending in .efg or .nfg"
        )
    check_writable(output)
    if not force:
        refuse_others([output])
    study = open_study(scenario, assumptions, most_nodes=max_nodes)
    game = study.game(parse_values(values))
    text = _tree(study, game) if suffix == ".efg" else _normal_form(study, game)
    click.echo(write_whole(output, sealed(suffix, text)))


def _tree(study: Study, game: Game) -> str:
    from crisis_sim.gambit.write_efg import write_efg
    from crisis_sim.gambit.write_table import write_table

    if study.gambit is not None and study.gambit.table is not None:
        return write_table(study.gambit.table)
    return write_efg(game, comment=study.scenario.about)


def _normal_form(study: Study, game: Game) -> str:
    from crisis_sim.gambit.write_nfg import write_nfg, write_nfg_file
    from crisis_sim.game.normal_form import reduced_normal_form

    if study.gambit is not None and study.gambit.normal_form is not None:
        return write_nfg_file(study.gambit.normal_form)
    form = reduced_normal_form(game).form
    return write_nfg(form, comment=study.scenario.about)
