"""Parameters as figures name them: in words, as a symbol, with their unit, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable

from crisis_sim.formula.expression import Name
from crisis_sim.formula.write import latex
from crisis_sim.scenario.scenario import Parameter

__all__ = ["axis_title", "in_words", "meanings_told", "symbol"]


def symbol(name: str) -> str:
    """The name as a formula between dollar signs."""
    return f"${latex(Name(name))}$"


def in_words(parameter: Parameter) -> str:
    """Its label, for type with formulas, or its symbol where it has none."""
    return _label(parameter).replace("$", r"\$") or symbol(parameter.name)


def _label(parameter: Parameter) -> str:
    """Its label; empty where that tells no more than its name."""
    return parameter.label if parameter.label != parameter.name else ""


def meanings_told(parameters: Iterable[Parameter], *, math: bool = False) -> str:
    """What parameters without a label mean, as a sentence; empty where there are none.

    ``math`` for type with formulas.
    """
    bare = [one for one in parameters if one.meaning and not _label(one)]
    meant = [one.meaning.removesuffix(".") for one in bare]
    names = [symbol(one.name) if math else one.name for one in bare]
    if math:
        meant = [text.replace("$", r"\$") for text in meant]
    told = [f"of {name}: {text}" for name, text in zip(names, meant, strict=True)]
    return f"Meaning {'; '.join(told)}." if told else ""


def axis_title(parameter: Parameter) -> str:
    """Its label with its symbol and unit, for the foot of a chart."""
    label = _label(parameter)
    unit = f" ({parameter.unit})" if parameter.unit else ""
    # A comma, and not parentheses, which are for the unit.
    return (
        f"{label}, {symbol(parameter.name)}{unit}" if label else f"{symbol(parameter.name)}{unit}"
    )
