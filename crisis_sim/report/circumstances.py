"""What a result holds under: the assumptions made and the values given."""

from __future__ import annotations

from crisis_sim.formula.write import equation, in_full
from crisis_sim.game.games import Games
from crisis_sim.scenario.given import Values, exact
from crisis_sim.scenario.ranges import cautions

__all__ = ["circumstances", "given_object"]


def circumstances(games: Games, values: Values) -> list[str]:
    """The assumptions made and the values given, in words, one line each."""
    scenario, lines = games.scenario, []
    for name in scenario.assumed:
        question = scenario.assumptions[name].question
        lines.append(f"Assuming {name}: {question}".removesuffix(": "))
    if values:
        given = ", ".join(equation(name, exact(value)) for name, value in values.items())
        lines.append(f"With {given}.")
    return [*lines, *(f"Note: {note}." for note in cautions(scenario, values))]


def given_object(values: Values) -> dict[str, str]:
    """The values given as they are exactly: decimals, or quotients where 15 digits do not do."""
    return {name: in_full(exact(value)) for name, value in values.items()}
