"""What to write in place of a profile that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from crisis_sim.game.tree import InformationSet
from crisis_sim.near_names import nearest
from crisis_sim.profiles.folded import Spellings
from crisis_sim.tables.cells import NUMBERS, number_kind, plain
from crisis_sim.tables.marks import PERCENT
from crisis_sim.tables.names import shown

__all__ = ["in_one", "mixed", "mixture", "no_profile", "no_share"]

_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+|\d+/\d+)(?: ?%)?"
_AND = re.compile(r"\s*(?:[,;&+|]|\band\b)\s*")
_BEHIND = re.compile(rf"(?P<action>.+?)\s*[ :=(]\s*(?P<number>{_NUMBER})\)?")
_BEFORE = re.compile(rf"(?P<number>{_NUMBER})\s*[ *:]\s*(?P<action>.+)")
_OTHER_SIGN = re.compile(r"(?P<where>.+?)\s*(?:=+>?|->|=>|\u2192|:=|<-|\t|\|)\s*(?P<action>.+)")
_SUCH = "Write a number from 0 to 1, such as 0.25 or 1/4."
_TABLE = "the columns 'information set', 'action' and 'probability'"
_LONGEST, _LEAST_CENT = 200, 10


def no_share(given: Any) -> tuple[str, str]:
    """What is said of what is no probability, and what to write."""
    text = "" if given is None else str(given).strip()
    if not text:
        return "a probability is missing", "Write 0 for an action that is never taken."
    number, told = _number(text), _SUCH
    if number is not None and 0 <= number <= 1:
        told = f"Write {_told(number)}."
    elif number is not None and _LEAST_CENT <= number <= 100:
        told = f"Write {_told(number / 100)} for {shown(text)} %."
    return f"'{shown(text)}' is not a probability between 0 and 1", told


def mixture(written: str, actions: Sequence[str]) -> str:
    """How to write actions with their probabilities that stand side by side; or which are known."""
    shares = mixed(written, actions)
    if list(shares.values()) == ["1"]:
        return f"Write '{next(iter(shares))}'."
    if shares:
        return f"Write {{{', '.join(f'{action}: {number}' for action, number in shares.items())}}}."
    parts = _AND.split(written) if len(written) <= _LONGEST else []
    behind = (_BEHIND.fullmatch(part) or _BEFORE.fullmatch(part) for part in map(str.strip, parts))
    strange = (
        one["action"] for one in behind if one and not Spellings(actions).meant(one["action"])
    )
    return nearest(next(strange, written), actions)


def mixed(written: str, actions: Sequence[str]) -> dict[str, str]:
    """Actions with their probabilities that stand side by side in a text; none if it is no such."""
    known, shares = Spellings(actions), dict[str, str]()
    parts = _AND.split(written) if len(written) <= _LONGEST else []
    for part in parts:
        found = _BEHIND.fullmatch(part.strip()) or _BEFORE.fullmatch(part.strip())
        meant = known.meant(found["action"] if found else part.strip())
        number = _number(found["number"]) if found else Fraction(1, len(parts))
        if len(meant) == 1 and number is not None:
            shares[meant[0]] = _told(number)
    return shares if len(shares) == len(parts) else {}


def in_one(name: str, values: Sequence[Any], sets: Sequence[InformationSet]) -> str:
    """How to write in one what several lines say of an information set; empty if it is unclear."""
    here = (held for held in sets if held.label.startswith(name))
    actions = dict.fromkeys(action for held in here for action in held.actions)
    parts = [mixed(_plainly(value), tuple(actions)) for value in values]
    shares = {action: share for part in parts for action, share in part.items()}
    if not all(parts) or len(shares) < sum(map(len, parts)):
        return ""
    if set(shares.values()) == {"1"}:
        shares = dict.fromkeys(shares, _told(Fraction(1, len(shares))))
        return f"Keep one of them, or write {_line(name, shares)} for both."
    return f"Write {_line(name, shares)} in one line."


def _line(name: str, shares: Mapping[str, str]) -> str:
    return f"{name}: {{{', '.join(f'{action}: {share}' for action, share in shares.items())}}}"


def _plainly(value: Any) -> str:
    """Probabilities by action as one text; any other value as it is."""
    if isinstance(value, Mapping):
        return ", ".join(f"{action}: {share}" for action, share in value.items())
    return str(value)


def no_profile(lines: Sequence[str], sets: Sequence[InformationSet]) -> str:
    """How to write an information set and its action, as they stand in a text or as an example."""
    first = next((line.strip() for line in lines if line.strip()), "")
    found = _OTHER_SIGN.fullmatch(first) if len(first) <= _LONGEST else None
    if found and any(held.label.startswith(found["where"]) for held in sets):
        return f"Write a colon: {found['where']}: {found['action']}."
    if not sets:
        return ""
    return f"Write '{sets[0].label}: {sets[0].actions[0]}', or a table of {_TABLE}."


def _number(text: str) -> Fraction | None:
    """The number of a text, of a percentage the share; None where there is none."""
    written, kind, mark = number_kind(text)
    if kind not in NUMBERS:
        return None
    number = Fraction(plain(written, kind, grouped=False).replace("inf", "0"))
    return number / 100 if mark == PERCENT else number


def _told(number: Fraction) -> str:
    """A short decimal, or a quotient."""
    decimal = f"{float(number):.4g}"
    return decimal if Fraction(decimal) == number else str(number)
