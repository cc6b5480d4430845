"""What is asked of a figure, and what several kinds of figure need of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.games import Games
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.scenario.scenario import Values
from crisis_sim.solve.solution import Solution
from crisis_sim.solve.solve_games import solve_games

__all__ = ["Axis", "Request"]


@dataclass(frozen=True, slots=True)
class Axis:
    """A parameter to follow, over a range or over its own."""

    name: str
    low: float | Fraction | None = None
    high: float | Fraction | None = None


@dataclass(frozen=True)
class Request:
    """A figure of a game: everything that any kind of figure can be asked for.

    ``equilibrium`` counts from 0; ``width`` is in points; ``title`` is None for none. ``command``
    is what was typed, for the line of provenance.
    """

    games: Games
    values: Values = field(hash=False, default_factory=dict)
    concept: str = "auto"
    equilibrium: int = 0
    width: float = 504.0
    title: str | None = None
    axes: tuple[Axis, ...] = ()
    full: bool = False
    formulas: bool = False
    upright: bool = False
    root: str | None = None
    outcome: str | None = None
    disagreement: str | None = None
    plays: int = 1000
    samples: int = 512
    seed: int = 0
    command: str = ""

    @cached_property
    def solution(self) -> Solution:
        """The game solved.

        Raises NotSolved where nothing was found, InputError where there are fewer equilibria.
        """
        solution = solve_games(self.games, self.values, concept=self.concept)
        count = len(solution.equilibria)
        if not count:
            raise NotSolved(f"no {solution.concept} equilibrium was found: {solution.extent}")
        if self.equilibrium >= count:
            raise InputError(f"there is no equilibrium {self.equilibrium + 1}; found {count}")
        return solution

    def family(self) -> ParametricGame:
        """The game with its formulas."""
        return self.games.family(self.values)

    def axis(self, kind: str, number: int = 0) -> Axis:
        """One of the parameters to follow; InputError names those there are."""
        if len(self.axes) > number:
            return self.axes[number]
        known = ", ".join(self.games.scenario.parameters) or "none"
        wanted = "two parameters, -x A -x B" if number else "a parameter, -x NAME"
        raise InputError(f"a {kind} figure follows {wanted}. Known here: {known}")
