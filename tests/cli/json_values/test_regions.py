"""``regions --json``."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

from .claims import SECONDS, Near, Such
from .conftest import Held
from .plane import (
    ACROSS,
    LOW_P,
    LOW_Q,
    NONE,
    RANGES,
    THREAT,
    area,
    is_made,
    made_share,
    repels,
    serves,
)
from .standings import named
from .words import NOT_MIXED, SELECTION, about

CORNER = 5 / 13
"""The p at which both boundaries meet, at q = 3/5."""
Line = list[list[float]]


def is_zero(value: float) -> bool:
    return abs(value) < 1e-9


def runs(lines: list[Line], ends: set[tuple[float, float]]) -> bool:
    """Whether lines follow one another from one end to the other."""
    chained = all(one[-1] == other[0] for one, other in itertools.pairwise(lines))
    found = [*lines[0][0], *lines[-1][-1]]
    wanted = [number for end in sorted(ends) for number in end]
    return chained and all(is_zero(a - b) for a, b in zip(found, wanted, strict=True))


def test_every_field(held: Held) -> None:
    def is_level(lines: list[Line]) -> bool:
        flat = all(is_zero(serves(q)) for line in lines for _, q in line)
        return flat and runs(lines, {(float(LOW_P), 0.6), (CORNER, 0.6)})

    def is_curve(lines: list[Line]) -> bool:
        on_it = all(is_zero(repels(p, q)) for line in lines for p, q in line)
        return on_it and runs(lines, {(3 / 11, 1.0), (CORNER, 0.6)})

    def edged(pieces: list[dict[str, Any]], made: bool) -> bool:
        """Whether pieces lie in the region, end at boundaries or the box, and fill it."""
        cuts = {float(LOW_P), 3 / 11, CORNER, 1.0}
        for piece in pieces:
            p, q = map(Fraction, piece["sample"])
            signs = [1 if side > 0 else -1 for side in (serves(q), repels(p, q))]
            if piece != piece | {"signs": signs} or set(piece) != {"sample", "signs", "outline"}:
                return False
            if is_made(p, q) != made or not encloses(piece["outline"], float(p), float(q)):
                return False
            for x, y in piece["outline"]:
                sides = [
                    serves(y),
                    repels(x, y),
                    y - float(LOW_Q),
                    y - 1,
                    *(x - cut for cut in cuts),
                ]
                if not any(map(is_zero, sides)):
                    return False
        share = sum(area(piece["outline"]) for piece in pieces)
        return abs(share - (made_share() if made else 1 - made_share())) < 1e-3

    def region(equilibrium: dict[str, Any], made: bool) -> dict[str, Any]:
        share = made_share() if made else 1 - made_share()
        return {
            "outcome": named(equilibrium["outcomes"]),
            "equilibria": [equilibrium],
            "undecided": [],
            "undefined": "",
            "share": Near(share, 1e-6),
            "pieces": Such("pieces that fill the region", lambda told: edged(told, made)),
        }

    told = {
        **about("brinkmanship"),
        "given": {},
        "parameters": ["p", "q"],
        "ranges": [*RANGES.values()],
        "concept": "sequential",
        "selection": SELECTION,
        "notes": [NOT_MIXED],
        "boundaries": [
            {
                "equation": "5 * q - 3 = 0",
                "latex": r"5 \, q - 3 = 0",
                "solved": "q = 0.6",
                "words": [
                    "USSR is indifferent between 'defy' and 'withdraw' at the reply "
                    "(after soft, threaten)"
                ],
                "lines": Such("the line q = 3/5, up to where no threat is made", is_level),
            },
            {
                "equation": "8 * p * q + 3 * p - 3 = 0",
                "latex": r"8 \, p \, q + 3 \, p - 3 = 0",
                "solved": "q = (3 - 3 * p) / (8 * p)",
                "words": [
                    "US is indifferent between 'threaten' and 'do not threaten' at the threat"
                ],
                "lines": Such("the curve, from q = 1 down to the line", is_curve),
            },
        ],
        "regions": [region(NONE, made=False), region(THREAT, made=True)],
        "seconds": SECONDS,
    }
    held(f"regions brinkmanship {ACROSS}", told)


def encloses(outline: Line, x: float, y: float) -> bool:
    """Whether a line to the right of a point crosses a polygon an odd number of times."""
    crossed = False
    for (p, q), (u, v) in zip(outline, [*outline[1:], outline[0]], strict=True):
        crossed ^= (q > y) != (v > y) and x < p + (y - q) / (v - q) * (u - p)
    return crossed
