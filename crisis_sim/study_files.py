"""Studies from files: shipped scenarios by name, scenario files, and those of Gambit's formats."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.scenario import library
from crisis_sim.scenario.plain import plain_scenario
from crisis_sim.scenario.story import MOST_NODES
from crisis_sim.study import Study

__all__ = ["load"]

GAMBIT = (".efg", ".nfg")
MOST_GAMBIT_BYTES = 1_000_000_000


def load(scenario: str | Path, *, most_nodes: int = MOST_NODES) -> Study:
    """Load a shipped scenario by name, or any scenario or Gambit file by its path.

    ``-`` reads standard input. Scenarios of more than ``most_nodes`` nodes are refused.

    Raises
    ------
    InputError
        Nothing of that name, or a file that cannot be read.
    ScenarioError
        A file with mistakes in it, all of them listed.
    """
    name = str(scenario)
    if name == "-":
        return _standard_input(most_nodes)
    if Path(name).suffix.lower() in GAMBIT:
        path = Path(name)
        return _gambit(_bytes(path), path.stem, str(path))
    return Study(library.load(scenario), most_nodes=most_nodes)


def _standard_input(most_nodes: int) -> Study:
    """Whichever of the formats comes in; its first word says which."""
    name, file = "standard input", "<stdin>"
    data = sys.stdin.buffer.read(MOST_GAMBIT_BYTES + 1)
    if len(data) > MOST_GAMBIT_BYTES:
        raise InputError(f"{name} is larger than {MOST_GAMBIT_BYTES:,} bytes")
    if data.lstrip()[:3] in (b"EFG", b"NFG"):
        return _gambit(data, name, file)
    return Study(library.read_scenario(data, name=name, file=file), most_nodes=most_nodes)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_GAMBIT_BYTES:
            raise InputError(f"{path} is larger than {MOST_GAMBIT_BYTES:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None


def _gambit(data: bytes, name: str, file: str) -> Study:
    from crisis_sim.gambit.read import read_gambit

    read = read_gambit(data, file)
    scenario = plain_scenario(
        name=name,
        file=file,
        digest=hashlib.sha256(data).hexdigest(),
        title=read.game.title or name,
        about=read.comment,
        players=read.game.players,
        outcomes=read.game.tree.outcomes,
    )
    return Study(scenario, fixed=read.game)
