"""How well colours can be told from each other, by the Web Content Accessibility Guidelines 2.2."""

from __future__ import annotations

from functools import lru_cache

__all__ = ["LINES", "WHITE", "WORDS", "contrast", "legible", "mixed"]

WHITE = "#FFFFFF"
WORDS, LINES = 4.5, 3.0
"""Least contrast of words, and of lines and edges that mean something, to what lies behind them."""


@lru_cache(maxsize=1_000)
def contrast(one: str, other: str) -> float:
    """The ratio of the luminances of two colours, 1 to 21.

    >>> contrast("#000000", "#FFFFFF"), round(contrast("#777777", "#FFFFFF"), 2)
    (21.0, 4.48)
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def legible(colour: str) -> str:
    """The colour, darker if words in it could not be read on white."""
    darker = (mixed(colour, "#000000", step / 20) for step in range(21))
    return next(one for one in darker if contrast(one, WHITE) >= WORDS)


def mixed(one: str, other: str, share: float) -> str:
    """The first colour with a share of the second.

    >>> mixed("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + share * (b - a)):02X}" for a, b in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(one / 255) for one in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue
