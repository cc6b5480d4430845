"""How a colour would be written that is written otherwise."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["as_colour"]

_NAMED = {
    "black": "#111111",
    "blue": "#004488",
    "brown": "#7A4A1E",
    "gray": "#777777",
    "green": "#22706A",
    "grey": "#777777",
    "orange": "#C8661A",
    "pink": "#C2528B",
    "purple": "#66447A",
    "red": "#BB3344",
    "violet": "#66447A",
    "white": "#FFFFFF",
    "yellow": "#DDAA33",
}


def as_colour(value: Any) -> str:
    """The hint that shows how a colour is written.

    >>> as_colour("Red"), as_colour("#a1f")
    ("Write colour: '#BB3344'.", "Write colour: '#aa11ff'.")
    >>> as_colour(None)
    "In YAML # begins a remark: put it in quotation marks, such as colour: '#004488'."
    """
    if value is None:
        return "In YAML # begins a remark: put it in quotation marks, such as colour: '#004488'."
    digits = _digits(value)
    told = f"Write colour: '{digits}'." if digits else ""
    return told or (
        "Write two hexadecimal digits each for red, green and blue, such as colour: '#004488'."
    )


def _digits(value: Any) -> str:
    """The colour that is meant; empty where that is not known."""
    if isinstance(value, list) and len(value) == 3:
        known = all(re.fullmatch(r"\d{1,3}", f"{one}") and int(one) < 256 for one in value)
        return "#" + "".join(f"{int(one):02X}" for one in value) if known else ""
    text = f"{value}".strip().lower()
    short = re.fullmatch("#?([0-9a-f])([0-9a-f])([0-9a-f])", text)
    return "#" + "".join(2 * one for one in short.groups()) if short else _NAMED.get(text, "")
