"""Formulas in labels as runs of plain characters, for renderers that know no mathematics.

Reads the LaTeX that :mod:`crisis_sim.formula.write` writes: names, Greek letters, indices,
exponents, products and fractions on one line. What it does not know is written as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

__all__ = ["SIGNS", "TextRun", "runs"]

SIGNS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "cdot": "·", "le": "≤", "ge": "≥", "ne": "≠",
    "in": "∈", "Delta": "Δ", "Omega": "Ω",
}  # fmt: skip
"""Commands that stand for one character."""

_SPACES = {",": "\u2009", ";": "\u2005", " ": " ", "quad": "  "}
_SPACED = frozenset("+−=<>≤≥≠∈")
_SMALL, _DOWN, _UP = 0.7, 0.22, -0.38
_TOKEN = re.compile(r"\\([A-Za-z]+|.)|([{}^_])|([A-Za-z]+)|([0-9.]+)|(\s+)|(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextRun:
    """Characters of one cut. ``scale`` and ``down`` are in sizes of the surrounding type."""

    text: str
    italic: bool = False
    scale: float = 1.0
    down: float = 0.0


@lru_cache(maxsize=20_000)
def runs(text: str) -> tuple[TextRun, ...]:
    """A text with formulas between dollar signs as runs; an escaped dollar is a dollar."""
    parts = re.split(r"(?<!\\)\$", text)
    found: list[TextRun] = []
    for number, part in enumerate(parts):
        if number % 2:
            found += _Reader(part).read()
        elif part:
            found.append(TextRun(part.replace(r"\$", "$")))
    return tuple(_merged(found))


def _merged(found: list[TextRun]) -> Iterator[TextRun]:
    held: TextRun | None = None
    for run in found:
        if held is not None and replace(run, text=held.text) == held:
            held = replace(held, text=held.text + run.text)
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held


class _Reader:
    def __init__(self, latex: str) -> None:
        self.tokens = list(_TOKEN.finditer(latex))
        self.at = 0

    def read(self, *, upright: bool = False) -> list[TextRun]:
        """Everything up to the end or the brace that closes the group."""
        found: list[TextRun] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token[0] == "}":
                break
            found += self.one(token, found, upright=upright)
        return found

    def one(self, token: re.Match[str], before: list[TextRun], *, upright: bool) -> list[TextRun]:
        command, mark, letters, digits, space, other = token.groups()
        if command is not None:
            return self.command(command)
        if mark == "{":
            return self.read(upright=upright)
        if mark is not None:
            down = _DOWN if mark == "_" else _UP
            return [
                replace(run, scale=run.scale * _SMALL, down=down + run.down * _SMALL)
                for run in self.group()
            ]
        if letters is not None:
            return [TextRun(letters, italic=not upright)]
        if digits is not None:
            return [TextRun(digits)]
        if space is not None:
            return [TextRun(" ")] if upright else []
        sign = "−" if other == "-" else other
        leading = not before or before[-1].text.strip()[-1:] in ("", "(", "=")
        if sign in _SPACED and not leading:
            return [TextRun(f"\u2005{sign}\u2005")]
        return [TextRun(sign)]

    def group(self, *, upright: bool = False) -> list[TextRun]:
        """The argument that follows: a group in braces, or one token."""
        while self.at < len(self.tokens) and self.tokens[self.at][5] is not None:
            self.at += 1
        if self.at >= len(self.tokens):
            return []
        token = self.tokens[self.at]
        self.at += 1
        if token[0] == "{":
            return self.read(upright=upright)
        return self.one(token, [], upright=upright)

    def command(self, name: str) -> list[TextRun]:
        if name in SIGNS:
            sign = SIGNS[name]
            return [
                TextRun(f"\u2005{sign}\u2005") if sign in _SPACED else TextRun(sign, sign.isalpha())
            ]
        if name in _SPACES:
            return [TextRun(_SPACES[name])]
        if name in ("left", "right"):
            return []
        if name in ("mathrm", "text", "operatorname"):
            return self.group(upright=True)
        if name == "mathit":
            return self.group()
        if name == "sqrt":
            return [TextRun("√("), *self.group(), TextRun(")")]
        if name == "frac":
            return [*self.fraction_part(), TextRun("/"), *self.fraction_part()]
        return [TextRun(name)]

    def fraction_part(self) -> list[TextRun]:
        part = self.group()
        plain = "".join(run.text for run in part)
        simple = all(letter not in plain for letter in "+−/ \u2005")
        return part if simple else [TextRun("("), *part, TextRun(")")]
