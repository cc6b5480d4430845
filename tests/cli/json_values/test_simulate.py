"""``simulate --json``."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from .conftest import Held
from .equilibria import players_of
from .games import chicken, clock, clock_values
from .trees import Chance, End, Move, Node, Play, below, outcomes, pure
from .words import about

Path_ = tuple[dict[str, Any], ...]
LASTS = {"chain reaction": 1.0, "control lost": 1.0, "in control": 1.0}
"""The events that come after a day."""


def ways(root: Node, play: Play, day: float | None) -> Iterator[tuple[Any, Path_, End]]:
    """Every end in the order of the tree, its chance, and what leads to it; no day, no clock."""
    if isinstance(root, End):
        yield Fraction(1), (), root
    for name, share, child in below(root, play):
        then = None if day is None else day + LASTS.get(name, 0.0)
        event = {**who(root), "move": name, "day": then}
        for chance, later, end in ways(child, play, then):
            yield share * chance, (event, *later), end


def who(node: Node) -> dict[str, Any]:
    """Where a move is made, and by whom; chance is nobody."""
    if isinstance(node, Move):
        return {"situation": node.label.split(", after ")[0], "player": node.player}
    assert isinstance(node, Chance)
    passes = node.events.keys() & LASTS.keys()
    return {"situation": "a day passes" if passes else "how far it goes", "player": None}


def drawn(
    root: Node, play: Play, day: float | None, *, plays: int, seed: int, show: int
) -> dict[str, Any]:
    """What comes of uniform numbers, each the place among the ends that it falls in."""
    possible = [one for one in ways(root, play, day) if one[0]]
    edges = np.cumsum([float(chance) for chance, _, _ in possible])
    places = np.searchsorted(edges, np.random.default_rng(seed).random(plays), side="right")
    found = [possible[place] for place in places]
    names = [end.name for _, _, end in found]
    players, order = players_of(root), outcomes(root, play)
    counts = {name: names.count(name) for name in dict.fromkeys(e.name for _, _, e in possible)}
    most = sorted((name for name in counts if counts[name]), key=lambda name: -counts[name])
    return {
        "plays": plays,
        "seed": seed,
        "outcomes": {name: counts[name] for name in most},
        "probabilities": order,
        "mean_payoffs": {
            player: sum(end.pays(player) for _, _, end in found) / plays for player in players
        },
        "shown": [
            {
                "outcome": end.name,
                "days": events[-1]["day"],
                "payoffs": {player: end.pays(player) for player in players},
                "events": [*events],
            }
            for _, events, end in found[:show]
        ],
    }


def test_the_second_of_three_equilibria(held: Held) -> None:
    root, half = chicken(), Fraction(1, 2)
    coin: Play = {
        "Washington": {"blockade": half, "air strike": half},
        "Moscow": {"withdraw": half, "maintain": half},
    }
    claimed = {
        **about("brams-chicken"),
        "parameters": {"clash_US": 1.0, "clash_USSR": 1.0},
        "given": {},
        "concept": "nash",
        "options": {"method": "auto"},
        "equilibrium": 2,
        **drawn(root, coin, None, plays=50, seed=5, show=3),
    }
    held("simulate brams-chicken -c nash -e 2 --plays 50 --seed 5 --show 3", claimed)


def test_days_pass_while_moscow_stalls(held: Held) -> None:
    """Where it is dear to yield and good to hold out, Moscow stalls, and answers a strike."""
    given = {"T": "2", "fD": "50", "z": "0", "mS": "25"}
    values = {name: Fraction(told) for name, told in given.items()}
    full = clock(2, **values)
    root = Move(full.label, full.player, {"pledge alone": full.actions["pledge alone"]})
    play = pure(
        root, "pledge alone", "stall", "respond in Europe", "stall", "respond in Europe",
        "let it stand",
    )  # fmt: skip
    claimed = {
        **about("cuba-1962-clock", "the pledge alone"),
        "parameters": clock_values() | values,
        "given": given,
        "concept": "spe",
        "options": {},
        "equilibrium": 1,
        **drawn(root, play, 0.0, plays=60, seed=2, show=8),
    }
    asked = " ".join(f"-s {name}={told}" for name, told in given.items())
    asked += " -a 'the pledge alone' --plays 60 --seed 2 --show 8"
    held(f"simulate cuba-1962-clock {asked}", claimed)
