"""What to write in a game file for signs of typography and other notations of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["of_halves", "of_numbers", "of_sign"]

LONGEST = 200
"""Lists of more characters are not looked into."""
_MINUSES = "\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}"
_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02\u2018\u2019\u201a\u201b`'"
_SIGNS = {**dict.fromkeys(_MINUSES, "-"), **dict.fromkeys(_QUOTES, '"'), "\uff0c": ",", ";": ","}
"""Signs that no number and no name begins or ends with, and what is written here."""
_PLAIN = str.maketrans({**dict.fromkeys(_MINUSES, "-"), ",": "."})
_NUMBER = re.compile(r"[+-]?(?:\d+/\d+|\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_LIST = re.compile(r'(?P<opening>\{\s*(?:"[^"]*"\s*)?)(?P<numbers>[^{}"]*)\}')
_NEAR = 20
"""Characters around a token among which the rest of its number is looked for."""
_HALVES = re.compile(r"[+-]?\d+,\d+")


def of_sign(text: str, start: int, end: int) -> str:
    """How to write the token between two places of a text, which fits nothing there.

    >>> of_sign('t "" 1 { 1; 0 }', 9, 11)
    'Write { 1, 0 }: commas or spaces stand between payoffs.'
    >>> of_sign('{ "x" 0,5 "y" 0,5 }', 8, 9)
    'Write 0.5: decimals have a point.'
    """
    if list_ := of_numbers(text, start):
        return list_
    halves = _HALVES.finditer(text, max(0, start - _NEAR), end + _NEAR)
    half = next((one for one in halves if one.start() < start < end <= one.end()), None)
    if half:
        return f"Write {half[0].replace(',', '.')}: decimals have a point."
    raw = text[start:end]
    plain = raw.translate(_PLAIN)
    if plain != raw and _NUMBER.fullmatch(plain):
        return f"Write {plain}: {'; '.join(_reasons(raw, [raw]))}."
    odd = next((one for one in raw if one in _SIGNS), "")
    return f"Write {_SIGNS[odd]} in place of {_named(odd)}{_others(text, odd)}." if odd else ""


def of_numbers(text: str, start: int, count: int = 0) -> str:
    """How to write the list of numbers in braces around a place; empty if it is none, or right.

    ``count`` is how many there should be, if that is known.
    """
    opening, closing = text.rfind("{", 0, start + 1), text.find("}", start)
    found = _LIST.fullmatch(text, opening, closing + 1) if 0 < closing - opening < LONGEST else None
    if found is None:
        return ""
    inside = found["numbers"].strip()
    parts = re.split(r"\s*;\s*" if ";" in inside else r",\s+|\s+", inside)
    plain = [part.translate(_PLAIN) for part in parts]
    why = "; ".join(_reasons(inside, parts))
    if not why or (count and len(parts) != count) or not all(map(_NUMBER.fullmatch, plain)):
        return ""
    return f"Write {found['opening']}{', '.join(plain)} }}: {why}."


def of_halves(text: str, start: int) -> str:
    """How to write the first number with a decimal comma after a place; empty if there is none."""
    half = _HALVES.search(text, start)
    told = f"'{half[0]}' is two numbers: write {half[0].replace(',', '.')}" if half else ""
    return f"{told}, as decimals have a point." if told else ""


def _reasons(inside: str, parts: list[str]) -> Iterator[str]:
    if any("," in part for part in parts):
        yield "decimals have a point"
    if ";" in inside:
        yield "commas or spaces stand between payoffs"
    if odd := next((one for one in inside if one in _MINUSES), ""):
        yield f"{_named(odd)} is another sign than '-'"


def _named(sign: str) -> str:
    return f"'{sign}' (U+{ord(sign):04X})"


def _others(text: str, sign: str) -> str:
    more = text.count(sign) - 1
    return f", here and in {more} more place{'s' if more > 1 else ''}" if more else ""
