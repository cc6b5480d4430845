"""No figure names a folder of the machine: not in its footer, its words or its metadata."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from crisis_sim.figures.kinds import KINDS
from crisis_sim.scenario.library import shipped_path

from .conftest import Run

SLOW = {"sensitivity"}


@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png", ".tex"])
@pytest.mark.parametrize("kind", sorted({*KINDS} - SLOW))
def test_no_file_names_a_folder(run: Run, kind: str, suffix: str, tmp_path: Path) -> None:
    folder = tmp_path / "hidden-folder"
    folder.mkdir()
    source, target = folder / "my-crisis.yaml", folder / f"drawn{suffix}"
    shutil.copy(shipped_path("cuba-1962-clock" if kind == "bargain" else "brinkmanship"), source)
    along = [word for name in ("p", "q")[: min(KINDS[kind].follows)] for word in ("-x", name)]
    done = run("figure", kind, str(source), *along, "-o", str(target))
    assert done.status == 0, done.err
    for path in (target, target.with_name(target.name + ".txt")):
        content = path.read_bytes()
        assert b"hidden-folder" not in content
        assert str(tmp_path).encode() not in content
    if kind == "page" and suffix == ".tex":
        assert b"crisis-sim figure page my-crisis.yaml" in target.read_bytes()


def test_the_footer_is_left_out_by_a_flag(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "tree.tex"
    asked = "figure", "tree", "brams-chicken", "-o", str(target)
    assert run(*asked).status == 0
    assert "equilibrium path" in target.read_text(encoding="utf-8")
    assert run(*asked, "--no-footer").status == 0
    assert "equilibrium path" not in target.read_text(encoding="utf-8")
    assert "equilibrium path" in target.with_name("tree.tex.txt").read_text(encoding="utf-8")


def test_a_figure_that_must_be_wider_says_so(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "tree.svg"
    asked = "figure", "tree", "cuba-1962-cable", "--vertical", "--columns", "1", "-o", str(target)
    told = run(*asked).err
    assert told.startswith(f"{target}: wider than asked for: ")
    assert "not 3.5 inches, as its texts do not fit there" in told
