"""``conditions --json``."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .claims import SECONDS, Such
from .conftest import Held
from .plane import ACROSS, NONE, RANGES, THREAT, repels, serves
from .words import NOT_MIXED, about

AT_MOST = {
    "text": "p <= 3 / (8 * q + 3)",
    "latex": r"p \le \frac{3}{8 \, q + 3}",
    "polynomial": "-(8 * p * q + 3 * p - 3)",
}
AT_LEAST = {
    "text": "p >= 3 / (8 * q + 3)",
    "latex": r"p \ge \frac{3}{8 \, q + 3}",
    "polynomial": "8 * p * q + 3 * p - 3",
}
SERVES = {"text": "q >= 0.6", "latex": r"q \ge 0.6", "polynomial": "5 * q - 3"}
FAILS = {"text": "q <= 0.6", "latex": r"q \le 0.6", "polynomial": "-(5 * q - 3)"}


def object_of(outcome: str, ways: list[dict[str, Any]], latex: str) -> dict[str, Any]:
    return {
        **about("brinkmanship"),
        "given": {},
        "outcome": outcome,
        "free": ["p", "q"],
        "ranges": RANGES,
        "concept": "sequential",
        "complete": True,
        "points": Such("one in each of six cells at the least", lambda told: 6 <= told < 20),
        "ways": ways,
        "latex": f"\\begin{{aligned}}\n & {latex}\n\\end{{aligned}}",
        "notes": [NOT_MIXED],
        "seconds": SECONDS,
    }


def way(inequalities: list[dict[str, str]], play: dict[str, Any]) -> dict[str, Any]:
    def lies_in(sample: dict[str, str]) -> bool:
        p, q = Fraction(sample["p"]), Fraction(sample["q"])
        known = {
            SERVES["text"]: serves(q),
            FAILS["text"]: -serves(q),
            AT_LEAST["text"]: repels(p, q),
            AT_MOST["text"]: -repels(p, q),
        }
        in_box = RANGES["p"][0] <= p <= 1 and RANGES["q"][0] <= q <= 1
        return in_box and all(known[one["text"]] > 0 for one in inequalities)

    sample = Such("a point at which all of them hold", lies_in)
    return {"inequalities": inequalities, "plays": [play], "sample": sample}


def test_one_way(held: Held) -> None:
    latex = rf"{SERVES['latex']} \;\land\; {AT_MOST['latex']}"
    claimed = object_of("retreat", [way([SERVES, AT_MOST], THREAT)], latex)
    held(f"conditions brinkmanship --outcome retreat {ACROSS}", claimed)


def test_two_ways(held: Held) -> None:
    latex = f"{FAILS['latex']} \\\\\n\\text{{or}}\\quad & {AT_LEAST['latex']}"
    ways = [way([FAILS], NONE), way([AT_LEAST], NONE)]
    claimed = object_of("the missiles stay", ways, latex)
    held(f"conditions brinkmanship --outcome 'the missiles stay' {ACROSS}", claimed)
