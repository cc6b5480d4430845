"""``provenance --json``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .conftest import Held
from .words import program, words_of

SCENARIO = """\
title: A notice
sources:
  letter: {title: A letter, paragraphs: 4}
  report: {title: A report, paragraphs: 2}
  rumour: {title: A rumour}
players: {A: {label: One}, B: {label: Other}}
parameters:
  p: {default: 0.5, status: stated, source: letter 2}
start: notice
situations:
  notice:
    player: A
    source: letter 1
    actions:
      give: {to: given}
      keep: {to: kept, source: report 1-2}
outcomes:
  given: {payoffs: {A: p, B: 1}, status: inferred, source: letter 2}
  kept: {payoffs: {A: 0, B: 0}}
"""


def entry(kind: str, name: str, part: Any, source: str = "") -> dict[str, str]:
    cited = part if isinstance(part, dict) else {}
    own = cited.get("source", source)
    return {"kind": kind, "name": name, "status": cited.get("status", ""), "source": own}


def entries(words: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The parts of a file, in its order; a payoff is cited where its outcome is."""
    for name, part in words["parameters"].items():
        yield entry("parameter", name, part)
    for name, part in words.get("state", {}).items():
        yield entry("state", name, part)
    for name, part in words["situations"].items():
        yield entry("situation", name, part)
        kind = "event" if "chance" in part else "action"
        for move, one in part["chance" if "chance" in part else "actions"].items():
            yield entry(kind, f"{name}: {move}", one)
    for name, part in words["outcomes"].items():
        yield entry("outcome", name, part)
        yield entry("payoff", f"{name}: payoff", {}, part.get("source", ""))
    for name, part in words.get("assumptions", {}).items():
        yield entry("assumption", name, part)


def object_of(words: dict[str, Any], **unused: Any) -> dict[str, Any]:
    every = [*entries(words)]
    return {
        **program(),
        "entries": every,
        "uncited": [one for one in every if not one["source"]],
        "unused_paragraphs": unused.get("paragraphs", {}),
        "unused_sources": unused.get("sources", []),
    }


def test_parts_of_a_scenario(held: Held) -> None:
    held("provenance brinkmanship", object_of(words_of("brinkmanship")))


def test_what_nothing_cites(held: Held, tmp_path: Path) -> None:
    file = tmp_path / "notice.yaml"
    file.write_text(SCENARIO, encoding="utf-8")
    unused = {"paragraphs": {"letter": [3, 4]}, "sources": ["rumour"]}
    held(f"provenance {file}", object_of(words_of(file), **unused))
