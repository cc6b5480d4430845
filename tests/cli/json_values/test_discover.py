"""``discover --json``."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from scipy.stats import binom

from .claims import Such
from .conftest import Held
from .words import program

GAP = (2, 5)
"""The point that lacks its y."""

OF_A_SWEEP = (
    *("scenario", "title", "digest", "assumptions", "payoff_unit", "player_names", "given"),
)


def is_hit(x: int, y: int) -> bool:
    """Odd x from 5 on and y below 5, but for one point, and two far off."""
    return (x in (5, 7, 9) and y < 5 and (x, y) != (7, 1)) or (x, y) in ((0, 9), (2, 8))


POINTS = [*itertools.product(range(10), repeat=2)]
BOX = [(x, y) for x, y in POINTS if x in (5, 7, 9) and y < 5]


def between(low: int, high: int) -> Such:
    return Such(f"from {low} up to {high}", lambda told: low <= told < high)


def condition(name: str, **own: Any) -> dict[str, Any]:
    return {"name": name, "above": None, "below": None, "values": None, **own}


@pytest.mark.parametrize("kept", [False, True])
def test_a_box_of_numbers_and_categories(held: Held, tmp_path: Path, kept: bool) -> None:
    lines = ["x,y,sky,hit,miss"]
    for x, y in POINTS:
        cell = "" if (x, y) == GAP else y
        sky = "clear" if x % 2 else "grey"
        lines.append(f"{x},{cell},{sky},{is_hit(x, y):d},{not is_hit(x, y):d}")
    file = tmp_path / "points.csv"
    file.write_text("\n".join(lines), encoding="utf-8")

    searched = [one for one in POINTS if kept or one != GAP]
    hits, inside = (sum(is_hit(*one) for one in some) for some in (searched, BOX))
    base, count = hits / len(searched), len(BOX)
    runs, skies = 10 * 11 // 2, 2**2 - 1
    chance = float(binom.sf(inside - 1, count, base)) * runs * runs * skies
    claimed = {
        **program(),
        **dict.fromkeys(OF_A_SWEEP),
        "quantity": "miss" if kept else "hit",
        "threshold": 0.4 if kept else 0.5,
        "above": not kept,
        "points": len(searched),
        "available": len(searched),
        "base": base,
        "least_density": 0.9 if kept else None,
        "missing": {"y": 1},
        "missing_kept": kept,
        "left_out": [],
        "boxes": [
            {
                "conditions": [
                    condition("x", above=between(3, 5)),
                    condition("y", below=Such("from 4 up to 5", lambda told: 4 < told <= 5)),
                    condition("sky", values=["clear"]),
                ],
                "words": re.compile(r"x > [34][.\d]* and y < [45][.\d]* and sky is clear"),
                "points": count,
                "mass": count / len(searched),
                "density": inside / count,
                "coverage": inside / hits,
                "by_chance": chance,
            }
        ],
    }
    asked = "--outcome hit"
    if kept:
        asked = "--outcome miss --below 0.4 --density 0.9 --missing keep --boxes 1"
    held(f"discover {file} --inputs x,y,sky {asked}", claimed)
