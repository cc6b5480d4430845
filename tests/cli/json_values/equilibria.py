"""What is claimed of an equilibrium, worked out from a tree that was written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .trees import (
    Node,
    Play,
    bayes,
    outcomes,
    reaches,
    replies,
    sets,
    stake,
    terms,
    value,
    worth,
)
from .words import categories

Beliefs = Mapping[str, list[Any]]
"""By information set off the path the belief at each node, and its least and greatest."""


def players_of(root: Node) -> tuple[str, ...]:
    return tuple(dict.fromkeys(held[0].player for held in sets(root).values()))


def is_short(share: Any) -> bool:
    """Whether decimals say what a fraction is."""
    rest = share.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return bool(rest == 1)


def told_exactly(share: Any) -> str | None:
    return None if not isinstance(share, Fraction) or is_short(share) else str(share)


def regrets(root: Node, play: Play, beliefs: Beliefs | None) -> dict[str, Any]:
    """The largest gains from another strategy, and from another action where it is taken."""
    own, share = Fraction(0), Fraction(0)
    for player in players_of(root):
        gain = max(replies(root, play, player).values()) - value(root, play, player)
        own, share = max(own, gain), max(share, gain / stake([root], player))
    agent = None if beliefs is None else Fraction(0)
    for label, held in sets(root).items() if agent is not None else ():
        sure = [Fraction(1)] if len(held) == 1 else None
        believed = sure or bayes(root, play, label) or (beliefs or {})[label]
        paid = worth(root, play, label, believed)
        gain = max(paid.values()) - sum(play[label][name] * paid[name] for name in paid)
        agent, share = max(agent, gain), max(share, gain / stake([*held], held[0].player))
    return {
        "max_regret": own if agent is None else max(own, agent),
        "player_regret": own,
        "agent_regret": agent,
        "belief_error": None if agent is None else Fraction(0),
        "relative_regret": share,
        "exact": True,
    }


def strategy(root: Node, play: Play) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for label, held in sets(root).items():
        own = play[label]
        exact = {name: told for name, share in own.items() if (told := told_exactly(share))}
        found[label] = {
            "player": held[0].player,
            "reach": sum(chance for chance, _ in reaches(root, play, label)),
            "actions": dict(own),
            **({"exact": exact} if exact else {}),
        }
    return found


def believed(
    root: Node, play: Play, off: Mapping[str, list[tuple[Fraction, Fraction, Fraction]]]
) -> dict[str, Any]:
    """Beliefs where there is something to believe: by Bayes' rule, or such as are given."""
    found: dict[str, Any] = {}
    for label, held in sets(root).items():
        if len(held) < 2:
            continue
        follows = bayes(root, play, label)
        rows = [(one, one, one) for one in follows] if follows else off[label]
        led = [names[0] for _, names in reaches(root, play, label)]
        found[label] = {
            "player": held[0].player,
            "on_path": follows is not None,
            "nodes": [
                {
                    "history": name,
                    "belief": own,
                    "exact_belief": told_exactly(own),
                    "low": low,
                    "high": high,
                    "exact": None if follows else [str(low), str(high)],
                }
                for name, (own, low, high) in zip(led, rows, strict=True)
            ],
        }
    return found


def equilibrium(
    scenario: str,
    root: Node,
    play: Play,
    off: Mapping[str, list[tuple[Fraction, Fraction, Fraction]]] | None,
    **more: Any,
) -> dict[str, Any]:
    """An equilibrium as ``solve`` tells it; without ``off`` its beliefs are not judged."""
    players = players_of(root)
    chances = outcomes(root, play)
    judged = None if off is None else {name: [row[0] for row in off[name]] for name in off}
    fields: dict[str, Any] = {
        "payoffs": {player: value(root, play, player) for player in players},
        "outcomes": chances,
        "categories": categories(scenario, chances),
        "causes": [],
        "terms": terms(root, play, players),
        "strategy": strategy(root, play),
        "strategy_of": "all",
        "beliefs": believed(root, play, off or {}),
        **regrets(root, play, judged),
        "refinements": {},
        "variants": 0,
        "notes": [],
    }
    assert more.keys() <= fields.keys()
    return fields | more
