"""Studies from files: shipped scenarios by name, scenario files, and those of Gambit's formats."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from crisis_sim.gambit.workbook import game_in_workbook, is_workbook
from crisis_sim.input_file import read_input, standard_input
from crisis_sim.keywords import by_keyword
from crisis_sim.scenario import library
from crisis_sim.scenario.plain import plain_scenario
from crisis_sim.scenario.story import MOST_NODES
from crisis_sim.study import Study
from crisis_sim.text_file import as_utf8, beginning

__all__ = ["load"]

GAMBIT = (".efg", ".nfg")
MOST_GAMBIT_BYTES = 400_000_000
_NOT_READ = "The equilibria that the workbook holds are not read."


@by_keyword()
def load(scenario: str | Path, *, most_nodes: int = MOST_NODES) -> Study:
    """Load a shipped scenario by name, or any scenario or Gambit file by its path.

    What a file holds is told by its first words, whatever its name. ``-`` reads standard input.
    Scenarios of more than ``most_nodes`` nodes are refused.

    Raises
    ------
    InputError
        Nothing of that name, a file that cannot be read, or ``most_nodes`` that is no number.
    ScenarioError
        A file with mistakes in it, all of them listed.
    """
    name, path = str(scenario), Path(scenario)
    if name == "-":
        return _study(standard_input(_most), "standard input", "<stdin>", most_nodes)
    if isinstance(scenario, str) and name in library.shipped():
        return Study(library.load(scenario), most_nodes=most_nodes)
    library.check_named(path)
    named = path.suffix.lower() in GAMBIT
    data = read_input(path, MOST_GAMBIT_BYTES if named else _most)
    return _study(data, path.stem, name, most_nodes)


def _study(data: bytes, name: str, file: str, most_nodes: int) -> Study:
    """Whichever of the formats the bytes hold; the name counts where they begin like none."""
    if _is_gambit(data) or Path(file).suffix.lower() in GAMBIT:
        return _gambit(data, name, file)
    return Study(library.read_scenario(data, name=name, file=file), most_nodes=most_nodes)


def _is_gambit(data: bytes) -> bool:
    start = beginning(data)
    return start.startswith(("EFG", "NFG")) or is_workbook(start)


def _most(head: bytes) -> int:
    """The most bytes of a file that begins so."""
    return MOST_GAMBIT_BYTES if _is_gambit(head) else library.MOST_BYTES


def _gambit(data: bytes, name: str, file: str) -> Study:
    from crisis_sim.gambit.game import GambitGame
    from crisis_sim.gambit.read import read_gambit

    text = as_utf8(data, file)
    if not is_workbook(beginning(text)):
        read = read_gambit(text, file)
    else:
        read = read_gambit(game_in_workbook(text, file), file)
        notes = (_NOT_READ,) if b"<analysis" in text else ()
        read = replace(read, notes=(*notes, *read.notes))
    scenario = plain_scenario(
        name=name,
        file=file,
        digest=hashlib.sha256(data).hexdigest(),
        title=read.game.title or name,
        about=read.comment,
        players=read.game.players,
        outcomes=read.game.tree.outcomes,
    )
    return Study(scenario, only=GambitGame(scenario, read))
