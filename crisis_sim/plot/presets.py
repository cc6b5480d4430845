"""Widths and sizes of type that journals ask for, and a picture set to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crisis_sim.errors import InputError, nearest
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.scene import Scene, scaled
from crisis_sim.plot.style import DOUBLE, POINTS, SINGLE, TEXT

__all__ = ["PRESETS", "Preset", "grey", "in_grey", "preset"]

MILLIMETRE = POINTS / 25.4


@dataclass(frozen=True, slots=True)
class Preset:
    """Widths of one and two columns and the size of text, all in points."""

    narrow: float
    wide: float
    text: float
    meaning: str

    @property
    def factor(self) -> float:
        """How much larger than in the package's own style everything is drawn."""
        return self.text / TEXT

    def layout_width(self, columns: int) -> float:
        """The width to lay a picture out in, so that it comes out as wide as wanted."""
        return (self.narrow if columns == 1 else self.wide) / self.factor

    def applied(self, picture: Picture) -> Picture:
        """A picture laid out in that width, at its final size."""
        if self.factor == 1.0:
            return picture
        return replace(picture, scene=scaled(picture.scene, self.factor))


PRESETS = {
    "default": Preset(SINGLE * POINTS, DOUBLE * POINTS, TEXT, "3.5 and 7.0 inches, 8 points"),
    "nature": Preset(89 * MILLIMETRE, 183 * MILLIMETRE, 7.0, "89 and 183 mm, 7 points"),
    "elsevier": Preset(90 * MILLIMETRE, 190 * MILLIMETRE, TEXT, "90 and 190 mm, 8 points"),
    "pnas": Preset(87 * MILLIMETRE, 178 * MILLIMETRE, TEXT, "87 and 178 mm, 8 points"),
    "slides": Preset(6.0 * POINTS, 12.0 * POINTS, 14.0, "6 and 12 inches, 14 points, to project"),
}
"""Sets of measures by name."""


def preset(name: str) -> Preset:
    """A set of measures by name; InputError lists those there are."""
    if name not in PRESETS:
        raise InputError(f"no style '{name}'. {nearest(name, PRESETS)}")
    return PRESETS[name]


def in_grey(picture: Picture) -> Picture:
    """The picture as a photocopier would show it."""
    return replace(picture, scene=grey(picture.scene))


def grey(scene: Scene) -> Scene:
    """Every colour as the grey of the same luminance (Rec. 709, on the values as they stand)."""

    def dull(colour: str) -> str:
        if not colour.startswith("#"):
            return colour
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        level = round(0.2126 * red + 0.7152 * green + 0.0722 * blue)
        return f"#{level:02X}{level:02X}{level:02X}"

    return Scene(
        scene.width,
        scene.height,
        tuple(replace(one, colour=dull(one.colour)) for one in scene.strokes),
        tuple(replace(one, face=dull(one.face), edge=dull(one.edge)) for one in scene.marks),
        tuple(replace(one, colour=dull(one.colour)) for one in scene.labels),
        tuple(replace(one, fill=dull(one.fill), edge=dull(one.edge)) for one in scene.areas),
    )
