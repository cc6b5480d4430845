"""A scenario at work: the object that the command line and a notebook use."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from crisis_sim.errors import InputError
from crisis_sim.game.game import Game
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.unfold import unfold
from crisis_sim.scenario import library
from crisis_sim.scenario.scenario import Scenario, Values
from crisis_sim.scenario.story import MOST_NODES
from crisis_sim.solve.choose import solve_game
from crisis_sim.solve.solution import Solution

__all__ = ["Study", "load"]


class Study:
    """A scenario, perhaps under assumptions, with the games unfolded from it.

    Examples
    --------
    >>> import crisis_sim as cs
    >>> cable = cs.load("cuba-1962-cable")
    >>> cable.solve(d=0.913).equilibria[0].payoffs.round(3).tolist()
    [-3.6, -5.522]
    """

    def __init__(self, scenario: Scenario, *, most_nodes: int = MOST_NODES) -> None:
        self.scenario = scenario
        self.most_nodes = most_nodes
        self._families: dict[tuple[tuple[str, float | Fraction], ...], ParametricGame] = {}

    def __repr__(self) -> str:
        under = f" under {', '.join(self.scenario.assumed)}" if self.scenario.assumed else ""
        return f"<Study of {self.scenario.title}{under}>"

    def assuming(self, *names: str) -> Study:
        """The same scenario under named assumptions, beside those already made.

        Raises InputError for an unknown assumption, or for two that contradict each other.
        """
        return Study(self.scenario.assuming(*names), most_nodes=self.most_nodes)

    def family(self, values: Values | None = None) -> ParametricGame:
        """The tree with its formulas, for values of the parameters that shape it."""
        given = dict(values or {})
        if self._families:
            known = next(iter(self._families.values())).structural
            given = {name: value for name, value in given.items() if name in known}
            key = tuple(sorted((dict(known) | given).items()))
            if key in self._families:
                return self._families[key]
        family = unfold(self.scenario, values, most=self.most_nodes)
        self._families[tuple(sorted(family.structural.items()))] = family
        return family

    def game(self, values: Values | None = None, **more: float) -> Game:
        """The game at parameter values; what is not given takes its default."""
        given = {**(values or {}), **more}
        self.scenario.bind(given)
        return self.family(given).at(given)

    def solve(
        self,
        values: Values | None = None,
        *,
        concept: str = "auto",
        **more: float,
    ) -> Solution:
        """Solve the game at parameter values.

        Parameters
        ----------
        values, more : values of parameters and definitions by name.
        concept : one of :data:`crisis_sim.solve.choose.CONCEPTS`.

        Raises
        ------
        InputError
            Unknown names, or values at which the game is undefined.
        NotSolved
            The concept does not apply to this game.
        """
        return solve_game(self.game(values, **more), concept)

    def circumstances(self, values: Values) -> list[str]:
        """The assumptions made and the values given, in words, one line each."""
        lines = []
        for name in self.scenario.assumed:
            question = self.scenario.assumptions[name].question
            lines.append(f"Assuming {name}: {question}".removesuffix(": "))
        if values:
            given = ", ".join(f"{name} = {float(value):g}" for name, value in values.items())
            lines.append(f"With {given}.")
        lines += [f"Note: {note}." for note in self._outside(values)]
        return lines

    def _outside(self, values: Values) -> Iterator[str]:
        for name, value in values.items():
            parameter = self.scenario.parameters.get(name)
            if parameter is None or parameter.low is None or parameter.high is None:
                continue
            if not parameter.low <= value <= parameter.high:
                low, high = float(parameter.low), float(parameter.high)
                yield f"{name} = {float(value):g} lies outside its range, {low:g} to {high:g}"


def load(scenario: str | Path) -> Study:
    """Load a shipped scenario by name, or any scenario file by its path.

    Raises
    ------
    InputError
        Nothing of that name.
    ScenarioError
        A file with mistakes in it, all of them listed.
    """
    if not isinstance(scenario, (str, Path)):
        raise InputError(f"expected a scenario's name or path, found {type(scenario).__name__}")
    return Study(library.load(scenario))
