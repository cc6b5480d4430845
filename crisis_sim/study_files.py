"""Studies from files: shipped scenarios by name, scenario files, and those of Gambit's formats."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from crisis_sim.errors import InputError
from crisis_sim.gambit.workbook import game_in_workbook, is_workbook
from crisis_sim.scenario import library
from crisis_sim.scenario.plain import plain_scenario
from crisis_sim.scenario.story import MOST_NODES
from crisis_sim.study import Study
from crisis_sim.text_file import as_utf8, beginning

__all__ = ["load"]

GAMBIT = (".efg", ".nfg")
MOST_GAMBIT_BYTES = 400_000_000
_HEAD = 4_096
_NOT_READ = "The equilibria that the workbook holds are not read."


def load(scenario: str | Path, *, most_nodes: int = MOST_NODES) -> Study:
    """Load a shipped scenario by name, or any scenario or Gambit file by its path.

    What a file holds is told by its first words, whatever its name. ``-`` reads standard input.
    Scenarios of more than ``most_nodes`` nodes are refused.

    Raises
    ------
    InputError
        Nothing of that name, or a file that cannot be read.
    ScenarioError
        A file with mistakes in it, all of them listed.
    """
    name, path = str(scenario), Path(scenario)
    if name == "-":
        data = _contents(sys.stdin.buffer, "standard input")
        return _study(data, "standard input", "<stdin>", most_nodes)
    shipped = isinstance(scenario, str) and name in library.shipped()
    if shipped or not (path.suffix or path.exists()):
        return Study(library.load(scenario), most_nodes=most_nodes)
    try:
        with path.open("rb") as file:
            data = _contents(file, name)
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    return _study(data, path.stem, name, most_nodes)


def _study(data: bytes, name: str, file: str, most_nodes: int) -> Study:
    """Whichever of the formats the bytes hold; the name counts where they begin like none."""
    if _is_gambit(data) or Path(file).suffix.lower() in GAMBIT:
        return _gambit(data, name, file)
    return Study(library.read_scenario(data, name=name, file=file), most_nodes=most_nodes)


def _is_gambit(data: bytes) -> bool:
    start = beginning(data)
    return start.startswith(("EFG", "NFG")) or is_workbook(start)


def _contents(file: BinaryIO, name: str) -> bytes:
    """The bytes of a file, link, pipe or device, up to the limit of its format.

    One that begins with zeros alone, as an empty disk does, is not read on.
    """
    head = file.read(_HEAD)
    if len(head) == _HEAD and not any(head):
        raise InputError(f"{name} holds no text, only zeros")
    gambit = _is_gambit(head) or Path(name).suffix.lower() in GAMBIT
    most = MOST_GAMBIT_BYTES if gambit else library.MOST_BYTES
    data = head + file.read(most + 1 - len(head))
    if len(data) > most:
        raise InputError(f"{name} is larger than {most:,} bytes")
    return data


def _gambit(data: bytes, name: str, file: str) -> Study:
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
    return Study(scenario, gambit=read)
