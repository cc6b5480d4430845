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
NOT_MIXED = "mixed equilibria are not followed (solve and sweep look for them at points)"


@cache
def words_of(scenario: str) -> dict[str, Any]:
    """The file as plain lists and dictionaries."""
    text = (ROOT / "scenarios" / f"{scenario}.yaml").read_text(encoding="utf-8")
    return dict(YAML(typ="safe").load(text))


def program() -> dict[str, Any]:
    """What every object begins with."""
    text = (ROOT / "crisis_sim" / "version.py").read_text(encoding="utf-8")
    (version,) = re.findall(r'__version__ = "(.*)"', text)
    return {"version": 2, "program": f"crisis-sim {version}"}


def about(scenario: str, *assumed: str) -> dict[str, Any]:
    """What every object on a scenario begins with."""
    text = (ROOT / "scenarios" / f"{scenario}.yaml").read_bytes()
    return {
        **program(),
        "scenario": scenario,
        "title": words_of(scenario)["title"],
        "digest": hashlib.sha256(text).hexdigest(),
        "assumptions": [*assumed],
    }


def categories(scenario: str, chances: dict[str, Any]) -> dict[str, Any]:
    """The chances of outcomes added up by category, the likeliest first."""
    outcomes = words_of(scenario)["outcomes"]
    found: dict[str, Any] = {}
    for name, chance in chances.items():
        category = outcomes[name].get("category", name)
        found[category] = found.get(category, 0) + chance
    return dict(sorted(found.items(), key=lambda one: -one[1]))
