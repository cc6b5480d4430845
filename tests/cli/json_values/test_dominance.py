"""``dominance --json``."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from .claims import Such
from .conftest import Held
from .equilibria import players_of
from .games import brinkmanship, chicken
from .trees import Node, only, plans, value
from .words import about, program

Form = tuple[Mapping[str, list[str]], Callable[[Mapping[str, str], str], Any]]
"""The strategies of each player, and what a player gets if these are played."""
ORDER = (
    "which strategies survive the elimination of weakly dominated ones depends on the order; here "
    "all are eliminated at once, round by round"
)
MIXTURE = """NFG 1 R "A mixture" { "Row" "Column" }
{ { "top" "middle" "bottom" } { "left" "right" } }

3 1 0 1 1 0 0 1 3 1 1 2
"""


def form_of(root: Node) -> Form:
    """The strategies of a tree, each named by its actions."""
    own = {
        player: {" / ".join(plan.values()): plan for plan in plans(root, player)}
        for player in players_of(root)
    }

    def paid(profile: Mapping[str, str], player: str) -> Any:
        taken = [own[one][name].items() for one, name in profile.items()]
        play = {label: only(root, label, action) for plan in taken for label, action in plan}
        return value(root, play, player)

    return {player: [*names] for player, names in own.items()}, paid


def object_of(
    heading: dict[str, Any],
    values: dict[str, Any],
    form: Form,
    gone: list[list[tuple[str, str]]],
    *,
    strict: bool,
) -> dict[str, Any]:
    """The object where in each round so many strategies go at once."""
    left = {player: [*names] for player, names in form[0].items()}
    told = []
    for i, strategies in enumerate(gone, 1):
        told += [eliminated(form, left, i, *one, strict) for one in strategies]
        lost = {*strategies}
        left = {
            player: [name for name in names if (player, name) not in lost]
            for player, names in left.items()
        }
    return {
        **heading,
        "parameters": values,
        "given": {},
        "concept": "rationalisability" if strict else "iterated weak dominance",
        "strategies": {player: len(names) for player, names in form[0].items()},
        "survive": left,
        "eliminated": told,
        "note": "" if strict else ORDER,
        "unproved_digits": 0,
    }


def eliminated(
    form: Form, left: Mapping[str, list[str]], when: int, player: str, name: str, strict: bool
) -> dict[str, Any]:
    """One strategy that goes, by whatever does dominate it against what is left."""
    others = {one: names for one, names in left.items() if one != player}

    def gains(by: list[dict[str, Any]]) -> list[Any]:
        weights = {one["strategy"]: Fraction(one["exact"]) for one in by}
        found = []
        for played in itertools.product(*others.values()):
            against = dict(zip(others, played, strict=True))
            mixed = (w * form[1]({**against, player: one}, player) for one, w in weights.items())
            found.append(sum(mixed) - form[1]({**against, player: name}, player))
        return found

    def dominates(by: list[dict[str, Any]]) -> bool:
        fields = all(list(one) == ["strategy", "exact", "probability"] for one in by)
        shares = [Fraction(one["exact"]) for one in by]
        same = all(
            float(share) == one["probability"] for share, one in zip(shares, by, strict=True)
        )
        known = {one["strategy"] for one in by} <= {*left[player]} - {name}
        gained = gains(by)
        better = min(gained) > 0 if strict else min(gained) >= 0 and max(gained) > 0
        return fields and same and known and min(shares) > 0 and sum(shares) == 1 and better

    return {
        "round": when,
        "player": player,
        "strategy": name,
        "strict": strict,
        "by": Such("a mixture that does better whatever the others do", dominates),
    }


def test_weak_dominance_in_two_rounds(held: Held) -> None:
    """Moscow does best to withdraw if it is soft alone; then the threat is worth its risk."""
    others = ("withdraw / withdraw", "defy / withdraw", "defy / defy")
    gone = [[("USSR", name) for name in others], [("US", "do not threaten")]]
    heading, values = about("brinkmanship"), {"p": 0.3, "q": 0.7}
    form = form_of(brinkmanship())
    claimed = object_of(heading, values, form, gone, strict=False)
    held("dominance brinkmanship --weak", claimed)


def test_strict_dominance_in_two_rounds(held: Held) -> None:
    name = "a Moscow that would rather clash"
    gone = [[("USSR", "withdraw")], [("US", "air strike")]]
    values = {"clash_US": 1.0, "clash_USSR": 2.5}
    form = form_of(chicken(clash_ussr=Fraction(5, 2)))
    claimed = object_of(about("brams-chicken", name), values, form, gone, strict=True)
    held(f"dominance brams-chicken -a '{name}'", claimed)


def test_dominance_by_a_mixture(held: Held, tmp_path: Path) -> None:
    """Cells stand as Gambit writes them, the first player's strategy changing fastest."""
    rows, columns = ["top", "middle", "bottom"], ["left", "right"]
    numbers = iter(map(Fraction, MIXTURE.split("\n")[3].split()))
    cells = {(row, column): [next(numbers), next(numbers)] for column in columns for row in rows}

    def paid(profile: Mapping[str, str], player: str) -> Any:
        return cells[profile["Row"], profile["Column"]][player == "Column"]

    file = tmp_path / "mixture.nfg"
    file.write_text(MIXTURE, encoding="utf-8")
    heading = {
        **program(),
        "scenario": "mixture",
        "title": "A mixture",
        "digest": hashlib.sha256(MIXTURE.encode()).hexdigest(),
        "assumptions": [],
        "payoff_unit": None,
        "player_names": {name: {"short": name, "label": name} for name in ("Row", "Column")},
    }
    form: Form = {"Row": rows, "Column": columns}, paid
    gone = [[("Row", "bottom")]]
    claimed = object_of(heading, {}, form, gone, strict=True)
    held(f"dominance {file}", claimed)
