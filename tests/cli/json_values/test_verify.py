"""``verify --json``."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .conftest import Held
from .equilibria import players_of, regrets, strategy
from .games import REPLY, beer, brinkmanship, chicken
from .trees import Node, Play, bayes, outcomes, plans, pure, replies, sets, stake, value, worth
from .words import about

Off = Mapping[str, list[Any]]


def measured(scenario: str, root: Node, play: Play, off: Off, **more: Any) -> dict[str, Any]:
    """The whole object, for a play in which every set is reached or in ``off`` with its beliefs."""
    certificate = regrets(root, play, off)
    return {
        **about(scenario),
        "parameters": more["parameters"],
        "given": {},
        "nash": certificate["player_regret"] == 0,
        "rational_everywhere": certificate["max_regret"] == 0,
        "sequential": False
        if certificate["player_regret"]
        else certificate["max_regret"] == 0 or None,
        "tolerance": 0.0,
        "tolerance_of_moves": 0.0,
        "rounded": False,
        "unproved_digits": 0,
        "notes": [],
        **certificate,
        "payoffs": {player: value(root, play, player) for player in players_of(root)},
        "outcomes": outcomes(root, play),
        "players": {player: gains(root, play, player) for player in players_of(root)},
        "information_sets": {label: moves(root, play, label, off) for label in sets(root)},
    }


def gains(root: Node, play: Play, player: str) -> dict[str, Any]:
    """What a player could gain by another strategy, and what all its best strategies play."""
    worths = replies(root, play, player)
    best, own = max(worths.values()), value(root, play, player)
    good = [plan for plan, paid in worths.items() if paid == best]
    responses = {
        label: [name for name in play[label] if name in {one[i] for one in good}]
        for i, label in enumerate(next(plans(root, player)))
    }
    changes = {
        label: names[0]
        for label, names in responses.items()
        if any(share for name, share in play[label].items() if name not in names)
    }
    return {
        "payoff": own,
        "regret": best - own,
        "relative_regret": (best - own) / stake([root], player),
        "best_reply": changes if best > own else {},
        "best_responses": responses,
    }


def moves(root: Node, play: Play, label: str, off: Off) -> dict[str, Any]:
    """What could be gained at an information set by another action."""
    here = sets(root)[label]
    follows = [Fraction(1)] if len(here) == 1 else bayes(root, play, label)
    beliefs = follows or off[label]
    paid = worth(root, play, label, beliefs)
    best = max(paid, key=lambda name: (paid[name], play[label][name]))
    gain = paid[best] - sum(play[label][name] * paid[name] for name in paid)
    told = strategy(root, play)[label]
    return {
        "player": told["player"],
        "reach": told["reach"],
        "actions": told["actions"],
        "values": paid,
        "best": best,
        "gain": gain,
        "relative_gain": gain / stake([*here], told["player"]),
        "belief": "sole" if len(here) == 1 else "Bayes" if follows else "least regret",
        "beliefs": beliefs,
    }


def test_both_sides_could_gain_and_one_of_them_more(held: Held) -> None:
    root = chicken()
    play = {
        "Washington": {"blockade": Fraction(3, 4), "air strike": Fraction(1, 4)},
        "Moscow": {"withdraw": Fraction(3, 4), "maintain": Fraction(1, 4)},
    }
    command = (
        "verify brams-chicken -p Washington=blockade:3/4 -p 'Washington=air strike:1/4' "
        "-p Moscow=withdraw:3/4 -p Moscow=maintain:1/4"
    )
    own = {"clash_US": 1.0, "clash_USSR": 1.0}
    held(command, measured("brams-chicken", root, play, {}, parameters=own))


def test_an_equilibrium_by_the_kindest_belief(held: Held) -> None:
    """Off the path a duel is best if the guest is weak with probability one half at least."""
    root, own = beer(), {"strong": 0.9, "taste": 1.0, "calm": 2.0}
    play = pure(root, "beer", "let it be", "duel", "beer")
    off = {"after quiche": [Fraction(1, 2), Fraction(1, 2)]}
    claimed = measured("beer-and-quiche", root, play, off, parameters=own)
    plays = ("breakfast=beer", "after beer=let it be", "after quiche=duel")
    command = " ".join(f"-p '{one}'" for one in plays)
    held(f"verify beer-and-quiche {command}", claimed)


def test_gains_at_each_of_several_places(held: Held) -> None:
    """The strong have quiche and the weak beer: both kinds and the rival would do otherwise."""
    root, own = beer(), {"strong": 0.9, "taste": 1.0, "calm": 2.0}
    play = pure(root, "quiche", "let it be", "duel", "beer")
    claimed = measured("beer-and-quiche", root, play, {}, parameters=own)
    told = {
        "breakfast, after strong": "quiche",
        "breakfast, after weak": "beer",
        "after beer": "let it be",
        "after quiche": "duel",
    }
    command = " ".join(f"-p '{label}={action}'" for label, action in told.items())
    held(f"verify beer-and-quiche {command}", claimed)


def test_no_gain_but_a_move_off_the_path_that_would_not_be_made(held: Held) -> None:
    """A hard Moscow would not withdraw; as no threat is made, that costs nobody anything."""
    root = brinkmanship()
    play = pure(root, "do not threaten", "defy", "withdraw")
    claimed = measured("brinkmanship", root, play, {}, parameters={"p": 0.3, "q": 0.7})
    told = {
        "the threat": "do not threaten",
        REPLY.format("soft"): "defy",
        REPLY.format("hard"): "withdraw",
    }
    command = " ".join(f"-p '{label}={action}'" for label, action in told.items())
    held(f"verify brinkmanship {command}", claimed)
