"""The gallery: no label overlaps or is clipped in any figure, and all of them are shown."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from crisis_sim.errors import InputError
from crisis_sim.plot.draw_scene import scene_figure
from crisis_sim.plot.picture import Picture

from .boxes import assert_tidy_scene
from .test_draw_tree import _renderer, _text_boxes

FIGURES = Path(__file__).resolve().parents[2] / "figures"
NAMES = sorted(one.stem for one in FIGURES.glob("*.py") if one.stem != "gallery")
SLOW = {"cable_assumptions", "cable_tornado", "cable_page", "cable_sensitivity"}


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FIGURES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def checked(name: str) -> Picture:
    """The picture of a script, with its labels checked as measured and as matplotlib sets them."""
    picture: Picture = load(name).picture()
    assert_tidy_scene(picture.scene, marks=name.endswith("tree"))
    figure = scene_figure(picture.scene)
    _renderer(figure)
    for text, box in _text_boxes(figure).items():
        inside = box.x0 >= -0.5 and box.x1 <= figure.bbox.width + 0.5
        assert inside, f"'{text}' leaves the figure as it is drawn"
    return picture


def described(name: str) -> str:
    """The words beside a figure, above its caption and the line that says who wrote them."""
    path = FIGURES / f"{name.replace('_', '-')}.svg.txt"
    return path.read_text(encoding="utf-8").partition("\n\nCaption: ")[0]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in SLOW])
def test_no_label_overlaps_or_is_clipped(name: str) -> None:
    assert described(name).strip() == checked(name).alt.strip()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SLOW))
def test_no_label_overlaps_or_is_clipped_in_large_ones(name: str) -> None:
    assert described(name).strip() == checked(name).alt.strip()


def test_every_figure_is_made_and_shown() -> None:
    page = (FIGURES.parent / "docs" / "figures.md").read_text(encoding="utf-8")
    for name in NAMES:
        file = name.replace("_", "-")
        assert f"](../figures/{file}.svg)" in page
        for suffix in (".svg", ".pdf"):
            assert (FIGURES / f"{file}{suffix}").is_file()
    assert page.count("](../figures/") == len(NAMES)


def test_a_picture_is_written_in_the_same_bytes_twice(tmp_path: Path) -> None:
    picture = load("chicken_matrix").picture()
    made = picture.save(tmp_path / "one.pdf").read_bytes()
    assert made == picture.save(tmp_path / "two.pdf").read_bytes()


@pytest.mark.parametrize("name", ["chicken.svg", "chicken.svg.txt"])
def test_a_file_of_others_is_written_over_if_asked_alone(tmp_path: Path, name: str) -> None:
    picture, path = load("chicken_matrix").picture(), tmp_path / "chicken.svg"
    picture.save(path)
    picture.save(path)
    (tmp_path / name).write_text("mine")
    with pytest.raises(InputError, match="force=True"):
        picture.save(path)
    assert (tmp_path / name).read_text() == "mine"
    picture.save(path, force=True)
    assert (tmp_path / name).read_text() != "mine"
