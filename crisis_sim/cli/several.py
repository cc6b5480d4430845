"""How to write several words that stand after one option."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from shlex import quote

import click

from crisis_sim.cli.meant import SUCH, as_axis, ends_of, scenario_among
from crisis_sim.formula.numerals import number_in
from crisis_sim.near_names import names_in_one

__all__ = ["LISTS", "several"]

LISTS = ("inputs",)
"""Options of several names with commas between them."""
_NAME = re.compile(r"[^\W\d]\w*")
_PAIRS = ("NAME=", "NAME[", "NAME~", "AXIS", "WHERE=")
"""How the forms of options begin whose values are a name, a sign and what it is given."""


def several(flag: str, words: Sequence[str], option: click.Option, typed: Sequence[str]) -> str:
    """An option with the words after it: as one value, or each by itself.

    ``typed`` is the whole command.
    """
    form = option.metavar or ""
    if option.name in LISTS:
        return f"{flag} {quote(','.join(word.strip(',') for word in words))}"
    if form.startswith(_PAIRS):
        return " ".join(f"{flag} {quote(way)}" for way in _pairs(form, words, typed))
    if not option.multiple and (ways := _one_of(option, words, typed)):
        return " or ".join(f"{flag} {quote(way)}" for way in ways)
    ways = words if option.multiple and " " in "".join(words) else [" ".join(words)]
    return " ".join(f"{flag} {quote(way)}" for way in ways)


def _one_of(option: click.Option, words: Sequence[str], typed: Sequence[str]) -> Sequence[str]:
    """The values that words are of an option that holds one; none where they are one text."""
    if option.name == "outcome":
        scenario = scenario_among(typed)
        pairs = words if all("=" in word for word in words) else ()
        return pairs or names_in_one(" ".join(words), ends_of(scenario) if scenario else ())
    known = [one.value for one in option.shell_complete(click.Context(click.Command("")), "")]
    if any(known):
        return list(words) if set(words) <= set(known) else []
    if isinstance(option.type, click.Path | click.types.StringParamType):
        return []
    thousands = all(re.fullmatch(r"\d{3}", word) for word in words[1:])
    return ["".join(words)] if thousands and words[0].isdigit() else list(words)


def _pairs(form: str, words: Sequence[str], typed: Sequence[str]) -> Sequence[str]:
    """Names with what they are given: each word by itself, or all of them as one."""
    alone = all(re.fullmatch(r".+=.+", word) or _NAME.fullmatch(word) for word in words)
    if alone and (form != "WHERE=ACTION" or all("=" in word for word in words)):
        return [as_axis(scenario_among(typed), word) for word in words] if form == "AXIS" else words
    text = " ".join(words)
    if form.startswith(("AXIS", "NAME[", "NAME~")):
        return [_spread(form, text)]
    scenario = scenario_among(typed)
    places = scenario.situations if scenario and form == "WHERE=ACTION" else ()
    text = re.sub(r"\s*=\s*", "=", text if "=" in text else text.replace(" ", "=", 1))
    return _apart(text, places)


def _apart(text: str, places: Iterable[str]) -> Sequence[str]:
    """A text cut before each of the places that stands in it with a sign and what is given it."""
    each = "|".join(re.escape(place) for place in places if f"{place}=" in text)
    return re.split(rf"\s+(?=(?:{each})=)", text) if each else [text]


def _spread(form: str, text: str) -> str:
    """A name with its values, of which spaces stand between the parts."""
    name, sign, rest = _parts(text)
    if prior := re.fullmatch(r"([a-z]+)\s+([-.\d]+)\s+([-.\d]+)", rest):
        return f"{name}~{prior[1]}({prior[2]},{prior[3]})"
    parts = re.split(r"\s*[:,]\s*|\s+", rest)
    if not all(number_in(part) is not None for part in parts):
        return f"{name}{sign or ('~' if form.startswith('NAME~') else '=')}{rest}"
    if form.startswith("NAME["):
        return f"{name}={':'.join(parts[:2])}"
    if ":" in rest and len(parts) == 2:
        parts.append(f"{SUCH}")
    counted = len(parts) == 3 and "," not in rest and re.fullmatch(r"[2-9]|[1-9]\d+", parts[2])
    return f"{name}={(':' if counted else ',').join(parts)}"


def _parts(text: str) -> tuple[str, str, str]:
    """The name, the sign if there is one, and the rest of a text."""
    found = re.fullmatch(r"(\w+)\s*([=~]|:\s*=?|\s)\s*(\S.*)", text)
    return (found[1], found[2].strip(" :"), found[3]) if found else (text, "", "")
