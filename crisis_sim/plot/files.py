"""Write a figure to a file: the same bytes from every process, and never half a file."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crisis_sim.errors import InputError
from crisis_sim.own_file import refuse_others, sealed, write_own
from crisis_sim.plot import style
from crisis_sim.plot.draw_scene import scene_figure
from crisis_sim.plot.scene import Scene
from crisis_sim.plot.scripts import missing_letters
from crisis_sim.plot.write_svg import escaped, svg
from crisis_sim.plot.write_tikz import tikz
from crisis_sim.sentence import first_sentence
from crisis_sim.whole_file import check_writable, shown

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "SCENE_SUFFIXES",
    "SUFFIXES",
    "Files",
    "beside",
    "check_figure",
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

_METADATA: dict[str, dict[str, str | None]] = {
    ".svg": {"Date": None, "Creator": "crisis-sim"},
    ".pdf": {"CreationDate": None, "ModDate": None, "Producer": None, "Creator": "crisis-sim"},
    ".png": {"Software": None},
}
_WORDS = {".pdf": "Subject", ".png": "Description"}
"""Where the words of a figure go in its file; an SVG has an element for them."""

Files = Mapping[Path, str | bytes]
"""A figure and its description: what they hold, by where they go."""


def save(
    figure: Figure,
    path: str | os.PathLike[str],
    *,
    alt: str,
    title: str = "",
    force: bool = False,
) -> Path:
    """Write ``figure`` as SVG, PDF or PNG, by the suffix of ``path``, and its alt text beside it.

    The title, or else the first sentence of the alt text, becomes that of the file; the alt text
    the description of an SVG or PNG and the subject of a PDF, and a file of the same name with
    ``.txt`` added. Both are signed: see :mod:`crisis_sim.own_file`.
    The same figure gives the same bytes in every process; PNG has 300 dots to the inch. Files that
    are there are replaced as by :func:`crisis_sim.own_file.write_own`.

    Returns
    -------
    Path
        Where the figure is.

    Raises
    ------
    InputError
        The suffix is none of :data:`SUFFIXES`, or the folder cannot be written to;
        a file is there and not as it was written here, without ``force``.
    """
    target = check_target(path, SUFFIXES)
    drawn = _render(figure, target.suffix.lower(), alt, title)
    write_own(_described(target, drawn, alt), force=force)
    return target


def save_scene(
    scene: Scene,
    path: str | os.PathLike[str],
    *,
    alt: str,
    title: str = "",
    caption: str = "",
    force: bool = False,
) -> Path:
    r"""Write a scene as SVG, PDF, PNG or TikZ, by the suffix of ``path``, as :func:`save` does.

    TikZ, ``.tex``, is a picture to ``\input`` in a document. An SVG of more than :data:`LARGE`
    shapes and texts, or with letters that the figures' fonts lack, keeps its text as text and names
    the fonts, which others have as outlines. A caption is written below the words beside it.
    """
    target = check_target(path, SCENE_SUFFIXES)
    drawn = rendered_scene(scene, target, alt=alt, title=title, caption=caption)
    write_own(drawn, force=force)
    return target


def rendered_scene(
    scene: Scene, target: Path, *, alt: str, title: str = "", caption: str = ""
) -> Files:
    """What :func:`save_scene` writes."""
    suffix = target.suffix.lower()
    count = len(scene.strokes) + len(scene.marks) + len(scene.labels) + len(scene.areas)
    if suffix == ".tex":
        return _described(target, tikz(scene, alt), alt, caption)
    if suffix == ".svg" and (count > LARGE or missing_letters(scene)):
        return _described(target, svg(scene, alt, title=title, background="white"), alt, caption)
    return _described(target, _render(scene_figure(scene), suffix, alt, title), alt, caption)


def beside(target: Path) -> Path:
    """Where the description of a figure goes."""
    return target.with_name(target.name + ".txt")


def _described(target: Path, content: str | bytes, alt: str, caption: str = "") -> Files:
    words = [alt.rstrip(), *([f"Caption: {caption}"] if caption else [])]
    return {
        target: sealed(target.suffix, content),
        beside(target): sealed(".txt", "\n\n".join(words) + "\n"),
    }


def check_figure(path: str | os.PathLike[str], *, force: bool) -> tuple[Path, Path]:
    """The files of a picture, itself and its words; refused if they could not be written.

    So are those that are there and not as they were written here, without ``force``.
    """
    target = check_target(path, SCENE_SUFFIXES)
    files = target, beside(target)
    if not force:
        refuse_others(files)
    return files


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
    check_writable(beside(target))
    return target


def _render(figure: Figure, suffix: str, alt: str, title: str) -> bytes:
    buffer = io.BytesIO()
    metadata = {**_METADATA[suffix], "Title": title or first_sentence(alt)}
    if suffix in _WORDS:
        metadata[_WORDS[suffix]] = alt
    with style.applied():
        figure.savefig(buffer, format=suffix[1:], metadata=metadata)
    content = buffer.getvalue()
    if suffix == ".svg":
        # A screen reader then speaks the title and the words, and passes over the shapes.
        content = content.replace(b"<svg ", b'<svg role="img" ', 1)
        words = f"</title>\n <desc>{escaped(alt)}</desc>".encode()
        content = content.replace(b"</title>", words, 1)
    return content
