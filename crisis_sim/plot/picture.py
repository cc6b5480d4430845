"""A finished figure: its scene and its words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crisis_sim.keywords import by_keyword
from crisis_sim.plot.scene import Scene
from crisis_sim.shown import in_short

__all__ = ["Picture"]


@dataclass(frozen=True, slots=True, repr=False)
class Picture:
    """What is drawn, what a screen reader says of it, and a caption ready to print.

    Shows itself in a notebook.

    Attributes
    ----------
    notes : what any caption of it must say.
    selection : which of several equilibria it has, empty where there are not several; None where
        that is as the concept has it.
    signs : its legend in words, for a caption where the legend is left out.
    remark : what is not as it was asked for, and why.
    title : what a file of it is called to its readers; else the first sentence of ``alt``.
    """

    scene: Scene
    alt: str
    caption: str = ""
    notes: str = ""
    selection: str | None = None
    signs: str = ""
    remark: str = ""
    title: str = ""

    def __repr__(self) -> str:
        return in_short(self, self.alt)

    @by_keyword()
    def save(self, path: str | Path, *, force: bool = False) -> Path:
        """Write it as .svg, .pdf, .png or .tex, with its words and its caption beside it.

        Raises InputError for another suffix, a folder that cannot be written to, or a file that is
        not as it was written here, without ``force``.
        """
        from crisis_sim.plot.files import check_figure, save_scene

        target, _ = check_figure(path, force=force)
        words = {"alt": self.alt, "title": self.title, "caption": self.caption}
        return save_scene(self.scene, target, **words, force=force)

    def svg(self) -> str:
        """The picture as SVG with its text as text, for a page."""
        from crisis_sim.plot.write_svg import svg

        return svg(self.scene, self.alt, title=self.title)

    def _repr_svg_(self) -> str:
        return self.svg()
