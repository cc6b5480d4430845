"""What a result holds under: the assumptions made and the values given."""

from __future__ import annotations

from crisis_sim.scenario.ranges import outside
from crisis_sim.scenario.scenario import Values
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
    return [*lines, *(f"Note: {note}." for note in outside(scenario, values, values))]
