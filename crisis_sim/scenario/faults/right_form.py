"""How a value of the wrong shape would be written rightly: shown with the file's own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from crisis_sim.formula.other_notations import greek, latin
from crisis_sim.scenario import model
from crisis_sim.scenario.faults.fault import FIELDS, names_of
from crisis_sim.scenario.positions import Keys

__all__ = [
    "ARROW",
    "HOLDERS",
    "TWO_AT_ONCE",
    "as_entries",
    "as_field",
    "as_fields",
    "as_known",
    "as_list",
    "as_name",
    "as_observers",
    "as_one",
    "as_pair",
    "as_range",
    "as_state",
    "of_prior",
]

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
_ENTRIES = {"levels": "[closed, open]", "values": "[calm, tense]", "range": "[0, 1]"}
TWO_AT_ONCE = (
    "One player decides in a situation. Two who move at once have two in a row: "
    "'seen by: none' on the moves of the first."
)
HOLDERS = frozenset(_EXAMPLES)
"""Fields that hold named fields."""
_OTHERWISE = {
    **dict.fromkeys(("value", "initial", "estimate"), "default|formula|start"),
    **dict.fromkeys(("next", "goto", "go to", "then", "leads to", "result", "outcome"), "to"),
    **dict.fromkeys(("if", "condition", "requires"), "when"),
    **dict.fromkeys(("prob", "p", "chance", "likelihood"), "probability"),
    **dict.fromkeys(("moves", "options", "choices", "strategies"), "actions"),
    **dict.fromkeys(("nature", "events"), "chance"),
    **dict.fromkeys(("utility", "utilities", "values", "payouts"), "payoffs|levels"),
    **dict.fromkeys(("description", "summary"), "about|meaning|note"),
    **dict.fromkeys(("name", "text"), "title|label"),
    **dict.fromkeys(("who", "actor", "side", "decides"), "player"),
    **dict.fromkeys(("nodes", "stages", "scenes"), "situations"),
    **dict.fromkeys(("ends", "endings", "results", "terminals", "payoffs"), "outcomes"),
    **dict.fromkeys(("actors", "sides"), "players"),
    **dict.fromkeys(("constants", "numbers"), "parameters"),
    **dict.fromkeys(("seen", "visible to", "observed by", "known to"), "seen by"),
    **dict.fromkeys(("bounds", "limits", "interval"), "range"),
    **dict.fromkeys(("distribution", "dist"), "prior"),
    "color": "colour",
    **dict.fromkeys(("begin", "begins at", "first"), "start"),
}
"""Fields by other words for them; of several the first that the part has."""
_LOW, _HIGH = ("min", "low", "minimum", "lower"), ("max", "high", "maximum", "upper")
_EVERYONE = {"all", "both", "everyone", "everybody"}
_NOBODY = {"nobody", "neither", "no", "one"}
_BUT = {"not", "but", "except"}
_OF_OUTCOMES = {*names_of(model.Outcome)}.difference(names_of(model.Situation))
_PAIR = re.compile(r"([^:=]*[^\W\d][^:=]*?)\s*(?::=?(?=\S)|={1,2}|[-=]>|<-(?=\s))\s*([^=>\s].*)")
ARROW = re.compile(r"\s*(?:[-=]+>|\u2192)\s*(\S.*)")
_FIELD = re.compile(r"(to|player|probability|default|source|status) +(\S+(?: \d\S*)?|(?<=to )\S.*)")
_WORDS = {"and", "or", "not", "if", "else"}
_OF_FORMULAS = ("payoffs", "set", "settles", "parameters", "definitions")
_NAMED = re.compile(r"\s*(\w[\w ]*?)\s*[:=]\s*(\S.*)")
_BOUND = re.compile(r"[-+]?\d*\.?\d+")
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?")
_SEPARATOR = re.compile(r"\s*(?:;|,|\.\.+|\bto\b|\band\b|(?<=[\w.])\s*[-–]\s*(?=[\w.]))\s*")


def as_pair(keys: Keys, text: str) -> tuple[str, str] | None:
    """The name and the value that a key holds which has no colon; None if they are not told apart.

    >>> as_pair(("set",), "p = 0.1"), as_pair(("payoffs",), "A -3"), as_pair((), "one, two")
    (('p', '0.1'), ('A', '-3'), None)
    >>> as_pair(("actions", "leave"), "-> war")
    ('to', 'war')
    """
    if keys[-2:-1] in (("actions",), ("chance",)) and (arrow := ARROW.fullmatch(text[:LONGEST])):
        return "to", arrow[1]
    holder = bool(keys) and keys[-1] in HOLDERS
    found = _PAIR.fullmatch(text) if len(text) <= LONGEST else None
    if found is None and holder:
        found = re.fullmatch(r"(\w+)\s+([-+]?[\d.]+)", text)
    if found is None and not holder:
        found = _FIELD.fullmatch(text[:LONGEST])
    if found is None or found[1] in _WORDS or not (holder or found[1] in FIELDS):
        return None
    return found[1], found[2]


def as_field(keys: Keys, data: Any) -> str:
    """A hint for a field that is not known, from what its name looks like."""
    name = str(keys[-1])
    if len(name) > LONGEST:
        return ""
    if pair := _PAIR.fullmatch(name):
        return f"Write {pair[1]}: {pair[2]}."
    if len(keys) == 3 and keys[0] == "outcomes" and name in _players(data):
        outcome = data["outcomes"][keys[1]]
        payoffs = {side: outcome[side] for side in _players(data) if side in outcome}
        plain = _are_plain(payoffs.values())
        return _write("payoffs", [f"{k}: {v}" for k, v in payoffs.items()]) if plain else ""
    if len(keys) == 3 and keys[0] == "situations" and name in _OF_OUTCOMES:
        return "Outcomes have it: write 'outcomes:' above the first of them."
    if name == "hidden from":
        return "Name with 'seen by' those who see it."
    if name in (*_LOW, *_HIGH) and len(keys) == 3 and keys[0] in ("parameters", "state"):
        return _as_ends(str(keys[0]), data[keys[0]][keys[1]])
    numbers = {**_named(data, "parameters"), **_named(data, "definitions")}
    if len(keys) == 3 and keys[0] == "assumptions" and name in numbers:
        return _write("set", [f"{name}: {data['assumptions'][keys[1]][name]}"])
    if len(keys) == 3 and keys[0] == "state" and as_state(str(keys[1]), data["state"][keys[1]]):
        return as_state(str(keys[1]), data["state"][keys[1]])
    if name == "probability":
        return "Chance decides here: write 'chance' in place of 'player' and 'actions'."
    return ""


def _as_ends(section: str, holder: dict[str, Any]) -> str:
    """The hint for the ends of a range that are fields of their own."""
    low, high = (next((holder[n] for n in names if n in holder), None) for names in (_LOW, _HIGH))
    if low is None or high is None:
        return f"As in {'range: [0, 1]' if section == 'parameters' else '{from: 0, to: 3}'}."
    return (
        f"Write range: [{low}, {high}]."
        if section == "parameters"
        else f"Write from: {low}, to: {high}."
    )


def as_known(name: str, known: Sequence[str]) -> str:
    """The field among those known that is meant by another word for it; empty if none is."""
    meant = _OTHERWISE.get(name.lower(), "")
    return next((one for one in meant.split("|") if one in known), "")


def as_fields(keys: Keys, value: Any, data: Any) -> str:
    """A hint for a place in ``data`` at which named fields were expected."""
    last = keys[-1] if keys else ""
    of_outcome = len(keys) == 2 and keys[0] == "outcomes"
    if isinstance(value, str) and (of_outcome or last in _OF_FORMULAS):
        value = _taken_apart(value, named=not of_outcome and last != "payoffs")
    sides = _players(data)
    if isinstance(value, dict) and list(value) == sides:
        return _as_named(last, value, inside=of_outcome)
    if isinstance(value, dict) and last in _OF_FORMULAS[1:]:
        return _as_named(last, value, inside=False)
    if not isinstance(value, list):
        return _example(keys, data)
    if value and all(isinstance(one, dict) for one in value):
        return _without_dashes(last, value)
    if any(isinstance(one, (dict, list)) for one in value):
        return ""
    if last == "players":
        return _write(last, [f"{one}: {one}" for one in value])
    if (last == "payoffs" or of_outcome) and len(sides) == len(value):
        return _as_named(last, dict(zip(sides, value, strict=True)), inside=of_outcome)
    if last == "actions":
        return _write(last, [f"{one}: where it leads" for one in value])
    return _example(keys, data)


def _taken_apart(text: str, *, named: bool) -> Any:
    """The entries of a text by their names, or in a row where they need not be ``named``."""
    entries = re.split(r"\s*[,;]\s*", text[:LONGEST].strip("(){} "))
    found = [_NAMED.fullmatch(one) for one in entries]
    if all(found):
        return {one[1]: one[2] for one in found if one}
    return text if named else entries


def _as_named(last: str | int, named: dict[str, Any], *, inside: bool) -> str:
    fields = [f"{side}: {one}" for side, one in named.items()]
    return _write(last, [f"payoffs: {{{', '.join(fields)}}}"] if inside else fields)


def _example(keys: Keys, data: Any) -> str:
    """The hint that shows named fields where nothing is known of what is meant."""
    if keys and keys[-1] in _EXAMPLES:
        return f"As in {keys[-1]}: {_EXAMPLES[keys[-1]]}."
    if len(keys) == 2 and keys[0] == "outcomes" and (sides := _players(data)):
        return f"As in {keys[1]}: {{payoffs: {{{', '.join(f'{side}: 0' for side in sides)}}}}}."
    holder = str(keys[-2]) if len(keys) > 1 else ""
    return f"As in {holder}: {_EXAMPLES[holder]}." if holder in _EXAMPLES else ""


def _without_dashes(last: str | int, entries: Sequence[dict[str, Any]]) -> str:
    """The hint for named fields that are written as a list."""
    named = [dict(one) for one in entries]
    names = [one.pop("name", None) for one in named]
    if all(isinstance(name, str) for name in names) and _are_plain(named[0].values()):
        fields = ", ".join(f"{key}: {value}" for key, value in named[0].items())
        return f"Write each entry without a dash, by its name: {names[0]}: {{{fields}}}."
    pairs = [pair for one in entries for pair in one.items()]
    short = len(pairs) == len(entries) and _are_plain(value for _, value in pairs)
    written = _write(last, [f"{key}: {value}" for key, value in pairs]) if short else ""
    return written or "Leave out the dashes: each entry begins with its name and a colon."


def _are_plain(values: Iterable[Any]) -> bool:
    return not any(isinstance(one, (dict, list)) for one in values)


def as_state(name: str, value: Any) -> str:
    """A hint for a state variable that is written in another form; empty if none comes to mind.

    >>> as_state("round", "1 to 3")
    'Write round: {from: 1, to: 3}.'
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return f"As in {name}: {{from: {value}, to: {value + 3}}}."
    if isinstance(value, dict):
        value = ", ".join(value) if not any(one is not None for one in value.values()) else ""
    text = str(value)[:LONGEST]
    if found := re.fullmatch(r"(?:from\s+)?(-?\d+)\s*(?:-|–|to|\.\.+|,)\s*(-?\d+)", text):
        return f"Write {name}: {{from: {found[1]}, to: {found[2]}}}."
    words = re.split(r"\s*(?:[,;/|]|\bor\b)\s*", text)
    if len(words) > 1 and all(re.fullmatch(r"[A-Za-z_]\w*", word) for word in words):
        return f"Write {name}: [{', '.join(words)}]."
    return ""


def as_list(value: Any) -> str:
    """A hint for a place at which a list was expected, or one of more entries."""
    if isinstance(value, dict):
        plain = not any(isinstance(one, (dict, list)) for one in value.values())
        parts = [str(key if one is None else one) for key, one in value.items()] if plain else []
    else:
        text = value[0] if isinstance(value, list) and len(value) == 1 else value
        short = isinstance(text, str) and len(text) <= LONGEST and not _DATE.fullmatch(text)
        parts = _SEPARATOR.split(text.strip("() ")) if short else []
        if len(parts) == 1 and re.fullmatch(r"[-+.\d]+\s+[-+.\d]+", text):
            parts = text.split()
    written = f"[{', '.join(parts)}]"
    if len(parts) < 2 or not all(parts) or len(written) > LONGEST:
        return ""
    return f"Write {written}."


def as_entries(keys: Keys, value: Any) -> str:
    """A hint for the list at a place that holds something else."""
    last = str(keys[-1])
    if last == "findings":
        return "Begin each finding with a dash, as in - claim: They settle."
    if last == "range" and (ends := re.fullmatch(r"([-+\d.]+):([-+\d.]+)", str(value)[:LONGEST])):
        return f"Write [{ends[1]}, {ends[2]}]."
    return as_list(value) or (f"As in {last}: {_ENTRIES[last]}." if last in _ENTRIES else "")


def of_prior(error: ValueError) -> tuple[str, str]:
    """What is wrong with a prior, and how it is written so that it can stand in braces."""
    message, _, hint = str(error).partition(". ")
    return message, re.sub(r"^Write (\w+\(.*\))\.$", r'Write "\1".', hint)


def as_one(keys: Keys, value: Any) -> str:
    """A hint for a list where there is one value."""
    if not isinstance(value, list):
        return ""
    return {"player": TWO_AT_ONCE, "prior": 'As in prior: "beta(3, 7)".'}.get(str(keys[-1]), "")


def as_range(text: str) -> str:
    """A hint for a range, as the file has it, that has decimal commas or too many entries.

    >>> as_range("[0, 0,8]")
    'Write [0, 0.8]: decimals have a point.'
    """
    inside = text.strip("[] ")
    parts = re.split(r";\s*" if ";" in inside else r",\s+", inside)
    if len(parts) == 2 and all(re.fullmatch(r"[-+]?[1-9]\d{0,2}(,\d{3})+", one) for one in parts):
        whole, decimal = (", ".join(one.replace(",", by) for one in parts) for by in ("", "."))
        return f"Write [{whole}], or [{decimal}] if the commas are decimal ones."
    if len(parts) == 2:
        choices = [parts]
    elif len(parts) == 1:
        choices = _pairs_of(inside.split(","))
    else:
        choices = [[parts[0], parts[-1]]]
    shown = [[one.replace(",", ".") for one in pair] for pair in choices]
    shown = [pair for pair in shown if all(map(_BOUND.fullmatch, pair))]
    shown = [pair for pair in shown if float(pair[0]) < float(pair[1])]
    if not shown:
        return "Write the least and the greatest value, decimals with a point."
    written = " or ".join(f"[{', '.join(pair)}]" for pair in shown)
    point = ": decimals have a point" if "." in written else ", the least and the greatest value"
    return f"Write {written}{point}."


def _pairs_of(pieces: Sequence[str]) -> list[list[str]]:
    """The two decimals that pieces between commas without spaces may be."""
    if len(pieces) == 4:
        return [[",".join(pieces[:2]), ",".join(pieces[2:])]]
    if len(pieces) == 3:
        first, second, third = pieces
        return [[first, f"{second},{third}"], [f"{first},{second}", third]]
    return []


def as_observers(data: Any, value: Any) -> str:
    """A hint for players who are named otherwise than in a list.

    >>> as_observers({"players": ["A", "B"]}, "not A")
    'Write [B].'
    """
    text = " ".join(value) if isinstance(value, dict) else str(value)[:LONGEST]
    players, named = _players(data), []
    for one in sorted(players, key=len, reverse=True):
        text, count = re.subn(rf"(?<!\w){re.escape(one)}(?!\w)", " ", text)
        named += [one] if count else []
    others = set(re.findall(r"\w+", text.lower()))
    seeing = [one for one in players if one in named]
    but = others & _BUT and not others - _BUT - _EVERYONE
    if named and but and (len(named) == 1 or others & _EVERYONE):
        seeing = [one for one in players if one not in named]
        return f"Write [{', '.join(seeing)}]." if seeing else "Write none."
    if seeing and not others - {"and", "only"}:
        return f"Write [{', '.join(seeing)}]."
    for word, alike in (("all", _EVERYONE), ("none", _NOBODY)):
        if others and others <= alike and not named:
            return f"Write {word}."
    return f"Name those who see it in brackets, as in [{', '.join(players[:2]) or 'A, B'}]."


def as_name(text: str) -> str:
    """A name like the text; an empty string if none comes to mind."""
    plain = unicodedata.normalize("NFKD", latin(text[:200]))
    plain = "".join(one for one in plain if not unicodedata.combining(one))
    plain = re.sub(r"[\u03b1-\u03c9\u0391-\u03a9]", lambda one: greek(one[0]), plain)
    if "=" in text:
        return ""
    name = re.sub(r"\W+", "_", plain, flags=re.ASCII).strip("_")
    return name if re.fullmatch(r"[A-Za-z_]\w{0,39}", name) and name != text else ""


def _write(last: str | int, fields: Sequence[str]) -> str:
    written = f"{last}: {{{', '.join(fields)}}}"
    return f"Write {written}." if len(written) <= LONGEST else ""


def _named(data: Any, section: str) -> dict[str, Any]:
    named = data.get(section) if isinstance(data, dict) else None
    return named if isinstance(named, dict) else {}


def _players(data: Any) -> list[str]:
    players = data.get("players") if isinstance(data, dict) else None
    return [str(one) for one in players] if isinstance(players, (dict, list)) else []
