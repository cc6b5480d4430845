"""``bargain --json``."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

import pytest

from .conftest import Held
from .games import clock, clock_values
from .trees import Chance, Move, Node, outcomes, rational, value
from .words import about, words_of

PLAYERS = ("US", "USSR")
Pair = Sequence[Any]
FIRST_LEVEL = "An issue left at its first level is worth nothing to anyone unless a term says so."


def without_accepting(node: Node) -> Node:
    """The game from which every agreement has been taken away."""
    if isinstance(node, Chance):
        return Chance(
            {
                name: (share, without_accepting(child))
                for name, (share, child) in node.events.items()
            }
        )
    if isinstance(node, Move):
        left = {name: child for name, child in node.actions.items() if name != "accept"}
        return Move(
            node.label,
            node.player,
            {name: without_accepting(child) for name, child in left.items()},
        )
    return node


def terms(levels: dict[str, str]) -> dict[str, dict[str, Any]]:
    """What each term of the scenario is worth under a package."""
    v = clock_values()
    later = float(v["delta"]) ** float(v["months"]) * float(v["tS"])
    turkey = levels["turkey"]
    found = {
        "pledge": (levels["pledge"] == "given", -v["g"], v["e"]),
        "quarantine lifted": (levels["quarantine"] == "lifted", Fraction(0), v["q"]),
        "missiles given up": (levels["missiles"] == "removed", Fraction(0), -v["fD"]),
        "Jupiters given up": (turkey != "none", -v["tU"], Fraction(0)),
        "Jupiters gone, later and unseen": (turkey == "secret", Fraction(0), later),
        "Jupiters gone, openly": (turkey == "public", -v["n"], v["tS"] + v["phi"]),
    }
    return {name: named(row) for name, (counts, *row) in found.items() if counts}


def named(row: Pair) -> dict[str, Any]:
    return dict(zip(PLAYERS, row, strict=True))


def deals(issues: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    """The packages by which the missiles go and Moscow gets something."""
    for levels in itertools.product(*issues.values()):
        package = dict(zip(issues, levels, strict=True))
        first = {name for name, level in package.items() if level == issues[name][0]}
        if "missiles" not in first and len(first) < 3:
            yield package


def lotteries(points: Sequence[Pair], at: Pair) -> tuple[dict[int, float], dict[int, float]]:
    """The best lotteries over two points: by the product of gains, and by the least share.

    On each line the best is an end, or where the product is flat, or where shares are equal.
    """
    gains = [[float(a - b) for a, b in zip(point, at, strict=True)] for point in points]
    lines = [(i, j) for i in range(len(points)) for j in range(len(points))]

    def on(line: tuple[int, int], t: float) -> list[float]:
        return [a + t * (b - a) for a, b in zip(gains[line[0]], gains[line[1]], strict=True)]

    def slopes(line: tuple[int, int]) -> tuple[float, float, float, float]:
        a, b = gains[line[0]], gains[line[1]]
        return a[0], b[0] - a[0], a[1], b[1] - a[1]

    def places(line: tuple[int, int], best: Pair) -> Iterator[float]:
        x, dx, y, dy = slopes(line)
        for up, down in (
            (-x, dx),
            (-y, dy),
            (-(x * dy + y * dx), 2 * dx * dy),
            (y / best[1] - x / best[0], dx / best[0] - dy / best[1]),
        ):
            if down and 0 < up / down < 1:
                yield up / down
        yield from (0.0, 1.0)

    fair = [own for line in lines for t in places(line, (1, 1)) if min(own := on(line, t)) > -1e-9]
    best = [max(column) for column in zip(*fair, strict=True)]

    def most(worth: Any) -> dict[int, float]:
        found = ((worth(on(line, t)), line, t) for line in lines for t in places(line, best))
        _, (one, other), t = max(found, key=lambda it: it[0])
        shares = {one: 1 - t, other: t} if one != other else {one: 1.0}
        return {i: share for i, share in shares.items() if share > 1e-12}

    by_product = most(lambda own: own[0] * own[1] if min(own) > 0 else -1.0)
    return by_product, most(lambda own: min(own[0] / best[0], own[1] / best[1]))


def bargained() -> tuple[dict[str, list[str]], list[dict[str, str]], list[Pair]]:
    """The issues, the packages, and what each is worth."""
    issues = {name: one["levels"] for name, one in words_of("cuba-1962-clock")["issues"].items()}
    packages = [*deals(issues)]
    points: list[Pair] = [
        [sum(row[player] for row in terms(levels).values()) for player in PLAYERS]
        for levels in packages
    ]
    return issues, packages, points


def told(packages: list[dict[str, str]], points: list[Pair], at: Pair) -> list[dict[str, Any]]:
    """The packages beside what each side has without a deal."""

    def bettered(one: Pair) -> bool:
        return any(o != one and o[0] >= one[0] and o[1] >= one[1] for o in points)

    return [
        {
            "number": i,
            "levels": levels,
            "payoffs": named(own),
            "terms": terms(levels),
            "in_zone": own[0] >= at[0] and own[1] >= at[1],
            "efficient": not bettered(own),
            "refused_by": [side for side, a, b in zip(PLAYERS, own, at, strict=True) if a < b],
        }
        for i, (levels, own) in enumerate(zip(packages, points, strict=True), 1)
    ]


def test_an_outcome_in_the_place_of_play(held: Held) -> None:
    """Where the missiles stay Moscow has 12 - 6, more than by any deal."""
    v = clock_values()
    at = [-v["m"], v["mS"] - v["z"]]
    none = "No package leaves each side as well off as disagreement: there is no zone of agreement."
    point = {
        "name": words_of("cuba-1962-clock")["outcomes"]["standoff"]["label"],
        "concept": None,
        "options": {},
        "payoffs": named(at),
        "outcomes": {},
        "others": [],
    }
    issues, packages, points = bargained()
    claimed = {
        **about("cuba-1962-clock"),
        "given": {},
        "issues": issues,
        "disagreement": point,
        "packages": told(packages, points, at),
        "zone": [],
        "best_in_zone": None,
        "solutions": [],
        "notes": [none, FIRST_LEVEL],
    }
    held("bargain cuba-1962-clock --disagreement standoff", claimed)


@pytest.mark.parametrize("days", [1, 2])
def test_play_without_agreement(held: Held, days: int) -> None:
    root = without_accepting(clock(days))
    play = rational(root)
    at = [value(root, play, player) for player in PLAYERS]
    issues, packages, points = bargained()
    zone = [i for i, one in enumerate(points) if one[0] >= at[0] and one[1] >= at[1]]
    best = [max(points[i][player] for i in zone) for player in (0, 1)]

    def solution(name: str, shares: dict[int, float], lottery: bool) -> dict[str, Any]:
        order = sorted(shares, key=lambda i: points[i][0])
        paid = [sum(shares[i] * float(points[i][player]) for i in order) for player in (0, 1)]
        return {
            "name": name,
            "lottery": lottery,
            "packages": [i + 1 for i in order],
            "weights": [shares[i] for i in order],
            "payoffs": named(paid),
            "gains": named([a - float(b) for a, b in zip(paid, at, strict=True)]),
            "gives_up": named([float(a) - b for a, b in zip(best, paid, strict=True)]),
        }

    most = [best[player] - at[player] for player in (0, 1)]
    gains = {i: [points[i][player] - at[player] for player in (0, 1)] for i in zone}
    shares = {i: [own[k] / most[k] for k in (0, 1)] for i, own in gains.items()}
    product = max(zone, key=lambda i: gains[i][0] * gains[i][1])
    fair = max(zone, key=lambda i: (min(shares[i]), max(shares[i])))
    nash, kalai = lotteries(points, at)
    claimed = {
        **about("cuba-1962-clock"),
        "given": {"T": str(days)},
        "issues": issues,
        "disagreement": {
            "name": "play without agreement",
            "concept": "spe",
            "options": {},
            "payoffs": named(at),
            "outcomes": outcomes(root, play),
            "others": [],
        },
        "packages": told(packages, points, at),
        "zone": [i + 1 for i in zone],
        "best_in_zone": named(best),
        "solutions": [
            solution("Nash bargaining", {product: 1.0}, lottery=False),
            solution("Kalai-Smorodinsky", {fair: 1.0}, lottery=False),
            solution("Nash bargaining", nash, lottery=True),
            solution("Kalai-Smorodinsky", kalai, lottery=True),
        ],
        "notes": [FIRST_LEVEL],
    }
    held(f"bargain cuba-1962-clock -s T={days}", claimed)
