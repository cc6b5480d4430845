"""What to write in place of a profile that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from crisis_sim.game.tree import InformationSet
from crisis_sim.near_names import nearest
from crisis_sim.tables.folded import Spellings
from crisis_sim.tables.mixed import mixed, named, share_in, written
from crisis_sim.tables.names import shown

__all__ = ["in_lines", "in_one", "mixture", "no_profile", "no_share"]

_OTHER_SIGN = re.compile(r"(?P<where>.+?)\s*(?:=+>?|->|=>|\u2192|:=|<-|\t|\|)\s*(?P<action>.+)")
_SUCH = "Write a number from 0 to 1, such as 0.25 or 1/4."
_TABLE = "the columns 'information set', 'action' and 'probability'"
_LONGEST, _LEAST_CENT = 200, 10


def no_share(given: Any) -> tuple[str, str]:
    """What is said of what is no probability, and what to write."""
    text = "" if given is None else str(given).strip()
    if not text:
        return "a probability is missing", "Write 0 for an action that is never taken."
    number, told = share_in(text), _SUCH
    if number is not None and 0 <= number <= 1:
        told = f"Write {written(number)}."
    elif number is not None and _LEAST_CENT <= number <= 100:
        told = f"Write {written(number / 100)} for {shown(text)} %."
    return f"'{shown(text)}' is not a probability between 0 and 1", told


def mixture(text: str, actions: Sequence[str]) -> str:
    """How to write actions with their probabilities that stand side by side; or which are known."""
    shares = mixed(text, actions)
    if list(shares.values()) == ["1"]:
        return f"Write '{next(iter(shares))}'."
    if shares:
        return f"Write {{{', '.join(f'{action}: {number}' for action, number in shares.items())}}}."
    known = Spellings(actions)
    strange = (name for name, number in named(text) if number and not known.meant(name))
    return nearest(next(strange, text), actions)


def in_one(name: str, values: Sequence[Any], sets: Sequence[InformationSet]) -> str:
    """How to write in one what several lines say of an information set; empty if it is unclear."""
    here = (held for held in sets if held.label.startswith(name))
    actions = dict.fromkeys(action for held in here for action in held.actions)
    parts = [mixed(_plainly(value), tuple(actions)) for value in values]
    shares = {action: share for part in parts for action, share in part.items()}
    if not all(parts) or len(shares) < sum(map(len, parts)):
        return ""
    if set(shares.values()) == {"1"}:
        shares = dict.fromkeys(shares, written(Fraction(1, len(shares))))
        return f"Keep one of them, or write {_line(name, shares)} for both."
    return f"Write {_line(name, shares)} in one line."


def in_lines(text: str, sets: Sequence[InformationSet]) -> str:
    """How to write a line that says several things, each of an information set or of an action.

    An empty string if it is unclear.
    """
    whole = text.strip() if len(text) <= _LONGEST else ""
    labels = (name for held in sets for name in (held.label, held.label.partition(",")[0]))
    names = sorted({re.escape(name) for name in labels if name in whole}, key=len, reverse=True)
    if not names:
        return ""
    first, *rest = re.split(rf"(?:^|[\s,;|]+)({'|'.join(names)})\s*:\s*", whole)
    told = [_said(name, said, sets) for name, said in zip(rest[::2], rest[1::2], strict=True)]
    if first or not all(told) or told == [whole]:
        return ""
    each = ", ".join(f"'{line}'" for line in told)
    return f"Write a line each: {each}." if told[1:] else f"Write {told[0]}."


def _said(name: str, text: str, sets: Sequence[InformationSet]) -> str:
    """A line that says what a text does of an information set; empty if that is unclear."""
    here = (held for held in sets if held.label.startswith(name))
    actions = dict.fromkeys(action for held in here for action in held.actions)
    said = text.strip(" {},;|")
    if said in actions:
        return f"{name}: {said}"
    shares = mixed(said, tuple(actions))
    return _line(name, shares) if shares else ""


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
