"""A scene as SVG of our own: text as text, quick to write and to paint, no font needed.

For pages and notebooks, and for pictures too large for matplotlib. It has no style sheet and no
script, so that the strictest content policy lets it be shown; each element's role is its class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from crisis_sim.plot.outlines import outline
from crisis_sim.plot.scene import Area, Label, Mark, Point, Scene, Stroke
from crisis_sim.sentence import first_sentence

__all__ = ["escaped", "svg"]

FAMILY = "STIXGeneral, 'STIX Two Text', 'Times New Roman', 'Liberation Serif', Times, serif"
"""Fonts of one width, so that the picture keeps its measure whichever is installed."""


def svg(scene: Scene, alt: str = "", *, title: str = "", background: str = "") -> str:
    """The picture as an SVG element; a screen reader says its ``title``, and then ``alt``.

    Shapes of one look and role share a group. The same scene gives the same text.
    """
    width, height = _number(scene.width), _number(scene.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}pt" height="{height}pt"'
        f' viewBox="0 0 {width} {height}" font-family="{FAMILY}">'
    ]
    if alt:
        parts.append(f"<title>{escaped(title or first_sentence(alt))}</title>")
        parts.append(f"<desc>{escaped(alt)}</desc>")
    if background:
        parts.append(f'<rect width="{width}" height="{height}" fill="{background}"/>')
    below = [stroke for stroke in scene.strokes if stroke.layer <= 0]
    above = sorted(
        (stroke for stroke in scene.strokes if stroke.layer > 0), key=lambda one: one.layer
    )
    parts += _grouped((_area_look(one), _area(one)) for one in scene.areas)
    parts += _grouped((_stroke_look(one), _stroke(one)) for one in (*below, *above))
    parts += _grouped((_mark_look(one), _mark(one)) for one in scene.marks)
    parts += _grouped((_label_look(one), _label(one)) for one in scene.labels if one.text)
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _grouped(drawn: Iterable[tuple[str, str]]) -> Iterator[str]:
    for look, group in groupby(drawn, key=lambda pair: pair[0]):
        yield f"<g{look}>{''.join(shape for _, shape in group)}</g>"


def _number(value: float) -> str:
    text = f"{value:.2f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) if text != "-0.00" else "0"


def escaped(text: str) -> str:
    """Escaped, without the control characters that XML forbids."""
    return escape("".join(c for c in text if c >= " " or c in "\t\n"), quote=False)


def _class(role: str) -> str:
    return f' class="{role.replace(" ", "-")}"' if role else ""


def _path(points: tuple[Point, ...]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)


def _area_look(area: Area) -> str:
    look = f' fill="{area.fill or "none"}" fill-rule="evenodd"{_class(area.role)}'
    if area.edge:
        look += f' stroke="{area.edge}" stroke-width="{_number(area.width)}"'
    return look + (f' fill-opacity="{_number(area.opacity)}"' if area.opacity < 1 else "")


def _area(area: Area) -> str:
    return f'<path d="{"".join(_path(ring) + "Z" for ring in area.rings)}"/>'


def _stroke_look(stroke: Stroke) -> str:
    look = (
        f' fill="none" stroke="{stroke.colour}" stroke-width="{_number(stroke.width)}"'
        f' stroke-linejoin="round" stroke-linecap="{"butt" if stroke.dash else "round"}"'
    )
    if stroke.dash:
        look += f' stroke-dasharray="{" ".join(map(_number, stroke.dash))}"'
    if stroke.opacity < 1:
        look += f' stroke-opacity="{_number(stroke.opacity)}"'
    return look + _class(stroke.role)


def _stroke(stroke: Stroke) -> str:
    return f'<path d="{_path(stroke.points)}"/>'


def _mark_look(mark: Mark) -> str:
    return (
        f' fill="{mark.face}" stroke="{mark.edge}" stroke-width="{_number(mark.width)}"'
        f"{_class(mark.role)}"
    )


def _mark(mark: Mark) -> str:
    corners = outline(mark)
    if corners:
        return f'<path d="{_path(corners)}Z"/>'
    radius = _number((mark.size - mark.width) / 2)
    return f'<circle cx="{_number(mark.x)}" cy="{_number(mark.y)}" r="{radius}"/>'


def _label_look(label: Label) -> str:
    font = label.font
    look = f' fill="{label.colour}" font-size="{_number(font.size)}"'
    look += ' font-weight="bold"' if font.bold else ""
    look += ' font-style="italic"' if font.italic else ""
    look += f' text-anchor="{label.anchor}"' if label.anchor != "start" else ""
    return look + ' xml:space="preserve"' + _class(label.role)


def _label(label: Label) -> str:
    content = escaped(label.text)
    if label.font.math and "$" in label.text:
        content = "".join(_spans(label))
    return f'<text x="{_number(label.x)}" y="{_number(label.y)}">{content}</text>'


def _spans(label: Label) -> Iterator[str]:
    """The runs of a formula; each moves from the line of the one before it."""
    size, before = label.font.size, 0.0
    for run in label.font.runs(label.text):
        look = ' font-style="italic"' if run.italic else ""
        look += f' font-size="{_number(size * run.scale)}"' if run.scale != 1 else ""
        shift = (run.down - before) * size
        look += f' dy="{_number(shift)}"' if shift else ""
        before = run.down
        yield f"<tspan{look}>{escaped(run.text)}</tspan>"
