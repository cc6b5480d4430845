"""What a result holds under: the assumptions made and the values given."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from crisis_sim.formula.write import equation, in_full
from crisis_sim.game.games import Games
from crisis_sim.report.blocks import Prose
from crisis_sim.scenario.as_assumed import Assumed, as_assumed, assumed_in_words
from crisis_sim.scenario.given import Values, exact
from crisis_sim.scenario.ranges import outside
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.sentence import capital

__all__ = ["circumstances", "given_object", "payoff_unit"]


def circumstances(games: Games, values: Values, followed: Collection[str] = ()) -> list[str]:
    """The assumptions made and the values given, in words, one line each.

    What assumptions set gives way to what is given or ``followed``.
    """
    scenario = games.scenario
    lines = [_assumed(one) for one in as_assumed(scenario, (*values, *followed))]
    if values:
        given = ", ".join(equation(name, exact(value)) for name, value in values.items())
        lines.append(f"With {given}.")
    return [*lines, *(f"Note: {note}." for note in outside(scenario, values, followed))]


def _assumed(one: Assumed) -> str:
    (told,) = assumed_in_words([one])
    if not one.left:
        return f"{capital(told)}."
    return f"{capital(told)}: {one.assumption.question}".removesuffix(": ")


def payoff_unit(scenario: Scenario) -> Iterator[Prose]:
    """What stands beside a table of payoffs: what one unit of them means, if the file says so."""
    if scenario.payoff_unit:
        yield Prose(f"Payoff unit: {scenario.payoff_unit}.")


def given_object(values: Values) -> dict[str, str]:
    """The values given as they are exactly: decimals, or quotients where 15 digits do not do."""
    return {name: in_full(exact(value)) for name, value in values.items()}
