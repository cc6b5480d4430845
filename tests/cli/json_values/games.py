"""The games that the objects are read for, by hand from what their scenarios say."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .trees import Chance, End, Move, Node, end
from .words import words_of

REPLY = "the reply, after {}, threaten"


def brinkmanship(p: Any = Fraction(3, 10), q: Any = Fraction(7, 10)) -> Node:
    """Moscow is hard with probability ``p``; defiance is answered with probability ``q``."""

    def threat(kind: str, war: int) -> Node:
        defied = {"war": (q, end("war", US=Fraction(-10), USSR=Fraction(war)))}
        defied["peace"] = (1 - q, end("defied", US=Fraction(-2), USSR=Fraction(2)))
        gone = end("the missiles go", US=Fraction(1), USSR=Fraction(-12 - war))
        reply = Move(REPLY.format(kind), "USSR", {"withdraw": gone, "defy": Chance(defied)})
        stay = end("the missiles stay", US=Fraction(-2), USSR=Fraction(2))
        return Move("the threat", "US", {"threaten": reply, "do not threaten": stay})

    return Chance({"soft": (1 - p, threat("soft", -8)), "hard": (p, threat("hard", -4))})


def chicken(clash_us: Any = Fraction(1), clash_ussr: Any = Fraction(1)) -> Node:
    """The two choose without knowing of each other."""

    def moscow(withdraw: End, maintain: End) -> Node:
        return Move("Moscow", "USSR", {"withdraw": withdraw, "maintain": maintain})

    blockade = moscow(
        end("compromise", US=Fraction(3), USSR=Fraction(3)),
        end("Soviet victory", US=Fraction(2), USSR=Fraction(4)),
    )
    strike = moscow(
        end("US victory", US=Fraction(4), USSR=Fraction(2)),
        end("clash", US=clash_us, USSR=clash_ussr),
    )
    return Move("Washington", "US", {"blockade": blockade, "air strike": strike})


def beer(strong: Any = Fraction(9, 10), taste: Any = Fraction(1), calm: Any = Fraction(2)) -> Node:
    """A guest who is strong or weak has breakfast, and a rival sees it."""

    def breakfast(kind: str, likes: str) -> Node:
        return Move(
            f"breakfast, after {kind}",
            "guest",
            {name: after(kind, name, name == likes) for name in ("beer", "quiche")},
        )

    def after(kind: str, name: str, liked: bool) -> Node:
        own = {"the breakfast it likes": {"guest": taste}} if liked else {}
        weak = kind == "weak"
        duel = End("a duel", {**own, "payoff": {"rival": Fraction(weak)}})
        peace = End("no duel", {**own, "payoff": {"guest": calm, "rival": Fraction(not weak)}})
        return Move(f"after {name}", "rival", {"duel": duel, "let it be": peace})

    chances = {"strong": (strong, breakfast("strong", "beer"))}
    return Chance(chances | {"weak": (1 - strong, breakfast("weak", "quiche"))})


def clock_values() -> dict[str, Any]:
    """The parameters of the clock, which are the cable's and its own."""
    both = words_of("cuba-1962-cable")["parameters"] | words_of("cuba-1962-clock")["parameters"]
    return {name: Fraction(str(one["default"])) for name, one in both.items()}


def clock(days: int, **given: Any) -> Node:
    """An offer stands, and each day Moscow takes it or stalls, a defiant one."""
    v = clock_values() | given
    h = v["sigma"] * v["rho"] * v["chi"]
    strike = {"US": -v["s"]}
    war = {"US": -v["W"], "USSR": -v["W"]}
    extra = {
        "pledge alone": {},
        "Turkey in secret": {
            "Jupiters given up": {"US": -v["tU"]},
            "Jupiters gone, later and unseen": {
                "USSR": float(v["delta"]) ** float(v["months"]) * float(v["tS"])
            },
        },
        "Turkey in public": {
            "Jupiters given up": {"US": -v["tU"]},
            "Jupiters gone, openly": {"US": -v["n"], "USSR": v["tS"] + v["phi"]},
        },
    }

    def settled(offer: str, day: int) -> Node:
        agreed = {
            "pledge": {"US": -v["g"], "USSR": v["e"]},
            "quarantine lifted": {"USSR": v["q"]},
            "missiles given up": {"USSR": -v["fD"]},
            **extra[offer],
        }
        return End("settled late" if day else "settled", agreed | delay(day))

    def delay(day: int) -> dict[str, Any]:
        cost = -v["c"] * day
        return {"delay": {"US": cost, "USSR": cost}} if day else {}

    def answer(led: str, day: int) -> Node:
        late = delay(day)
        high = End("war after control was lost", late | {"strike": strike, "general war": war})
        limited = {"US": -v["L"], "USSR": -v["L"]}
        low = End("limited war", late | {"strike": strike, "limited war": limited})
        absorbed = late | {"strike": strike, "absorbing it": {"USSR": -v["aD"]}}
        far = {"general war": (v["omega"], high), "it stays limited": (1 - v["omega"], low)}
        return Move(
            f"the answer to the strike, after {led}, control lost",
            "USSR",
            {"respond in Europe": Chance(far), "absorb it": End("strike absorbed", absorbed)},
        )

    def reply(offer: str, led: str, day: int) -> Node:
        actions = {"accept": settled(offer, day)}
        if day == days:
            stands = {"missiles operational": {"US": -v["m"], "USSR": v["mS"]}}
            actions["let it stand"] = End(
                "standoff", delay(day) | stands | {"standoff": {"USSR": -v["z"]}}
            )
        else:
            stalled = f"{led}, stall"
            accident = End("war by accident", delay(day + 1) | {"general war": war})
            lost = (1 - h) * v["pi"]
            passes = {
                "chain reaction": (h, accident),
                "control lost": (lost, answer(stalled, day + 1)),
                "in control": (1 - h - lost, reply(offer, f"{stalled}, in control", day + 1)),
            }
            actions["stall"] = Chance(passes)
        return Move(f"the reply, after {led}", "USSR", actions)

    offers = {name: reply(name, name, 0) for name in extra}
    return Move("the offer", "US", offers)
