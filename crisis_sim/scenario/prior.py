"""Prior distributions of parameters, as a scenario file writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from crisis_sim.formula.numerals import no_number, number_in
from crisis_sim.formula.other_notations import bare
from crisis_sim.near_names import nearest

__all__ = ["Prior", "parse_prior"]

_FORM = re.compile(r"\s*([a-z]+)\s*\(([^()]*)\)\s*")

_RULES: Mapping[str, tuple[int, int, Callable[..., bool], str]] = {
    "uniform": (2, 2, lambda a, b: a < b, "uniform(low, high) with low below high"),
    "beta": (
        2,
        4,
        lambda a, b, low=0.0, high=1.0: a > 0 and b > 0 and low < high,
        "beta(a, b) on [0, 1] or beta(a, b, low, high), with a and b positive",
    ),
    "triangular": (
        3,
        3,
        lambda low, mode, high: low <= mode <= high and low < high,
        "triangular(low, mode, high) in increasing order",
    ),
    "normal": (
        2,
        2,
        lambda _, sd: sd > 0,
        "normal(mean, standard deviation > 0)",
    ),
    "lognormal": (
        2,
        2,
        lambda _, sd: sd > 0,
        "lognormal(mean of log, standard deviation of log > 0)",
    ),
}

_INITIALS = {"u": "uniform", "n": "normal", "b": "beta", "be": "beta", "unif": "uniform"}
_INITIALS |= {"runif": "uniform", "rnorm": "normal", "rbeta": "beta"}
_INITIALS |= {"gaussian": "normal", "triangle": "triangular"}


@dataclass(frozen=True, slots=True)
class Prior:
    """A distribution: its name and arguments, such as ``beta`` and (3, 7), and its text."""

    name: str
    arguments: tuple[float, ...]
    text: str = field(default="", compare=False)

    def __str__(self) -> str:
        shown = (repr(value).removesuffix(".0") for value in self.arguments)
        return self.text or f"{self.name}({', '.join(shown)})"

    @property
    def support(self) -> tuple[float, float]:
        """Least and greatest value it can give; infinite where it has none."""
        if self.name == "beta":
            return (
                (self.arguments[2], self.arguments[3]) if len(self.arguments) == 4 else (0.0, 1.0)
            )
        if self.name in ("uniform", "triangular"):
            return self.arguments[0], self.arguments[-1]
        return (0.0 if self.name == "lognormal" else -float("inf")), float("inf")


def parse_prior(text: str) -> Prior:
    """Read a prior; ValueError says what was expected."""
    found = _FORM.fullmatch(text)
    if found is None:
        hint = f". {_as_prior(text)}" if _as_prior(text) else ""
        raise ValueError(f"expected a distribution such as beta(3, 7) or uniform(0, 1){hint}")
    name, inside = found.groups()
    if name not in _RULES and _as_prior(text):
        raise ValueError(f"unknown distribution '{name}'. {_as_prior(text)}")
    if name not in _RULES:
        raise ValueError(f"unknown distribution '{name}'. {nearest(name, _RULES)}")
    least, most, holds, form = _RULES[name]
    written = f"expected {form}"
    if ";" in inside and _as_prior(text):
        written += f". {_as_prior(text)}"
    elif ";" in inside or re.search(r"\d,\d", inside):
        written += ". Decimals have a point, and a comma stands between numbers."
    elif "," not in inside and _as_prior(text):
        written += f". {_as_prior(text)}"
    parts = [part.strip() for part in inside.split(",")]
    numbers = [number_in(part) for part in parts]
    if None in numbers:
        part = parts[numbers.index(None)]
        told = part and "Write" not in written
        raise ValueError(f"expected {form}; {no_number(part)}" if told else written)
    arguments = tuple(float(number) for number in numbers if number is not None)
    if not least <= len(arguments) <= most or (name == "beta" and len(arguments) == 3):
        raise ValueError(written)
    if not holds(*arguments):
        raise ValueError(f"expected {form}")
    return Prior(name, arguments, f"{name}({', '.join(parts)})")


def _as_prior(text: str) -> str:
    """The hint for a distribution with an initial, other brackets or none, or no commas in it."""
    found = re.fullmatch(r"\s*([A-Za-z]+)\s*[(\[]?([-\d./,;\s]+)[)\]]?\s*", bare(text))
    if found is None:
        return ""
    name = _INITIALS.get(found[1].lower(), found[1].lower())
    parts = r"[;\s]+" if ";" in found[2] else r"[,\s]+"
    numbers = [one.replace(",", ".") for one in re.split(parts, found[2].strip(" ,;"))]
    written = f"{name}({', '.join(numbers)})"
    return f"Write {written}." if written != text and _is_prior(written) else ""


def _is_prior(text: str) -> bool:
    try:
        parse_prior(text)
    except ValueError:
        return False
    return True
