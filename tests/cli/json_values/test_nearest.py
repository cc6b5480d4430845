"""``nearest --json``."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest

from .claims import SECONDS, Such
from .conftest import Held
from .words import NOT_MIXED, SELECTION, about

BASE = {"p": Fraction(3, 10), "q": Fraction(7, 10)}
ENDS = {"p": (Fraction(0), Fraction(2, 5)), "q": (Fraction(0), Fraction(1))}
STAY, GO = "the missiles stay", "the missiles go, defied or war"


def single(name: str, at: Fraction) -> dict[str, Any]:
    """One parameter alone, to where the threat fails."""
    low, high = ENDS[name]
    return {
        "parameter": name,
        "base": str(BASE[name]),
        "exact": str(at),
        "value": at,
        "kind": "rational",
        "distance": abs(at - BASE[name]) / (high - low),
        "after": STAY,
    }


def joint() -> tuple[dict[str, Any], float]:
    """Both up by a share r of their ranges, to where 8 p q + 3 p = 3.

    With p = 3/10 + 2r/5 and q = 7/10 + r that is 160 r^2 + 292 r = 21.
    """
    with localcontext(prec=40):
        r = (Decimal(292**2 + 4 * 160 * 21).sqrt() - 292) / 320
        ends = [str(r.quantize(Decimal("1e-17"), side)) for side in (ROUND_FLOOR, ROUND_CEILING)]
    polynomial = "160 * r**2 + 292 * r - 21"
    distance = {
        "exact": f"a root of {polynomial}",
        "value": float(r),
        "kind": "algebraic",
        "interval": ends,
        "polynomial": polynomial,
    }
    moves = {
        name: {"from": own, "to": float(own) + float(r) * float(ENDS[name][1] - ENDS[name][0])}
        for name, own in BASE.items()
    }
    return {"distance": distance, "moves": moves, "after": STAY}, float(r)


@pytest.mark.parametrize("outcome", [None, "war"])
def test_every_field(held: Held, outcome: str | None) -> None:
    both, least = joint()
    claimed = {
        **about("brinkmanship"),
        "given": {},
        "outcome": outcome,
        "before": GO,
        "base": {name: str(own) for name, own in BASE.items()},
        "ranges": {name: [*ends] for name, ends in ENDS.items()},
        "singles": [single("q", Fraction(3, 5)), single("p", Fraction(15, 43))],
        "joint": both,
        "proved": Such("nearly all of the least change", lambda told: 0.9 * least < told < least),
        "concept": "sequential",
        "selection": SELECTION,
        "notes": [NOT_MIXED],
        "seconds": SECONDS,
    }
    asked = f"--outcome {outcome}" if outcome else ""
    held(f"nearest brinkmanship {asked} -x p=0:2/5 -x q=0:1", claimed)
