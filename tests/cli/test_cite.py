"""The sources of a scenario and the program as BibTeX."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.scenario.library import shipped
from crisis_sim.version import __version__
from tests.cli.conftest import Run

MINIMAL = """
title: A game
sources:
{sources}
players: {{A: {{label: A}}, B: {{label: B}}}}
outcomes: {{o: {{label: o, payoffs: {{A: 0, B: 0}}}}}}
start: s
situations:
  s: {{player: A, actions: {{a: {{to: o}}}}}}
"""


def entries(text: str) -> dict[str, dict[str, str]]:
    """The fields of each entry by its key, read by a reader of the test's own."""
    found = {}
    for entry in re.split(r"\n(?=@)", text.strip()):
        key, _, rest = entry.partition(",\n")
        assert entry.count("{") - entry.count("}") == 0
        assert rest.rstrip().endswith("}")
        fields = re.findall(r"^  (\w+) = \{(.*)\},$", rest, re.MULTILINE)
        assert len(fields) == rest.rstrip().count("\n")
        found[key.removeprefix("@misc{")] = dict(fields)
    return found


@pytest.mark.parametrize("name", shipped())
def test_every_source_has_an_entry_and_so_has_the_program(name: str) -> None:
    study = cs.load(name)
    found = entries(study.cite())
    assert len(found) == len(study.scenario.sources) + 1
    titles = [one.title for one in study.scenario.sources.values()]
    assert [one["title"] for one in found.values()][:-1] == [f"{{{title}}}" for title in titles]
    assert found["crisis_sim"]["note"] == f"Version {__version__}"


def test_the_cable_is_cited_with_its_year_and_where_it_is_printed(run: Run) -> None:
    found = entries(run("cite", "cuba-1962-cable").out)["dobrynin1962"]
    assert found["author"] == "Anatoly F. Dobrynin"
    assert (found["year"], found["date"]) == ("1962", "1962-10-27")
    assert "Princeton University Press, 1994" in found["note"]


def test_what_latex_reads_as_a_command_is_escaped_and_keys_differ(tmp_path: Path) -> None:
    lines = (
        '  a: {title: "50 % of R&D {costs", author: "Müller, Jörg and Ann Onymous", date: "1990"}\n'
        '  b: {title: "Other", author: "Jörg Müller", date: "May 1990"}\n'
        "  c: {title: Undated}"
    )
    path = tmp_path / "game.yaml"
    path.write_text(MINIMAL.format(sources=lines), encoding="utf-8")
    found = entries(cs.load(path).cite())
    assert list(found) == ["muller1990", "muller1990x", "c", "crisis_sim"]
    assert found["muller1990"]["title"] == r"{50 \% of R\&D (costs}"
    assert found["muller1990x"]["date"] == "May 1990"
    assert found["c"] == {"title": "{Undated}"}
