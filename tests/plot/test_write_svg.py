"""Our own SVG says what the scene says, in well-formed XML."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.scene import Area, Font, Label, Mark, Scene, Stroke
from crisis_sim.plot.tree.data import tree_data
from crisis_sim.plot.tree.scene import tree_scene
from crisis_sim.plot.write_svg import svg

from .games import solved_cable

SPACE = "{http://www.w3.org/2000/svg}"
NASTY = "a < b & \"c\" 'd' </svg><script>\x07"


@pytest.fixture(scope="module")
def scene() -> Scene:
    return tree_scene(tree_data(solved_cable()), text_width, width=504.0)


def test_every_label_line_and_mark_is_there(scene: Scene) -> None:
    root = ElementTree.fromstring(svg(scene, "a tree"))
    texts = ["".join(one.itertext()) for one in root.iter(f"{SPACE}text")]
    assert sorted(texts) == sorted(label.text for label in scene.labels)
    circles = sum(mark.shape == "o" for mark in scene.marks)
    assert len(list(root.iter(f"{SPACE}circle"))) == circles
    paths = len(scene.strokes) + len(scene.marks) - circles
    assert len(list(root.iter(f"{SPACE}path"))) == paths
    assert root.findtext(f"{SPACE}title") == "a tree"
    assert root.findtext(f"{SPACE}desc") == "a tree"
    assert root.get("viewBox") == f"0 0 504 {scene.height:.2f}".rstrip("0").rstrip(".")


def test_the_same_scene_gives_the_same_text(scene: Scene) -> None:
    assert svg(scene) == svg(tree_scene(tree_data(solved_cable()), text_width, width=504.0))


def test_text_from_a_scenario_cannot_become_markup() -> None:
    scene = Scene(50.0, 20.0, (), (), (Label(1.0, 9.0, NASTY, Font()),))
    root = ElementTree.fromstring(svg(scene, NASTY))
    assert not list(root.iter(f"{SPACE}script"))
    assert root.findtext(f".//{SPACE}text") == NASTY.replace("\x07", "")


def test_looks_and_roles_are_attributes_of_groups() -> None:
    ring = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0))
    scene = Scene(
        20.0,
        20.0,
        (Stroke(((0.0, 0.0), (5.0, 5.0)), "#123456", 0.5, dash=(3.0, 2.0), role="branch"),),
        (Mark(3.0, 3.0, "s", 4.0, "white", "#111111", 1.0),),
        (Label(9.0, 9.0, "$f_F$", Font(10.0, bold=True, math=True), anchor="end"),),
        (Area((ring, ring), "#ABCDEF", opacity=0.5),),
    )
    text = svg(scene)
    assert 'stroke-dasharray="3 2"' in text
    assert 'class="branch"' in text
    assert 'fill-rule="evenodd"' in text
    assert '<path d="M1.5 1.5L4.5 1.5L4.5 4.5L1.5 4.5Z"/>' in text
    assert '<tspan font-style="italic" font-size="7" dy="2.2">F</tspan>' in text
    assert "style=" not in text.replace("font-style=", "")
