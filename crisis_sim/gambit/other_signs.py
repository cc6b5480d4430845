"""What to write in a game file for signs of typography and other notations of numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crisis_sim.formula.other_notations import as_decimal, decimal_point, in_one

__all__ = ["of_halves", "of_missing", "of_numbers", "of_sign"]

LONGEST = 200
"""Lists of more characters are not looked into."""
_MINUSES = "\N{MINUS SIGN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}"
_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02\u2018\u2019\u201a\u201b`'"
_SIGNS = {**dict.fromkeys(_MINUSES, "-"), **dict.fromkeys(_QUOTES, '"'), "\uff0c": ",", ";": ","}
"""Signs that no number and no name begins or ends with, and what is written here."""
_PLAIN = str.maketrans(dict.fromkeys(_MINUSES, "-"))
_NUMBER = re.compile(r"[+-]?(?:\d+/\d+|\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_LIST = re.compile(r'(?P<opening>\{\s*(?:"[^"]*"\s*)?)(?P<numbers>[^{}"]*)\}')
_NEAR = 20
"""Characters around a token among which the rest of its number is looked for."""
_HALVES = re.compile(r"[+-]?(?:[1-9]\d{0,2}(?:,\d{3}){2,}(?![\d,])|\d+,\d+)")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_APART = re.compile(r"[+-]?(?=\d)")


def of_sign(text: str, start: int, end: int) -> str:
    """How to write the token between two places of a text, which fits nothing there.

    >>> of_sign('t "" 1 { 1; 0 }', 9, 11)
    'Write { 1, 0 }: commas or spaces stand between payoffs.'
    >>> of_sign('{ "x" 0,5 "y" 0,5 }', 8, 9)
    'Write 0.5: decimals have a point.'
    >>> of_sign("1'000", 0, 5)
    'Write 1000.'
    """
    if list_ := of_numbers(text, start):
        return list_
    halves = _HALVES.finditer(text, max(0, start - _NEAR), end + _NEAR)
    half = next((one for one in halves if one.start() < start < end <= one.end()), None)
    if half:
        return _of_half(half[0])
    raw = text[start:end]
    plain = raw.translate(_PLAIN).replace(",", ".")
    if plain != raw and _NUMBER.fullmatch(plain):
        return f"Write {plain}: {'; '.join(_reasons(raw, [raw]))}."
    if number := as_decimal(raw):
        return number
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
    signed = [_in_one(part.translate(_PLAIN)) for part in parts]
    why = "; ".join(_reasons(inside, parts))
    ways = [f"{found['opening']}{', '.join(way)} }}" for way in _readings(signed)]
    if not why or (count and len(parts) != count) or not ways:
        return ""
    if len(ways) == 1:
        return f"Write {ways[0]}: {why}."
    return f"Write {ways[0]}, or {ways[1]} if the comma is a decimal one."


def _readings(parts: Sequence[str]) -> list[list[str]]:
    """The numbers that parts can be: with commas between thousands, and with decimal commas."""
    thousands = [part.replace(",", "") if _THOUSANDS.fullmatch(part) else part for part in parts]
    ways = [thousands, [part.replace(",", ".") for part in parts]]
    right = [way for way in ways if all(map(_NUMBER.fullmatch, way))]
    return right[:1] if right[1:] == right[:1] else right


def _in_one(part: str) -> str:
    """A number without the apostrophes between its thousands; any other part as it is."""
    sign = _APART.match(part)
    whole = in_one(part, sign.end()) if sign else ""
    return f"{sign[0]}{whole}" if sign and whole else part


def of_halves(text: str, start: int) -> str:
    """How to write the first number with a comma after a place; empty if there is none."""
    half = _HALVES.search(text, start)
    return f"'{half[0]}' is read as several numbers. {_of_half(half[0])}" if half else ""


def of_missing(raw: str) -> str:
    """What is said of a sign without a digit in the place of a number; empty if it is none."""
    alone = raw and not raw.strip(f"{_MINUSES}+-.?")
    return "A number is missing here." if alone else ""


def _of_half(number: str) -> str:
    whole, rest, *more = number.split(",")
    return f"Write {number.replace(',', '')}." if more else decimal_point(whole, rest)


def _reasons(inside: str, parts: list[str]) -> Iterator[str]:
    commas = [part for part in parts if "," in part]
    grouped = any(part.count(",") > 1 or "." in part for part in commas)
    if grouped or any(_in_one(part) != part for part in parts):
        yield "nothing stands between thousands"
    elif commas:
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
