"""Write a figure to a file: the same bytes from every process, and never half a file."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

from crisis_sim.errors import InputError
from crisis_sim.plot import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["SUFFIXES", "save"]

SUFFIXES = (".svg", ".pdf", ".png")
"""What a figure can be written as."""

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
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        found = f"'{target.suffix}' is" if target.suffix else "no suffix is"
        raise InputError(
            f"{target}: {found} not a kind of figure. Possible here: {', '.join(SUFFIXES)}"
        )
    _write(target, _render(figure, suffix, alt))
    _write(target.with_name(target.name + ".txt"), (alt.rstrip() + "\n").encode())
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


def _write(target: Path, content: bytes) -> None:
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            file.write(content)
        os.replace(partial, target)
    except OSError as error:
        partial.unlink(missing_ok=True) if target.parent.is_dir() else None
        reason = error.strerror or str(error)
        raise InputError(
            f"{target}: cannot be written: {reason}. "
            f"Name a file in an existing folder that can be written to, ending in "
            f"{' or '.join(SUFFIXES)}"
        ) from error
