"""``crisis-sim export``."""

from __future__ import annotations

from pathlib import Path

import click

from crisis_sim.cli.options import (
    assumptions_option,
    nodes_option,
    open_study,
    parse_values,
    scenario_argument,
    values_option,
)

__all__ = ["command"]


@click.command("export")
@scenario_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    required=True,
    help="The file to write: .efg for the tree, .nfg for the reduced normal form.",
)
@values_option
@assumptions_option
@nodes_option
def command(
    scenario: str,
    output: Path,
    values: tuple[str, ...],
    assumptions: tuple[str, ...],
    max_nodes: int,
) -> None:
    """Write SCENARIO's game for Gambit, at the values given.

    Numbers are written exactly, as decimals or quotients, where they are known exactly.
    """
    from crisis_sim.errors import InputError
    from crisis_sim.gambit.write_efg import write_efg
    from crisis_sim.gambit.write_nfg import write_nfg
    from crisis_sim.gambit.write_table import write_table
    from crisis_sim.game.normal_form import reduced_normal_form

    suffix = output.suffix.lower()
    if suffix not in (".efg", ".nfg"):
        raise InputError(
            f"cannot tell the format of '{output}': name a file ending in .efg or .nfg"
        )
    study = open_study(scenario, assumptions, most_nodes=max_nodes)
    game, comment = study.game(parse_values(values)), study.scenario.about
    if suffix == ".efg" and study.gambit is not None and study.gambit.table is not None:
        text = write_table(study.gambit.table)
    elif suffix == ".efg":
        text = write_efg(game, comment=comment)
    else:
        text = write_nfg(reduced_normal_form(game).form, comment=comment)
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {output}: {error.strerror}") from None
    click.echo(output)
