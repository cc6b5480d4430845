"""The style sheet: kept to itself, and readable without colour."""

from __future__ import annotations

import subprocess
import sys

import matplotlib as mpl

from crisis_sim.plot import style
from crisis_sim.plot.style import player_mark


def test_importing_the_figures_does_not_import_matplotlib() -> None:
    script = (
        "import sys, pkgutil, importlib, crisis_sim.plot as plot\n"
        "for found in pkgutil.iter_modules(plot.__path__):\n"
        "    importlib.import_module(f'crisis_sim.plot.{found.name}')\n"
        "sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_users_settings_are_as_before() -> None:
    with mpl.rc_context({"font.size": 23.0, "lines.linewidth": 9.0}):
        before = dict(mpl.rcParams)
        with style.applied():
            assert mpl.rcParams["font.size"] == style.TEXT
            assert mpl.rcParams["lines.linewidth"] != 9.0
            assert mpl.rcParams["pdf.fonttype"] == 42
        assert dict(mpl.rcParams) == before


def _grey(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_first_players_differ_in_grey_and_in_shape() -> None:
    greys = [_grey(player_mark(player).colour) for player in range(3)]
    assert min(abs(a - b) for i, a in enumerate(greys) for b in greys[:i]) > 0.15
    assert len({player_mark(player).marker for player in range(6)}) == 6
    assert player_mark(6) == player_mark(0)
