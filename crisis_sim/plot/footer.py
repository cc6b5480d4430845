"""The legend and the notes at the foot of a figure, left out for a caption that tells them."""

from __future__ import annotations

from dataclasses import replace

from crisis_sim.plot.picture import Picture
from crisis_sim.plot.scene import Label, Scene

__all__ = ["without_footer"]

FOOT = ("legend", "note")
"""The roles of what stands at the foot."""
DEEP, SPACE = 0.21, 4.0
"""How far letters go below their line, in sizes of the type; points left free below all else."""


def without_footer(picture: Picture) -> Picture:
    """The picture without what stands at its foot, and notes that tell it for the caption.

    A legend that has more of the picture below it stays.
    """
    scene, end = picture.scene, _end(picture.scene)
    gone = [one for one in scene.labels if one.role in FOOT and one.y > end]
    if not gone:
        return picture
    kept = Scene(
        scene.width,
        min(scene.height, end + SPACE),
        tuple(one for one in scene.strokes if one.role not in FOOT or one.points[0][1] <= end),
        tuple(one for one in scene.marks if one.role not in FOOT or one.y <= end),
        tuple(one for one in scene.labels if one not in gone),
        scene.areas,
    )
    signs = picture.signs if any(one.role == "legend" for one in gone) else ""
    told = (picture.notes, signs, *(_plain(one) for one in gone if one.role == "note"))
    return replace(picture, scene=kept, notes=" ".join(filter(None, told)))


def _end(scene: Scene) -> float:
    """How far down the picture goes, apart from its foot."""
    ends = [one.y + DEEP * one.font.size for one in scene.labels if one.role not in FOOT]
    ends += [one.y + one.size / 2 for one in scene.marks if one.role not in FOOT]
    ends += [y for one in scene.strokes if one.role not in FOOT for _, y in one.points]
    ends += [y for one in scene.areas for ring in one.rings for _, y in ring]
    return max(ends)


def _plain(label: Label) -> str:
    """A text without the marks of formulas, and of where it does not break."""
    return "".join(run.text for run in label.font.runs(label.text)).replace("\u00a0", " ")
