"""Which pure equilibria a small game has, by trying every play."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from .equilibria import players_of
from .trees import Node, Play, bayes, only, outcomes, reaches, sets, value, worth
from .words import words_of

Standing = dict[str, Any]


def plays(root: Node) -> Iterator[Play]:
    """Every combination of actions at the information sets."""
    held = sets(root)
    for actions in itertools.product(*(own[0].actions for own in held.values())):
        yield {
            label: only(root, label, action) for label, action in zip(held, actions, strict=True)
        }


def is_rational(root: Node, play: Play) -> bool:
    """Whether every move is best where it is made; sets off the path are single nodes."""
    for label in sets(root):
        paid = worth(root, play, label, bayes(root, play, label) or [1])
        if any(paid[name] < max(paid.values()) for name, share in play[label].items() if share):
            return False
    return True


def standing(scenario: str, root: Node) -> Standing:
    """What holds of a game: its equilibria, the best for the first player first."""
    found: dict[str, tuple[list[Any], Standing]] = {}
    for play in plays(root):
        if is_rational(root, play):
            one = held_as(scenario, root, play)
            paid = [-value(root, play, player) for player in players_of(root)]
            _, known = found.setdefault(str(one["moves"]), (paid, one))
            known["variants"] += 1
    ordered = [one for _, one in sorted(found.values(), key=lambda pair: pair[0])]
    return {
        "outcome": named(ordered[0]["outcomes"]),
        "equilibria": ordered,
        "undecided": [],
        "undefined": "",
    }


def held_as(scenario: str, root: Node, play: Play) -> Standing:
    """An equilibrium by what is played on its path; outcomes stand as in the scenario's file."""
    happens = outcomes(root, play)
    return {
        "outcomes": [name for name in words_of(scenario)["outcomes"] if name in happens],
        "passive_beliefs": True,
        "variants": 0,
        "moves": [
            {"player": own[0].player, "information_set": label, "action": action}
            for label, own in sets(root).items()
            for action, share in play[label].items()
            if share and any(chance for chance, _ in reaches(root, play, label))
        ],
    }


def named(outcomes: list[str]) -> str:
    """How an equilibrium is called by the outcomes that it can end in."""
    *first, last = outcomes
    return f"{', '.join(first)} or {last}" if first else last
