"""Parameters as figures name them: in words, as a symbol, and with their unit."""

from __future__ import annotations

from crisis_sim.formula.expression import Name
from crisis_sim.formula.write import latex
from crisis_sim.plot.numbers import decimals, written
from crisis_sim.scenario.scenario import Parameter

__all__ = ["SMALL", "axis_title", "short_number", "symbol"]


SMALL = 1e-7
"""Numbers below it are not written as decimals."""


def symbol(name: str) -> str:
    """The name as a formula between dollar signs."""
    return f"${latex(Name(name))}$"


def axis_title(parameter: Parameter) -> str:
    """Its label with its symbol and unit, for the foot of a chart."""
    label = parameter.label if parameter.label != parameter.name else ""
    unit = f" ({parameter.unit})" if parameter.unit else ""
    # A comma, and not parentheses, which are for the unit.
    return (
        f"{label}, {symbol(parameter.name)}{unit}" if label else f"{symbol(parameter.name)}{unit}"
    )


def short_number(value: float, *, digits: int = 4) -> str:
    """A number in at most so many significant digits, with a true minus sign."""
    rounded = float(f"{value:.{digits}g}")
    if 0.0 < abs(rounded) < SMALL:
        return f"{rounded:g}".replace("-", "−", 1) if rounded < 0 else f"{rounded:g}"
    return written(rounded, decimals([rounded], most=8))
