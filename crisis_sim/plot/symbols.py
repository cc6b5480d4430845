"""Parameters as figures name them: in words, as a symbol, and with their unit."""

from __future__ import annotations

from crisis_sim.formula.expression import Name
from crisis_sim.formula.write import latex
from crisis_sim.scenario.scenario import Parameter

__all__ = ["axis_title", "in_words", "symbol"]


def symbol(name: str) -> str:
    """The name as a formula between dollar signs."""
    return f"${latex(Name(name))}$"


def in_words(parameter: Parameter) -> str:
    """Its label, for type with formulas, or its symbol where it has none."""
    label = parameter.label if parameter.label != parameter.name else ""
    return label.replace("$", r"\$") or symbol(parameter.name)


def axis_title(parameter: Parameter) -> str:
    """Its label with its symbol and unit, for the foot of a chart."""
    label = parameter.label if parameter.label != parameter.name else ""
    unit = f" ({parameter.unit})" if parameter.unit else ""
    # A comma, and not parentheses, which are for the unit.
    return (
        f"{label}, {symbol(parameter.name)}{unit}" if label else f"{symbol(parameter.name)}{unit}"
    )
