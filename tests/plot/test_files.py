"""Figures as files: the same bytes from every process, alt text, and what is refused."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.plot.files import SUFFIXES, save
from crisis_sim.plot.tree.alt import tree_alt
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.draw import tree_figure

from .games import horse

ROOT = Path(__file__).parents[2]
SCRIPT = """
from pathlib import Path
from crisis_sim.plot.tree.alt import tree_alt
from crisis_sim.plot.tree.draw import tree_figure
from crisis_sim.plot.files import SUFFIXES, save
from crisis_sim.plot.tree.data import tree_data
from tests.plot.games import solved_cable
data = tree_data(solved_cable())
for suffix in SUFFIXES:
    figure = tree_figure(data, title="The back channel")
    save(figure, Path({folder!r}) / f"tree{{suffix}}", alt="alt")
"""


def _drawn_elsewhere(folder: Path, seed: str) -> dict[str, str]:
    folder.mkdir()
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    script = SCRIPT.format(folder=str(folder))
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, cwd=ROOT)
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    one = _drawn_elsewhere(tmp_path / "one", "1")
    two = _drawn_elsewhere(tmp_path / "two", "2")
    names = {f"tree{suffix}{added}" for suffix in SUFFIXES for added in ("", ".txt")}
    assert set(one) == names
    assert one == two


def _of_pdf(content: bytes, key: str) -> str:
    """An entry of the dictionary of a PDF's information."""
    found = re.search(rb"/%s (\((?:\\.|[^\\)])*\)|<[0-9a-f]*>)" % key.encode(), content, re.DOTALL)
    assert found
    if found[1].startswith(b"<"):
        return bytes.fromhex(found[1][1:-1].decode()).decode("utf-16")
    plain = re.sub(rb"\\([0-7]{3})", lambda one: bytes([int(one[1], 8)]), found[1][1:-1])
    plain = re.sub(rb"\\(.)", rb"\1", plain)
    return plain.decode("utf-16" if plain.startswith(b"\xfe\xff") else "latin-1")


def test_a_title_and_the_words_are_in_the_file(tmp_path: Path) -> None:
    data = tree_data(horse())
    alt = tree_alt(data) + " <&> −1."
    for title, short in (("Horse & (co)", "Horse & (co)"), ("", alt.partition(". ")[0])):
        for suffix in SUFFIXES:
            target = tmp_path / f"horse{suffix}"
            save(tree_figure(data), target, alt=alt, title=title, force=True)
        svg = ElementTree.parse(tmp_path / "horse.svg").getroot()
        assert svg.findtext("{http://www.w3.org/2000/svg}title") == short
        assert svg.findtext("{http://www.w3.org/2000/svg}desc") == alt
        pdf = (tmp_path / "horse.pdf").read_bytes()
        assert (_of_pdf(pdf, "Title"), _of_pdf(pdf, "Subject")) == (short, alt)
        with Image.open(tmp_path / "horse.png") as png:
            png.load()
            assert (png.info["Title"], png.info["Description"]) == (short, alt)


@pytest.mark.parametrize("asked", [{}, {"title": None}, {"title": "My own"}])
def test_a_picture_gives_its_file_its_title(tmp_path: Path, asked: dict[str, Any]) -> None:
    picture = cs.load("brinkmanship").figure("statics", "p", values={"q": 0.8}, **asked)
    told = "Payoffs and outcomes of Brinkmanship along P(hard) (p), from 0 to 1"
    wanted = asked.get("title", "Brinkmanship") or told
    path = picture.save(tmp_path / "one.svg")
    svg = ElementTree.parse(path).getroot()
    assert svg.findtext("{http://www.w3.org/2000/svg}title") == wanted
    assert svg.findtext("{http://www.w3.org/2000/svg}desc") == picture.alt
    own = ElementTree.fromstring(picture.svg())
    assert own.findtext("{http://www.w3.org/2000/svg}title") == wanted
    assert own.findtext("{http://www.w3.org/2000/svg}desc") == picture.alt


def test_the_alt_text_is_beside_the_file(tmp_path: Path) -> None:
    data = tree_data(horse())
    alt = tree_alt(data) + " <&>"
    for suffix in SUFFIXES:
        path = save(tree_figure(data), tmp_path / f"horse{suffix}", alt=alt)
        words = path.with_name(path.name + ".txt").read_text(encoding="utf-8")
        assert words.startswith(f"{alt}\nWritten by crisis-sim, ")
    svg = ElementTree.parse(tmp_path / "horse.svg").getroot()
    assert svg.get("role") == "img"


def test_a_file_says_nothing_of_when_and_with_what_it_was_made(tmp_path: Path) -> None:
    for suffix in SUFFIXES:
        save(tree_figure(tree_data(horse())), tmp_path / f"horse{suffix}", alt="a tree")
        content = (tmp_path / f"horse{suffix}").read_bytes()
        for word in (b"Date", b"date>", b"Software", b"Matplotlib v"):
            assert word not in content


def test_fonts_of_a_pdf_are_embedded_as_outlines_that_can_be_edited(tmp_path: Path) -> None:
    path = save(tree_figure(tree_data(horse())), tmp_path / "horse.pdf", alt="a tree")
    content = path.read_bytes()
    assert b"/CIDFontType2" in content or b"/TrueType" in content
    assert b"/FontFile2" in content
    assert b"/Type3" not in content


def test_an_existing_file_is_replaced_and_nothing_is_left_over(tmp_path: Path) -> None:
    path = tmp_path / "horse.svg"
    path.write_text("old")
    figure = tree_figure(tree_data(horse()))
    with pytest.raises(InputError, match="is there already"):
        save(figure, path, alt="a tree")
    for force in (True, False):
        save(figure, path, alt="a tree", force=force)
    assert "old" not in path.read_text()[:3]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["horse.svg", "horse.svg.txt"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("tree.gif", "'.gif' is not a kind of figure. Possible here:"),
        ("tree", "tree: end its name"),
    ],
    ids=["gif", "none"],
)
def test_an_unknown_suffix_is_refused_with_those_that_are_possible(
    tmp_path: Path, name: str, found: str
) -> None:
    with pytest.raises(InputError, match=rf"{found} .*\.svg, \.pdf, \.png"):
        save(tree_figure(tree_data(horse())), tmp_path / name, alt="a tree")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot write .*No such file.*folder that is there"):
        save(tree_figure(tree_data(horse())), tmp_path / "nowhere" / "tree.svg", alt="a tree")


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tree.svg").mkdir()
    with pytest.raises(InputError, match="cannot write"):
        save(tree_figure(tree_data(horse())), tmp_path / "tree.svg", alt="a tree")
    assert [one.name for one in tmp_path.iterdir()] == ["tree.svg"]
