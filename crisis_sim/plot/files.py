"""Write a figure to a file: the same bytes from every process, and never half a file."""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crisis_sim.errors import InputError
from crisis_sim.own_file import content_of, is_foreign
from crisis_sim.plot import style
from crisis_sim.plot.draw_scene import scene_figure
from crisis_sim.plot.scene import Scene
from crisis_sim.plot.scripts import missing_letters
from crisis_sim.plot.write_svg import svg
from crisis_sim.plot.write_tikz import tikz
from crisis_sim.whole_file import check_writable, shown, write_together

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "SCENE_SUFFIXES",
    "SUFFIXES",
    "check_target",
    "foreign",
    "rendered",
    "rendered_scene",
    "save",
    "save_scene",
]

SUFFIXES = (".svg", ".pdf", ".png")
"""What a figure of matplotlib can be written as."""

SCENE_SUFFIXES = (*SUFFIXES, ".tex")
"""What a scene can be written as."""

LARGE = 6_000
"""Shapes and texts from which an SVG is written by ourselves; matplotlib takes 1 ms for each."""

MARK = "crisis-sim, described by "
"""What a figure says of itself, before the digest of the file beside it."""

_OWN = re.compile(MARK.encode() + rb"([0-9a-f]{16})")
_OWN_TEX = re.compile(rb"\A% " + _OWN.pattern)
_METADATA: dict[str, dict[str, str | None]] = {
    ".svg": {"Date": None},
    ".pdf": {"CreationDate": None, "ModDate": None, "Producer": None},
    ".png": {"Software": None},
}
_TITLE = {".svg": "Title", ".pdf": "Title", ".png": "Description"}
_CREATOR = {".svg": "Creator", ".pdf": "Creator", ".png": "Source"}

Files = Mapping[Path, str | bytes]
"""A figure and its description: what they hold, by where they go."""


def save(figure: Figure, path: str | os.PathLike[str], *, alt: str) -> Path:
    """Write ``figure`` as SVG, PDF or PNG, by the suffix of ``path``, and its alt text beside it.

    The alt text becomes the title of an SVG or PDF and the description of a PNG, and is written to
    a file of the same name with ``.txt`` added. The same figure gives the same bytes in every
    process; PNG has 300 dots to the inch. Files that are there are replaced in one step.

    Returns
    -------
    Path
        Where the figure is.

    Raises
    ------
    InputError
        The suffix is none of :data:`SUFFIXES`, or the folder cannot be written to.
    """
    target = check_target(path, SUFFIXES)
    write_together(rendered(figure, target, alt=alt))
    return target


def save_scene(scene: Scene, path: str | os.PathLike[str], *, alt: str) -> Path:
    r"""Write a scene as SVG, PDF, PNG or TikZ, by the suffix of ``path``, as :func:`save` does.

    TikZ, ``.tex``, is a picture to ``\input`` in a document. An SVG of more than :data:`LARGE`
    shapes and texts, or with letters that the figures' fonts lack, keeps its text as text and names
    the fonts, which others have as outlines.
    """
    target = check_target(path, SCENE_SUFFIXES)
    write_together(rendered_scene(scene, target, alt=alt))
    return target


def rendered(figure: Figure, target: Path, *, alt: str) -> Files:
    """What :func:`save` writes."""
    return _described(target, _render(figure, target.suffix.lower(), alt), alt)


def rendered_scene(scene: Scene, target: Path, *, alt: str) -> Files:
    """What :func:`save_scene` writes."""
    suffix = target.suffix.lower()
    count = len(scene.strokes) + len(scene.marks) + len(scene.labels) + len(scene.areas)
    if suffix == ".tex":
        return _described(target, tikz(scene, alt, mark=_mark(alt)), alt)
    if suffix == ".svg" and (count > LARGE or missing_letters(scene)):
        return _described(target, svg(scene, alt, background="white", mark=_mark(alt)), alt)
    return rendered(scene_figure(scene), target, alt=alt)


def foreign(target: Path) -> list[Path]:
    """The files in the place of a figure that were not written as one, or its description."""
    own = _OWN_TEX if target.suffix.lower() == ".tex" else _OWN
    found = own.search(content_of(target))
    words = content_of(_beside(target))
    described = found is not None and found[1].decode() == _digest(words)
    return [target] * is_foreign(target, own) + [_beside(target)] * (bool(words) and not described)


def _described(target: Path, content: str | bytes, alt: str) -> Files:
    return {target: content, _beside(target): _words(alt)}


def _beside(target: Path) -> Path:
    return target.with_name(target.name + ".txt")


def _words(alt: str) -> str:
    return alt.rstrip() + "\n"


def _mark(alt: str) -> str:
    return MARK + _digest(_words(alt).encode("utf-8"))


def _digest(words: bytes) -> str:
    return hashlib.sha256(words).hexdigest()[:16]


def check_target(path: str | os.PathLike[str], suffixes: Sequence[str]) -> Path:
    """The path of a figure; InputError unless its suffix is one of those possible here."""
    target = Path(path)
    if not target.name:
        raise InputError("name a file to write, such as figure.svg")
    possible = ", ".join(suffixes)
    if not target.suffix:
        raise InputError(f"{shown(target)}: end its name in the kind of figure, one of {possible}")
    if target.suffix.lower() not in suffixes:
        raise InputError(
            f"{shown(target)}: '{shown(target.suffix)}' is not a kind of figure. Possible here: "
            f"{possible}"
        )
    check_writable(target)
    check_writable(_beside(target))
    return target


def _render(figure: Figure, suffix: str, alt: str) -> bytes:
    buffer = io.BytesIO()
    metadata = {**_METADATA[suffix], _TITLE[suffix]: alt, _CREATOR[suffix]: _mark(alt)}
    with style.applied():
        figure.savefig(buffer, format=suffix[1:], metadata=metadata)
    content = buffer.getvalue()
    if suffix == ".svg":
        # A screen reader then speaks the title and passes over the shapes.
        content = content.replace(b"<svg ", b'<svg role="img" ', 1)
    return content
