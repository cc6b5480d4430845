"""``list --json``."""

from __future__ import annotations

from .conftest import Held
from .words import ROOT, program, words_of


def test_every_field(held: Held) -> None:
    names = sorted(file.stem for file in (ROOT / "scenarios").glob("*.yaml"))
    listed = [
        {"name": name, "title": words["title"], "assumptions": [*words.get("assumptions", {})]}
        for name, words in zip(names, map(words_of, names), strict=True)
    ]
    held("list", {**program(), "scenarios": listed})
