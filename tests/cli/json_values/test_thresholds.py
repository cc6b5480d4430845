"""``thresholds --json``."""

from __future__ import annotations

import itertools
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from fractions import Fraction
from typing import Any

from .claims import SECONDS, Such
from .conftest import Held
from .games import REPLY, brinkmanship, clock_values
from .standings import Standing, standing
from .words import NOT_MIXED, SELECTION, about

SELECTION_SEEN = (
    "Of several equilibria the one reported is the best for the first player, among equals the "
    "best for the second."
)
IRRATIONAL = (
    "a formula is irrational: a number that depends on it is told as a decimal within an interval "
    "that is proved to hold it"
)
FOLLOWED: dict[str, Any] = {
    "concept": "sequential",
    "selection": SELECTION,
    "notes": [NOT_MIXED],
    "whole_numbers": False,
}


def number(value: Fraction) -> dict[str, Any]:
    return {"exact": str(value), "value": value, "kind": "rational"}


def object_of(
    scenario: str,
    parameter: str,
    given: dict[str, str],
    ends: tuple[Fraction, Fraction],
    crossed: list[dict[str, Any]],
    stretches: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        **about(scenario),
        "given": given,
        "parameter": parameter,
        "range": list(ends),
        "range_exact": [str(end) for end in ends],
        **FOLLOWED,
        "thresholds": crossed,
        "stretches": stretches,
        "seconds": SECONDS,
    }


def stretch(low: dict[str, Any], high: dict[str, Any], held: Standing) -> dict[str, Any]:
    return {"low": low, "high": high, **held}


def threshold(
    at: dict[str, Any],
    causes: list[dict[str, Any]],
    before: Standing | None,
    here: Standing,
    after: Standing | None,
) -> dict[str, Any]:
    sides = [None if side is None else side["outcome"] for side in (before, here, after)]
    return {
        **at,
        **dict(zip(("before", "at", "after"), sides, strict=True)),
        "outcome_changes": len({*sides} - {None}) > 1,
        "indifference": causes,
        "equilibria": {"before": before, "at": here, "after": after},
    }


def indifferent(player: str, place: str, actions: tuple[str, str], **formulas: Any) -> Any:
    """A cause in which a player's two actions are worth the same; ``spoken`` says where."""
    one, other = actions
    spoken = formulas.pop("spoken", f"at {place}")
    return {
        "kind": "indifference",
        "player": player,
        "information_set": place,
        "actions": [one, other],
        "words": f"{player} is indifferent between '{one}' and '{other}' {spoken}",
        **formulas,
    }


THREAT = {
    "general": "8 * p * q + 3 * p - 3 = 0",
    "latex": r"8 \, p \, q + 3 \, p - 3 = 0",
}
"""What the threat is worth, 1 - 3 p - 8 p q, is what it is worth to give in, -2."""
SOME = Fraction(1, 1000)
DARES = ("threaten", "do not threaten")


def along(
    given: dict[str, str], name: str, ends: tuple[int | Fraction, int], causes: dict[Fraction, Any]
) -> dict[str, Any]:
    """Brinkmanship along one parameter, solved by brute force at thresholds and between them."""
    fixed = {"p": Fraction(3, 10), "q": Fraction(7, 10)}
    fixed |= {one: Fraction(told) for one, told in given.items()}

    def at(value: Fraction) -> Standing:
        return standing("brinkmanship", brinkmanship(**fixed | {name: value}))

    low, high = map(Fraction, ends)
    marks = [low, *causes, high]
    stretches = [
        stretch(number(one), number(other), at((one + other) / 2))
        for one, other in itertools.pairwise(marks)
    ]
    crossed = [
        threshold(number(mark), [cause], at(mark - SOME), at(mark), at(mark + SOME))
        for mark, cause in causes.items()
    ]
    return object_of("brinkmanship", name, given, (low, high), crossed, stretches)


def test_one_threshold(held: Held) -> None:
    cause = indifferent(
        "US",
        "the threat",
        DARES,
        equation="3 * p - 1 = 0",
        **THREAT,
        solved="p = 3 / (8 * q + 3)",
    )
    claimed = along({"q": "0.75"}, "p", (0, 1), {Fraction(1, 3): cause})
    held("thresholds brinkmanship -x p -s q=3/4", claimed)


def test_along_two_parameters_one_after_another(held: Held) -> None:
    first = indifferent(
        "US",
        "the threat",
        DARES,
        equation="43 * p - 15 = 0",
        **THREAT,
        solved="p = 3 / (8 * q + 3)",
    )
    second = indifferent(
        "USSR",
        REPLY.format("soft"),
        ("defy", "withdraw"),
        spoken="at the reply (after soft, threaten)",
        equation="5 * q - 3 = 0",
        general="5 * q - 3 = 0",
        latex=r"5 \, q - 3 = 0",
        solved="q = 0.6",
    )
    third = indifferent(
        "US",
        "the threat",
        DARES,
        equation="8 * q - 7 = 0",
        **THREAT,
        solved="q = (3 - 3 * p) / (8 * p)",
    )
    objects = [
        along({}, "p", (0, 1), {Fraction(15, 43): first}),
        along({}, "q", (Fraction(1, 4), 1), {Fraction(3, 5): second, Fraction(7, 8): third}),
    ]
    claimed = {**about("brinkmanship"), "parameters": objects, "failures": {}}
    held("thresholds brinkmanship -x p -x q=1/4:1", claimed)


def breakfast(what: str, *kinds: str, passive: bool) -> Standing:
    """All kinds of guest have the same and are let be."""
    strong, *weak = (
        {"player": "guest", "information_set": f"breakfast, after {kind}", "action": what}
        for kind in kinds
    )
    calm = {"player": "rival", "information_set": f"after {what}", "action": "let it be"}
    return {
        "outcomes": ["no duel"],
        "passive_beliefs": passive,
        "variants": 1,
        "moves": [strong, calm, *weak],
    }


def among(*equilibria: Standing) -> Standing:
    outcome = "no duel" if equilibria else "only mixed equilibria"
    return {"outcome": outcome, "equilibria": [*equilibria], "undecided": [], "undefined": ""}


def test_two_indifferences_at_once_and_a_threshold_at_the_end(held: Held) -> None:
    """Cho and Kreps: guests can pool if they are strong as likely as not.

    If they are strong for sure, passive beliefs let the rival be calm whatever it sees.
    """
    known = {
        "equation": "2 * strong - 1 = 0",
        "general": "2 * strong - 1 = 0",
    }
    known |= {"latex": r"2 \, \mathit{strong} - 1 = 0", "solved": "strong = 0.5"}
    doubts = [
        indifferent(
            "rival", f"after {what}", ("let it be", "duel"), spoken=f"after {what}", **known
        )
        for what in ("beer", "quiche")
    ]
    no_chance = {
        "kind": "chance",
        "player": "",
        "information_set": "",
        "actions": [],
        "words": "'weak' has no chance at the guest's nature",
        "equation": "strong - 1 = 0",
        "general": "strong - 1 = 0",
        "latex": r"\mathit{strong} - 1 = 0",
        "solved": "strong = 1",
    }
    kinds = ("strong", "weak")
    at_half = among(*(breakfast(what, *kinds, passive=True) for what in ("beer", "quiche")))
    above = among(*(breakfast(what, *kinds, passive=False) for what in ("beer", "quiche")))
    sure = among(
        breakfast("beer", "strong", passive=True),
        breakfast("beer", "strong", passive=False),
        breakfast("quiche", "strong", passive=False),
    )
    low, half, one = (number(Fraction(told)) for told in ("1/4", "1/2", "1"))
    claimed = object_of(
        "beer-and-quiche",
        "strong",
        {},
        (Fraction(1, 4), Fraction(1)),
        [
            threshold(half, doubts, among(), at_half, above),
            threshold(one, [no_chance], above, sure, None),
        ],
        [stretch(low, half, among()), stretch(half, one, above)],
    )
    held("thresholds beer-and-quiche -x strong=1/4:1", claimed)


def enclosed(value: Decimal) -> dict[str, Any]:
    """An irrational number and the interval of 17 decimals that holds it."""
    low, high = (
        str(value.quantize(Decimal("1e-17"), rounding=side))
        for side in (ROUND_FLOOR, ROUND_CEILING)
    )
    told = {"exact": f"between {low} and {high}", "value": float(value)}
    return told | {"kind": "enclosed", "interval": [low, high]}


def test_an_irrational_threshold(held: Held) -> None:
    """Moscow takes Turkey in secret if the discounted Jupiters are worth 511/250 to it.

    That is what a day of stalling, -23.956, is worth more than the pledge, the quarantine and the
    missiles, -26.
    """
    values = clock_values() | {"tS": Fraction("2.2")}
    h = values["sigma"] * values["rho"] * values["chi"]
    with localcontext(prec=40):
        at = (Decimal(511) / 550) ** (Decimal(2) / 9)
    numbers = {name: float(one) for name, one in values.items()}
    numbers |= {"h": float(h), "f": numbers["fD"], "d": float(at) ** numbers["months"]}

    def holds(equation: str) -> bool:
        left, right = (eval(side, {}, numbers) for side in equation.split(" = "))
        return bool(abs(left - right) < 1e-9)

    cause = indifferent(
        "USSR",
        "the reply, after Turkey in secret",
        ("stall", "accept"),
        spoken="at the reply (after Turkey in secret)",
        equation="550 * delta**4.5 - 511 = 0",
        general=Such("what stalling and accepting are worth is the same", holds),
        latex=Such("the same in LaTeX", lambda told: told.endswith(r" = d \, t_S + e - f + q")),
        solved="",
    )

    def taken(offer: str) -> Standing:
        moves = [("US", "the offer", offer), ("USSR", f"the reply, after {offer}", "accept")]
        return {
            "outcomes": ["settled"],
            "passive_beliefs": True,
            "variants": 1,
            "moves": [
                dict(zip(("player", "information_set", "action"), one, strict=True))
                for one in moves
            ],
        }

    def settled(*offers: str) -> Standing:
        return among(*map(taken, offers)) | {"outcome": "settled"}

    secret, public = "Turkey in secret", "Turkey in public"
    before, here, after = settled(public), settled(secret, public), settled(secret)
    low, high = (number(Fraction(told)) for told in ("9/10", "1"))
    claimed = object_of(
        "cuba-1962-clock",
        "delta",
        {"T": "1", "tS": "2.2"},
        (Fraction(9, 10), Fraction(1)),
        [threshold(enclosed(at), [cause], before, here, after)],
        [stretch(low, enclosed(at), before), stretch(enclosed(at), high, after)],
    )
    claimed["assumptions"] = ["no way back"]
    claimed["concept"] = "spe"
    claimed["selection"] = SELECTION_SEEN
    claimed["notes"] = [IRRATIONAL]
    held('thresholds cuba-1962-clock -x delta -a "no way back" -s T=1 -s tS=2.2', claimed)
