"""How a value of the wrong shape would be written rightly: shown with the file's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from crisis_sim.scenario.positions import Keys

__all__ = ["HOLDERS", "as_field", "as_fields", "as_list", "as_name"]

LONGEST = 90
_EXAMPLES = {
    "sources": "{memo: {title: A memorandum}}",
    "players": "{A: Attacker, D: Defender}",
    "parameters": "{p: 0.5, cost: {default: 3, range: [1, 10]}}",
    "definitions": "{risk: p / 2}",
    "issues": "{strait: {levels: [closed, open]}}",
    "state": "{mood: [calm, tense]}",
    "terms": "{waiting: {A: -1, B: -2}}",
    "situations": "{talk: {player: A, actions: {offer: deal, leave: war}}}",
    "actions": "{offer: deal, leave: war}",
    "chance": "{storm: {probability: 0.1, to: talk}, calm: {probability: the rest, to: talk}}",
    "outcomes": "{war: {payoffs: {A: -1, B: -2}}}",
    "payoffs": "{A: -1, B: -2}",
    "assumptions": "{a dear war: {set: {cost: 50}}}",
    "set": "{cost: 50}",
    "available": "{talk: {leave: false}}",
    "labels": "{calm: a calm sea}",
    "settles": "{strait: open}",
}
HOLDERS = frozenset(_EXAMPLES)
"""Fields that hold named fields."""
_SEPARATOR = re.compile(r"\s*(?:;|,|\.\.+|\bto\b|\band\b|(?<=[\w.])\s*[-–]\s*(?=[\w.]))\s*")


def as_field(keys: Keys, data: Any) -> str:
    """A hint for a field that is not known, from what its name looks like."""
    name = str(keys[-1])
    if len(name) > LONGEST:
        return ""
    found = re.fullmatch(r"([^:=]+?)\s*(?::(?=\S)|=)\s*(.+)", name)
    if found:
        return f"Write {found[1]}: {found[2]}."
    if len(keys) == 3 and keys[0] == "outcomes" and name in _players(data):
        return f"Write payoffs: {{{name}: ...}}."
    return ""


def as_fields(keys: Keys, value: Any, data: Any) -> str:
    """A hint for a place in ``data`` at which named fields were expected."""
    last = keys[-1] if keys else ""
    if not isinstance(value, list):
        return f"As in {last}: {_EXAMPLES[last]}." if last in _EXAMPLES else ""
    if value and all(isinstance(one, dict) for one in value):
        return "Leave out the dashes: each entry begins with its name and a colon."
    if any(isinstance(one, (dict, list)) for one in value):
        return ""
    sides = _players(data)
    of_outcome = len(keys) == 2 and keys[0] == "outcomes"
    if last == "players":
        return _write(last, [f"{one}: {one}" for one in value])
    if (last == "payoffs" or of_outcome) and len(sides) == len(value):
        payoffs = [f"{side}: {one}" for side, one in zip(sides, value, strict=True)]
        return _write(last, [f"payoffs: {{{', '.join(payoffs)}}}"] if of_outcome else payoffs)
    if last == "actions":
        return _write(last, [f"{one}: where it leads" for one in value])
    return f"As in {last}: {_EXAMPLES[last]}." if last in _EXAMPLES else ""


def as_list(value: Any) -> str:
    """A hint for a place at which a list was expected, or one of more entries."""
    if isinstance(value, dict):
        plain = not any(isinstance(one, (dict, list)) for one in value.values())
        parts = [str(key if one is None else one) for key, one in value.items()] if plain else []
    else:
        text = value[0] if isinstance(value, list) and len(value) == 1 else value
        short = isinstance(text, str) and len(text) <= LONGEST
        parts = _SEPARATOR.split(text) if short else []
    written = f"[{', '.join(parts)}]"
    if len(parts) < 2 or not all(parts) or len(written) > LONGEST:
        return ""
    return f"Write {written}."


def as_name(text: str) -> str:
    """A name like the text; an empty string if none comes to mind."""
    plain = unicodedata.normalize("NFKD", text[:200])
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    if "=" in text:
        return ""
    name = re.sub(r"\W+", "_", plain, flags=re.ASCII).strip("_")
    return name if re.fullmatch(r"[A-Za-z_]\w{0,39}", name) and name != text else ""


def _write(last: str | int, fields: Sequence[str]) -> str:
    written = f"{last}: {{{', '.join(fields)}}}"
    return f"Write {written}." if len(written) <= LONGEST else ""


def _players(data: Any) -> list[str]:
    players = data.get("players") if isinstance(data, dict) else None
    return [str(one) for one in players] if isinstance(players, (dict, list)) else []
