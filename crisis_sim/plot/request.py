"""What is asked of a figure, and of which game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from crisis_sim.concepts import CONCEPT_OPTIONS
from crisis_sim.figures.options import FIGURE_OPTIONS, Options
from crisis_sim.figures.presets import PRESETS
from crisis_sim.scenario.span import spans_of

if TYPE_CHECKING:
    from crisis_sim.game.games import Games
    from crisis_sim.game.parametric import ParametricGame
    from crisis_sim.plot.along import Along
    from crisis_sim.plot.ladder import LadderData
    from crisis_sim.plot.plane import PlaneData
    from crisis_sim.scenario.given import Values
    from crisis_sim.scenario.span import Span
    from crisis_sim.solve.solution import Solution

__all__ = ["Request"]

Marking = TypeVar("Marking", "Along", "LadderData", "PlaneData")


@dataclass(frozen=True)
class Request(Options):
    """A figure of a game: everything that any kind of figure can be asked for.

    ``of_concept`` are options of the concept; ``command`` is what was typed, for the line of
    provenance; ``solved`` the game where it has been solved already; ``named`` what was given by
    keyword, be it an option or none, and be it as when nothing is asked.
    """

    games: Games
    values: Values = field(hash=False, default_factory=dict)
    of_concept: Mapping[str, Any] = field(hash=False, default_factory=dict, kw_only=True)
    command: str = field(default="", kw_only=True)
    solved: Solution | None = field(default=None, kw_only=True)
    named: tuple[str, ...] = field(default=(), kw_only=True)

    @classmethod
    def by_keyword(
        cls,
        games: Games,
        along: Sequence[Span | str],
        values: Values,
        *,
        command: str,
        given: Mapping[str, Any],
    ) -> Request:
        """A request whose options are given by keyword, under the scenario's title if no other.

        Raises InputError for what is no parameter to follow, or is one twice.
        """
        known = {name: one for name, one in given.items() if name in FIGURE_OPTIONS}
        own = {name: one for name, one in given.items() if name in CONCEPT_OPTIONS}
        known["along"] = spans_of([*along, *spans_of(known.get("along", ()))])
        chosen = {"title": games.scenario.title, **known}
        return cls(games, values, of_concept=own, command=command, named=(*given,), **chosen)

    @property
    def solving(self) -> dict[str, Any]:
        """The concept and its options, as what solves games takes them."""
        return {"concept": self.concept, **self.of_concept}

    @cached_property
    def solution(self) -> Solution:
        """The game solved.

        Raises NotSolved where nothing was found, InputError where there are fewer equilibria.
        """
        from crisis_sim.solve.solve_games import solve_games

        solution = self.solved or solve_games(self.games, self.values, **self.solving)
        solution.chosen(self.equilibrium)
        return solution

    @property
    def layout_width(self) -> float:
        """The width to lay out in, in points, before the style's size of type is applied."""
        style = PRESETS[self.style]
        return style.layout_width(self.columns) if self.width is None else self.width / style.factor

    @property
    def node(self) -> int:
        """The node to begin from: that of ``root``, or the first."""
        from crisis_sim.plot.tree.root import find_root

        return find_root(self.solution, self.root, self.equilibrium) if self.root else 0

    def marking(self, data: Marking) -> Marking:
        """What is to be drawn, without where the scenario stands if that is not to be marked."""
        return replace(data, here=None) if self.no_here else data

    def family(self) -> ParametricGame:
        """The game with its formulas."""
        return self.games.family(self.values)
