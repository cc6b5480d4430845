"""One style sheet for every figure: sizes, fonts, colours, and the marks that repeat the colours.

Colours are Paul Tol's high-contrast set, the yellow darkened until it can be seen on white, chosen
so that their greys differ too; each player also has a marker of its own, so that a figure survives
a photocopier. Nothing here imports matplotlib until a figure is drawn, and the global settings of
matplotlib are never changed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from crisis_sim.figures.presets import DEFAULT

__all__ = [
    "FAINT",
    "FAMILIES",
    "INK",
    "PALE",
    "SOFT",
    "TEXT",
    "TINY",
    "PlayerMark",
    "applied",
    "player_mark",
]

TEXT, TINY = DEFAULT.text, 7.0
"""Size of text and of minor labels, in points; journals take nothing smaller."""

BLUE, YELLOW, RED = "#004488", "#AB9348", "#BB5566"
INK, SOFT, FAINT, PALE = "#111111", "#444444", "#767676", "#D9D9D9"
"""Greys from the equilibrium path to the background."""

FAMILIES = ("STIXGeneral", "DejaVu Sans")
"""Of the type; the second for what the first lacks."""

RC: Mapping[str, object] = {
    "font.family": list(FAMILIES),
    "font.size": TEXT,
    "mathtext.fontset": "stix",
    "axes.linewidth": 0.6,
    "axes.labelsize": TEXT,
    "axes.titlesize": TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.direction": "out",
    "ytick.direction": "out",
    "legend.fontsize": TINY,
    "legend.frameon": False,
    "lines.linewidth": 1.2,
    "lines.markersize": 4.0,
    "hatch.linewidth": 0.5,
    "text.hinting": "none",
    "figure.dpi": 150,
    "savefig.dpi": 300,
    "savefig.bbox": "standard",
    "pdf.fonttype": 42,
    "ps.fonttype": 42,
    "svg.fonttype": "path",
    "svg.hashsalt": "crisis_sim",
}
"""Settings of matplotlib; the fonts are those it ships, so that every machine draws the same."""


@dataclass(frozen=True, slots=True)
class PlayerMark:
    """How a player is told from the others: by colour, and by the shape of the marker.

    ``marker`` and ``dash`` are in matplotlib's notation.
    """

    colour: str
    marker: str
    dash: tuple[float, ...]


_MARKS = (
    PlayerMark(BLUE, "o", ()),
    PlayerMark(RED, "s", (4.0, 1.5)),
    PlayerMark(YELLOW, "^", (1.2, 1.2)),
    PlayerMark("#111111", "D", (6.0, 1.5, 1.2, 1.5)),
    PlayerMark("#6C8EBF", "v", (2.5, 1.2)),
    PlayerMark("#8A6A00", "p", (8.0, 2.0)),
)


def player_mark(player: int) -> PlayerMark:
    """The colour, marker and dash of a player; they repeat from the seventh player on."""
    return _MARKS[player % len(_MARKS)]


@contextmanager
def applied(families: Sequence[str] = FAMILIES) -> Iterator[None]:
    """Draw or save in this style, whatever the user's own settings; they are restored after.

    ``families`` are those of the type, each for what the ones before it lack.
    """
    import matplotlib

    # A font of the machine seldom has every weight; matplotlib would say so at each label.
    fonts = logging.getLogger("matplotlib.font_manager")
    level = fonts.level
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)  # type: ignore[arg-type]
        matplotlib.rcParams["font.family"] = list(families)
        fonts.setLevel(logging.ERROR)
        try:
            yield
        finally:
            fonts.setLevel(level)
