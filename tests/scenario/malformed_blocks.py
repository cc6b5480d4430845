"""The table of malformed scenarios: an edit of ``strait.yaml``, and all that is said of it.

A block of ``malformed.txt`` has the lines taken out (``-``), the lines put in their place (``+``),
and the problems as a user reads them. Blocks are separated by empty lines. After a change of
wording ``python -m tests.scenario.malformed_blocks`` writes the file anew, to be read as a diff.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crisis_sim.errors import ScenarioError
from crisis_sim.scenario.load import parse_scenario

FOLDER = Path(__file__).parent
BASE = (FOLDER / "strait.yaml").read_text(encoding="utf-8")
TABLE = FOLDER / "malformed.txt"


@dataclass(frozen=True)
class Malformed:
    """An edit of the base, and the problems it should bring."""

    old: str
    new: str
    said: str

    @property
    def text(self) -> str:
        """The edited scenario."""
        assert self.old in BASE, self.old
        return BASE.replace(self.old, self.new, 1)

    def block(self) -> str:
        """The block as the table has it."""
        edit = [f"- {line}" for line in self.old.split("\n")]
        edit += [f"+ {line}" for line in self.new.split("\n")]
        return "\n".join([*edit, self.said])


def read_blocks() -> list[Malformed]:
    """The table."""
    return [_read(block) for block in TABLE.read_text(encoding="utf-8").strip("\n").split("\n\n")]


def _read(block: str) -> Malformed:
    lines = block.split("\n")
    old = "\n".join(line[2:] for line in lines if line.startswith("- "))
    new = "\n".join(line[2:] for line in lines if line.startswith("+ "))
    said = "\n".join(line for line in lines if not line.startswith(("- ", "+ ")))
    return Malformed(old, new, said)


def said_of(text: str) -> str:
    """What is said of a scenario; empty if nothing is wrong with it."""
    try:
        parse_scenario(text, name="strait", file="strait.yaml")
    except ScenarioError as error:
        return str(error).partition("\n")[2]
    return ""


if __name__ == "__main__":
    rewritten = (Malformed(one.old, one.new, said_of(one.text)) for one in read_blocks())
    TABLE.write_text("\n\n".join(one.block() for one in rewritten) + "\n", encoding="utf-8")
