"""Finding scenarios: the shipped ones by name, any other by its path."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from crisis_sim.errors import InputError, ScenarioError
from crisis_sim.input_file import beside, is_absent, read_input
from crisis_sim.near_names import closest, nearest
from crisis_sim.problem import Problem
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.scenario.read_yaml import MOST_CHARACTERS
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.text_file import decoded
from crisis_sim.whole_file import shown

__all__ = [
    "MOST_BYTES",
    "check_named",
    "is_named_so",
    "load",
    "read_scenario",
    "shipped",
    "shipped_path",
]

MOST_BYTES = 4 * MOST_CHARACTERS
SUFFIXES = (".yaml", ".yml", ".efg", ".nfg", ".gbt")
"""What files of scenarios and games are mostly called."""


@cache
def _folder() -> Path:
    package = Path(__file__).resolve().parent.parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent / "scenarios"


def shipped() -> list[str]:
    """The names of the scenarios that come with the package."""
    return sorted(path.stem for path in _folder().glob("*.yaml"))


def shipped_path(name: str) -> Path:
    """Where a shipped scenario is; KeyError if there is none of that name."""
    if name not in shipped():
        raise KeyError(name)
    return _folder() / f"{name}.yaml"


def load(scenario: str | Path) -> Scenario:
    """A scenario by its shipped name, or by the path of its file.

    Raises
    ------
    InputError
        Nothing of that name, or a file that cannot be read.
    ScenarioError
        A file with mistakes in it, all of them listed.
    """
    name = str(scenario)
    if isinstance(scenario, str) and name in shipped():
        path = shipped_path(name)
        return parse_scenario(path.read_text(encoding="utf-8"), name=name, file=path.name)
    path = Path(scenario)
    check_named(path)
    return read_scenario(read_input(path, MOST_BYTES), name=path.stem, file=str(path))


def check_named(path: Path) -> None:
    """Raise InputError for a path at which nothing is, and that may be meant for another name."""
    if not is_absent(path):
        return
    files = {Path(one).stem: one for one in beside(path) if Path(one).suffix in SUFFIXES}
    name = path.stem if path.suffix in SUFFIXES else path.name
    found = closest(name, [*shipped(), *files]) if name not in shipped() else name
    if found in files:
        hint = f"Did you mean '{path.with_name(files[found])}'?"
    elif not path.suffix:
        hint = nearest(name, shipped())
    elif found:
        hint = f"Did you mean '{found}', which comes with crisis-sim?"
    else:
        return
    raise InputError(f"no scenario is called '{shown(path)}', and no such file. {hint}")


def is_named_so(word: str) -> bool:
    """Whether a word is a shipped scenario's name, or ends as files of scenarios do."""
    return word in shipped() or Path(word).suffix in SUFFIXES


def read_scenario(content: bytes, *, name: str, file: str) -> Scenario:
    """The scenario that the bytes of a file hold.

    Raises ScenarioError if they are too many, are no text in Unicode, or hold mistakes.
    """
    return parse_scenario(_decoded(content, file), name=name, file=file)


def _decoded(content: bytes, file: str) -> str:
    if len(content) > MOST_BYTES:
        raise ScenarioError(file, [Problem(f"the file is larger than {MOST_BYTES:,} bytes")])
    return decoded(content, file)
