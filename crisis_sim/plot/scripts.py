"""Fonts for labels in any script: those of the figures, and one of the machine for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.plot import style
from crisis_sim.plot.scene import Scene

__all__ = ["families_for", "font_with", "missing_letters"]

PREFERRED = ("notosanscjk", "notoserifcjk", "sourcehan", "notosans", "wqy", "droidsansfallback")
"""Beginnings of the names of font files that are tried first, in this order."""


def missing_letters(scene: Scene) -> str:
    """The characters of the labels that the figures' own fonts lack, in code order."""
    letters = {letter for label in scene.labels for letter in label.text if letter > "\u024f"}
    if not letters:
        return ""
    from matplotlib.font_manager import findfont, get_font

    with style.applied():
        known = [get_font(findfont(name)).get_charmap() for name in style.FAMILIES]
    return "".join(
        letter
        for letter in sorted(letters)
        if letter.isprintable() and not any(ord(letter) in held for held in known)
    )


def families_for(scene: Scene) -> tuple[str, ...]:
    """The families of fonts to draw a scene in.

    Raises
    ------
    InputError
        No font of this machine has the characters that the figures' own lack.
    """
    letters = missing_letters(scene)
    if not letters:
        return style.FAMILIES
    from matplotlib.font_manager import findSystemFonts

    found = font_with(letters, findSystemFonts())
    if found is None:
        raise InputError(
            f"no font on this machine has the characters {letters[:40]} of the figure's labels. "
            "Install one that does, such as Noto Sans CJK for Chinese, Japanese and Korean; or "
            "write .svg, which leaves them to the reader's fonts, or .tex"
        )
    return (*style.FAMILIES, found)


def font_with(letters: str, paths: Sequence[str]) -> str | None:
    """The family of the first of the font files that has all the letters; None if none has."""
    from matplotlib.font_manager import fontManager, get_font

    for path in _in_order(paths):
        try:
            font = get_font(path)
            known = font.get_charmap()
        except (OSError, RuntimeError, ValueError):
            continue
        if all(ord(letter) in known for letter in letters):
            fontManager.addfont(path)
            return str(font.family_name)
    return None


def _in_order(paths: Iterable[str]) -> list[str]:
    """Preferred files first, then by name, so that a machine always takes the same one."""

    def rank(path: str) -> tuple[int, bool, str]:
        name = Path(path).stem.lower()
        place = next((i for i, begin in enumerate(PREFERRED) if name.startswith(begin)), 99)
        return place, "regular" not in name, name

    return sorted(paths, key=rank)
