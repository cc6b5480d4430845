"""What a result holds under: the assumptions made and the values given."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_sim.scenario.scenario import Scenario, Values
from crisis_sim.study import Study

__all__ = ["circumstances"]


def circumstances(study: Study, values: Values) -> list[str]:
    """The assumptions made and the values given, in words, one line each."""
    scenario, lines = study.scenario, []
    for name in scenario.assumed:
        question = scenario.assumptions[name].question
        lines.append(f"Assuming {name}: {question}".removesuffix(": "))
    if values:
        given = ", ".join(f"{name} = {float(value):g}" for name, value in values.items())
        lines.append(f"With {given}.")
    return [*lines, *(f"Note: {note}." for note in _outside(scenario, values))]


def _outside(scenario: Scenario, values: Values) -> Iterator[str]:
    """Values beyond the range that the scenario gives them."""
    for name, value in values.items():
        parameter = scenario.parameters.get(name)
        if parameter is None or parameter.low is None or parameter.high is None:
            continue
        if not parameter.low <= value <= parameter.high:
            low, high = float(parameter.low), float(parameter.high)
            yield f"{name} = {float(value):g} lies outside its range, {low:g} to {high:g}"
