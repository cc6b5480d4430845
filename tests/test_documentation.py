"""The documentation says what the program does."""

from __future__ import annotations

import re
import shlex
from dataclasses import astuple
from pathlib import Path

import pytest

from crisis_sim.cli.main import COMMANDS
from crisis_sim.concepts import CONCEPTS
from crisis_sim.figures.presets import POINTS, PRESETS
from crisis_sim.plot.files import SCENE_SUFFIXES
from crisis_sim.scenario.library import shipped
from tools.reference import PAGES

ROOT = Path(__file__).resolve().parent.parent
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES_OF_PROSE = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS]


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_up_to_date(name: str) -> None:
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: python -m tools.reference"


@pytest.mark.parametrize("page", PAGES_OF_PROSE, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES_OF_PROSE, ids=lambda page: page.name)
def test_commands_and_scenarios_named_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for line in re.findall(r"^ {4}.*?(crisis-sim .*)$", text, re.MULTILINE):
        words = shlex.split(line)
        assert words[1].startswith("-") or words[1] in COMMANDS, line
    for name in re.findall(r"\b(cuba-1962-[a-z-]+)\b", text):
        assert name in shipped(), name


COLUMNS = {
    ("README.md", "concept"): tuple(CONCEPTS),
    ("docs/figures.md", "style"): tuple(PRESETS),
    ("docs/figures.md", "suffix"): SCENE_SUFFIXES,
}
"""By page and head the first column of a table that people write, and what it lists."""


@pytest.mark.parametrize(("page", "head"), COLUMNS, ids=lambda one: one)
def test_a_table_lists_what_there_is(page: str, head: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    (rows,) = re.findall(rf"^\| {head} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert sorted(re.findall(r"^\| `(.+?)` \|", rows, re.M)) == sorted(COLUMNS[page, head])


def test_measures_of_styles_are_those_that_figures_have() -> None:
    text = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
    told = re.findall(
        r"^\| `(\w+)` \| ([\d.]+) and ([\d.]+) (inches|mm) \| ([\d.]+) points "
        r"\| from (\d+)(?: to (\d+))? \|$",
        text,
        re.M,
    )
    assert {name for name, *_ in told} == set(PRESETS)
    for name, narrow, wide, unit, size, least, most in told:
        points = POINTS if unit == "inches" else POINTS / 25.4
        allowed = (float(least), float(most or "inf"))
        sizes = (float(narrow) * points, float(wide) * points, float(size), *allowed)
        assert astuple(PRESETS[name]) == pytest.approx(sizes)


def test_every_command_and_scenario_is_documented() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES_OF_PROSE)
    assert all(f"## {name}\n" in text for name in COMMANDS)
    assert all(name in text for name in shipped())


def test_the_table_of_folders_has_all_of_the_package() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = {one.rstrip("/") for one in re.findall(r"`(?:crisis_sim/)?([a-z_]+(?:\.py|/))`", table)}
    there = {one.name for one in (ROOT / "crisis_sim").iterdir() if one.suffix in ("", ".py")}
    assert there - {"__init__.py", "__main__.py", "__pycache__"} <= named
