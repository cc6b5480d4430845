"""Write a figure to a file: the same bytes from every process, and never half a file."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crisis_sim.errors import InputError
from crisis_sim.plot import style
from crisis_sim.plot.draw_scene import scene_figure
from crisis_sim.plot.scene import Scene
from crisis_sim.plot.scripts import missing_letters
from crisis_sim.plot.write_svg import svg
from crisis_sim.plot.write_tikz import tikz
from crisis_sim.whole_file import shown, write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["SCENE_SUFFIXES", "SUFFIXES", "check_target", "save", "save_scene"]

SUFFIXES = (".svg", ".pdf", ".png")
"""What a figure of matplotlib can be written as."""

SCENE_SUFFIXES = (*SUFFIXES, ".tex")
"""What a scene can be written as."""

LARGE = 6_000
"""Shapes and texts from which an SVG is written by ourselves; matplotlib takes 1 ms for each."""

_NAMELESS: dict[str, dict[str, str | None]] = {
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None},
    ".png": {"Software": None},
}
_TITLE = {".svg": "Title", ".pdf": "Title", ".png": "Description"}


def save(figure: Figure, path: str | os.PathLike[str], *, alt: str) -> Path:
    """Write ``figure`` as SVG, PDF or PNG, by the suffix of ``path``, and its alt text beside it.

    The alt text becomes the title of an SVG or PDF and the description of a PNG, and is written to
    a file of the same name with ``.txt`` added. The same figure gives the same bytes in every
    process; PNG has 300 dots to the inch. An existing file is replaced in one step.

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
    write_whole(target, _render(figure, target.suffix.lower(), alt))
    write_whole(target.with_name(target.name + ".txt"), (alt.rstrip() + "\n"))
    return target


def save_scene(scene: Scene, path: str | os.PathLike[str], *, alt: str) -> Path:
    r"""Write a scene as SVG, PDF, PNG or TikZ, by the suffix of ``path``, as :func:`save` does.

    TikZ, ``.tex``, is a picture to ``\input`` in a document. An SVG of more than :data:`LARGE`
    shapes and texts, or with letters that the figures' fonts lack, keeps its text as text and names
    the fonts, which others have as outlines.
    """
    target = check_target(path, SCENE_SUFFIXES)
    suffix = target.suffix.lower()
    count = len(scene.strokes) + len(scene.marks) + len(scene.labels) + len(scene.areas)
    if suffix == ".tex":
        content = tikz(scene, alt)
    elif suffix == ".svg" and (count > LARGE or missing_letters(scene)):
        content = svg(scene, alt, background="white")
    else:
        return save(scene_figure(scene), target, alt=alt)
    write_whole(target, content)
    write_whole(target.with_name(target.name + ".txt"), (alt.rstrip() + "\n"))
    return target


def check_target(path: str | os.PathLike[str], suffixes: Sequence[str]) -> Path:
    """The path of a figure; InputError unless its suffix is one of those possible here."""
    target = Path(path)
    if not target.name:
        raise InputError("name a file to write, such as figure.svg")
    if target.suffix.lower() not in suffixes:
        found = f"'{shown(target.suffix)}' is" if target.suffix else "no suffix is"
        raise InputError(
            f"{shown(target)}: {found} not a kind of figure. Possible here: {', '.join(suffixes)}"
        )
    if not os.path.isdir(target.parent):
        raise InputError(
            f"cannot write {shown(target)}: No such file or directory. Name a file in a folder "
            "that is there"
        )
    return target


def _render(figure: Figure, suffix: str, alt: str) -> bytes:
    buffer = io.BytesIO()
    metadata = {**_NAMELESS[suffix], _TITLE[suffix]: alt}
    with style.applied():
        figure.savefig(buffer, format=suffix[1:], metadata=metadata)
    content = buffer.getvalue()
    if suffix == ".svg":
        # A screen reader then speaks the title and passes over the shapes.
        content = content.replace(b"<svg ", b'<svg role="img" ', 1)
    return content
