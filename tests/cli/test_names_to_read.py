"""Names of files to read that cannot be, and names that are nearly right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

ENDLESS = "n" * 300
OPENED = ["check", "show", "provenance", "solve", "compare", "dominance", "bargain", "simulate"]
READING = [
    *((name, ENDLESS) for name in OPENED),
    ("fit", "brams-chicken", ENDLESS),
    ("verify", "brams-chicken", ENDLESS),
    ("sweep", "brinkmanship", "--points", f"{ENDLESS}.csv"),
    *(("discover", f"{ENDLESS}{suffix}", "--outcome", "war") for suffix in ("", ".nc", ".dta")),
    ("figure", "tree", ENDLESS, "-o", "tree.svg"),
    ("export", ENDLESS, "-o", "game.efg"),
    ("run", ENDLESS),
]


@pytest.mark.parametrize("words", READING, ids=lambda words: f"{words[0]}{len(words[1])}")
def test_an_endless_name_cannot_be_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run(*words)
    assert ran.status == 2
    assert ran.err.startswith("Error: cannot read nnn")
    assert ran.err.endswith(": File name too long\n")
    assert len(ran.err) < 250
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_nearly_that_name_is_asked_after(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("strait.yaml", "played.csv", "swept.nc"):
        (tmp_path / name).touch()
    (tmp_path / "cuba-1962-cabel.txt").touch()
    monkeypatch.chdir(tmp_path)
    for words, meant in (
        (("solve", "strat.yaml"), "strait.yaml"),
        (("solve", "Strait"), "strait.yaml"),
        (("solve", f"{tmp_path}/strat"), f"{tmp_path}/strait.yaml"),
        (("solve", "cuba-1962-cabel"), "cuba-1962-cable"),
        (("fit", "brams-chicken", "plaid.csv"), "played.csv"),
        (("discover", "swep.nc", "--outcome", "war"), "swept.nc"),
    ):
        ran = run(*words)
        assert (ran.status, ran.err.endswith(f"Did you mean '{meant}'?\n")) == (2, True), ran.err
    assert "Did you mean" not in run("solve", "quite-another.yaml").err
