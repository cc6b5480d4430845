r"""A scene as a TikZ picture for a LaTeX document, with its text in the document's fonts.

The layout measures text in a type as wide as Times: the preamble should set one, such as
``\usepackage{mathptmx}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crisis_sim.plot.mathematics import SIGNS
from crisis_sim.plot.outlines import outline
from crisis_sim.plot.scene import Area, Label, Mark, Point, Scene, Stroke

__all__ = ["PREAMBLE", "latex_text", "tikz"]

PREAMBLE = (r"\usepackage[T1]{fontenc}", r"\usepackage{mathptmx}", r"\usepackage{tikz}")
"""What the document needs before ``\\begin{document}``; all of it in a plain installation."""

_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "−": "$-$",
    "–": "--",
    "—": "---",
    "·": r"\textperiodcentered{}",
    "…": r"\dots{}",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "→": r"$\rightarrow$",
    "←": r"$\leftarrow$",
    "×": r"$\times$",
    "\u00a0": "~",
    "\u2009": r"\,",
    "\u2005": r"\ ",
} | {sign: f"$\\{name}$" for name, sign in SIGNS.items() if name != "cdot"}
_SCRIPT = re.compile(r"(?<!\\)([_^])(?:({)|(\\[A-Za-z]+|[^\s\\]))")
_ANCHORS = {"start": "base west", "middle": "base", "end": "base east"}


def tikz(scene: Scene, alt: str = "") -> str:
    """The picture as a ``tikzpicture``, under comments that say what it shows and needs.

    Coordinates are PostScript points, with y downwards. Every character that LaTeX reads as a
    command is escaped.
    """
    lines = ["% In the preamble:", *(f"%   {line}" for line in PREAMBLE)]
    lines += [f"% {line}" for line in alt.splitlines()]
    colours = _colours(scene)
    lines.append(r"\begin{tikzpicture}[x=1bp,y=-1bp,line join=round]")
    lines += [
        f"\\definecolor{{{name}}}{{HTML}}{{{code[1:].upper()}}}" for code, name in colours.items()
    ]
    frame = f"(0,0) rectangle ({_number(scene.width)},{_number(scene.height)})"
    lines.append(f"\\useasboundingbox {frame};")
    lines += [_area(one, colours) for one in scene.areas]
    lines += [_stroke(one, colours) for one in sorted(scene.strokes, key=lambda one: one.layer)]
    lines += [_mark(one, colours) for one in scene.marks]
    lines += [_label(one, colours) for one in scene.labels if one.text]
    lines.append(r"\end{tikzpicture}%")
    return "\n".join(lines) + "\n"


def latex_text(text: str, *, math: bool = False) -> str:
    r"""A text escaped for LaTeX; with ``math``, what stands between dollar signs is a formula.

    >>> latex_text("$f_F^{2}$", math=True)
    '$f_{\\textstyle F}^{\\textstyle 2}$'
    """
    if not math:
        return "".join(_ESCAPED.get(letter, letter) for letter in text)
    parts = re.split(r"(?<!\\)\$", text)
    return "".join(
        f"${_SCRIPT.sub(_at_full_size, part)}$"
        if number % 2
        else latex_text(part.replace(r"\$", "$"))
        for number, part in enumerate(parts)
    )


def _at_full_size(script: re.Match[str]) -> str:
    """An index or exponent in the size of what it stands at: LaTeX would set it in 5 points."""
    mark, brace, one = script.groups()
    return f"{mark}{{\\textstyle " if brace else f"{mark}{{\\textstyle {one}}}"


def _named_colours(scene: Scene) -> Iterator[str]:
    for area in scene.areas:
        yield from (area.fill, area.edge)
    for stroke in scene.strokes:
        yield stroke.colour
    for mark in scene.marks:
        yield from (mark.face, mark.edge)
    for label in scene.labels:
        yield label.colour


def _colours(scene: Scene) -> dict[str, str]:
    """A name for each colour that is given by its code; LaTeX knows the others."""
    codes = dict.fromkeys(code for code in _named_colours(scene) if code.startswith("#"))
    return {code: f"crisis{chr(ord('A') + number)}" for number, code in enumerate(codes)}


def _number(value: float) -> str:
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".") if text != "-0.00" else "0"


def _point(point: Point) -> str:
    return f"({_number(point[0])},{_number(point[1])})"


def _path(points: tuple[Point, ...]) -> str:
    return " -- ".join(map(_point, points))


def _area(area: Area, colours: dict[str, str]) -> str:
    look = ["even odd rule"]
    if area.fill:
        look.append(f"fill={colours.get(area.fill, area.fill)}")
    if area.edge:
        look.append(f"draw={colours.get(area.edge, area.edge)}")
        look.append(f"line width={_number(area.width)}bp")
    if area.opacity < 1:
        look.append(f"fill opacity={_number(area.opacity)}")
    rings = " ".join(f"{_path(ring)} -- cycle" for ring in area.rings)
    return f"\\path[{','.join(look)}] {rings};"


def _stroke(stroke: Stroke, colours: dict[str, str]) -> str:
    look = [
        f"draw={colours.get(stroke.colour, stroke.colour)}",
        f"line width={_number(stroke.width)}bp",
    ]
    if stroke.dash:
        parts = zip(["on", "off"] * len(stroke.dash), stroke.dash, strict=False)
        pattern = " ".join(f"{word} {_number(part)}bp" for word, part in parts)
        look.append(f"dash pattern={pattern}")
    else:
        look.append("line cap=round")
    if stroke.opacity < 1:
        look.append(f"draw opacity={_number(stroke.opacity)}")
    return f"\\path[{','.join(look)}] {_path(stroke.points)};"


def _mark(mark: Mark, colours: dict[str, str]) -> str:
    look = [f"fill={colours.get(mark.face, mark.face)}"]
    if mark.width > 0:
        look.append(f"draw={colours.get(mark.edge, mark.edge)}")
        look.append(f"line width={_number(mark.width)}bp")
    corners = outline(mark)
    if corners:
        return f"\\path[{','.join(look)}] {_path(corners)} -- cycle;"
    radius = _number((mark.size - mark.width) / 2)
    return f"\\path[{','.join(look)}] {_point((mark.x, mark.y))} circle[radius={radius}bp];"


def _label(label: Label, colours: dict[str, str]) -> str:
    font, size = label.font, _number(label.font.size)
    cut = f"\\fontsize{{{size}bp}}{{{size}bp}}\\selectfont"
    cut += r"\bfseries" if font.bold else ""
    cut += r"\itshape" if font.italic else ""
    colour = colours.get(label.colour, label.colour)
    content = latex_text(label.text, math=font.math)
    return (
        f"\\node[anchor={_ANCHORS[label.anchor]},inner sep=0,text={colour},font={{{cut}}}]"
        f" at {_point((label.x, label.y))} {{{content}}};"
    )
