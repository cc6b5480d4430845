"""What a scenario's own file says, read by nothing of the package."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[3]
SELECTION = re.compile(
    r"Of several equilibria the one reported is the best for the first player, .*passive beliefs.*"
)
"""How one of several equilibria is chosen where information is imperfect."""
NOT_MIXED = re.compile(
    r"mixed equilibria are not followed, nor are they in a sweep: they may be missing .*"
)


@cache
def words_of(scenario: str | Path) -> dict[str, Any]:
    """A file, or that of a shipped scenario, as plain lists and dictionaries."""
    return dict(YAML(typ="safe").load(file_of(scenario).read_text(encoding="utf-8")))


def file_of(scenario: str | Path) -> Path:
    return scenario if isinstance(scenario, Path) else ROOT / "scenarios" / f"{scenario}.yaml"


def program() -> dict[str, Any]:
    """What every object begins with."""
    text = (ROOT / "crisis_sim" / "version.py").read_text(encoding="utf-8")
    (version,) = re.findall(r'__version__ = "(.*)"', text)
    return {"version": 2, "program": f"crisis-sim {version}"}


def about(scenario: str | Path, *assumed: str) -> dict[str, Any]:
    """What every object on a scenario begins with."""
    file, words = file_of(scenario), words_of(scenario)
    return {
        **program(),
        "scenario": file.stem,
        "title": words["title"],
        "digest": hashlib.sha256(file.read_bytes()).hexdigest(),
        "assumptions": [*assumed],
        "payoff_unit": words.get("payoff unit"),
        "player_names": {
            name: {"short": one.get("short", name), "label": one["label"]}
            for name, one in words["players"].items()
        },
    }


def categories(scenario: str, chances: dict[str, Any]) -> dict[str, Any]:
    """The chances of outcomes added up by category, the likeliest first."""
    outcomes = words_of(scenario)["outcomes"]
    found: dict[str, Any] = {}
    for name, chance in chances.items():
        category = outcomes[name].get("category", name)
        found[category] = found.get(category, 0) + chance
    return dict(sorted(found.items(), key=lambda one: -one[1]))
