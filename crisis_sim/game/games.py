"""A scenario with the games unfolded from it, for any values and assumptions."""

from __future__ import annotations

import copy
import threading
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Self

from crisis_sim.errors import InputError
from crisis_sim.game.constant import ConstantGame
from crisis_sim.game.game import Game
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.unfold import unfold
from crisis_sim.near_names import names_in_one
from crisis_sim.scenario.given import Given, Value, Values, exact, read_values
from crisis_sim.scenario.keywords import by_keyword
from crisis_sim.scenario.scenario import Scenario, refuse_twice
from crisis_sim.scenario.story import MOST_NODES
from crisis_sim.shown import in_short

__all__ = ["Games"]


class Games:
    """A scenario, perhaps under assumptions, and its games: what every analysis takes.

    Threads may share it.

    Parameters
    ----------
    scenario : what is unfolded.
    most_nodes : games of more are refused.
    only : the one game that there is, where none is unfolded, as from one of Gambit's files.
    """

    def __init__(
        self, scenario: Scenario, *, most_nodes: int = MOST_NODES, only: ConstantGame | None = None
    ) -> None:
        self.scenario = scenario
        self.most_nodes = most_nodes
        self.only = only
        self._families: dict[tuple[tuple[str, Fraction], ...], ParametricGame] = {}
        self._unfolding = threading.Lock()

    def __repr__(self) -> str:
        under = "".join(f", assuming {name}" for name in self.scenario.assumed)
        return in_short(self, f"{self.scenario.title}{under}")

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_unfolding": None}

    def __setstate__(self, state: Mapping[str, object]) -> None:
        self.__dict__.update(state, _unfolding=threading.Lock())

    def assuming(self, *names: str) -> Self:
        """The same scenario under named assumptions, beside those already made.

        Raises InputError for an unknown assumption, for one that is given twice, or for two that
        contradict each other.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("cuba-1962-cable").assuming("NATO cheap").scenario.assumed
        ('NATO cheap',)
        """
        under = copy.copy(self)
        under.scenario = self.scenario.assuming(*names)
        under._families = {}
        return under

    def cases(self, given: Sequence[str | tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The assumptions of several cases, each a text, which may join them with ``+``, or names.

        Raises InputError for several that are joined otherwise, and for a case given twice.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("cuba-1962-cable").cases(["NATO cheap + slow delivery", ("NATO dear",)])
        [('NATO cheap', 'slow delivery'), ('NATO dear',)]
        """
        found = [self._case(one) if isinstance(one, str) else tuple(one) for one in given]
        refuse_twice(" + ".join(sorted(one)) for one in found)
        return found

    def _case(self, text: str) -> tuple[str, ...]:
        known = self.scenario.assumptions
        several = () if text in known or "+" in text else names_in_one(text, known)
        if several:
            raise InputError(
                f"'{text}' is no assumption. Write '{' + '.join(several)}' to make them at once, "
                "or give each by itself to have them side by side"
            )
        return (text,) if text in known else tuple(part.strip() for part in text.split("+"))

    def family(self, values: Given | None = None) -> ParametricGame:
        """The tree with its formulas, for values of the parameters that shape it.

        Raises InputError for values at which the story has no end, or more nodes than allowed.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brinkmanship").family()
        <ParametricGame: Brinkmanship: 15 nodes, 11 formulas>
        """
        if self.only is not None:
            return self.only
        given = read_values(values)
        with self._unfolding:
            family = self._families.get(self._key(given))
            if family is None:
                family = unfold(self.scenario, given, most=self.most_nodes)
                self._families[tuple(sorted(family.structural.items()))] = family
            return family

    @by_keyword()
    def game(self, values: Given | None = None, **more: Value) -> Game:
        """The game at parameter values; what is not given takes its default.

        Raises InputError for unknown names, and for values at which the game is undefined.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brinkmanship").game(q=0.8)
        <Game: Brinkmanship: 15 nodes, 8 terminals, 3 information sets>
        """
        given = read_values(values, more)
        self.scenario.bind(given)
        return self.family(given).at(given)

    def _key(self, given: Values) -> tuple[tuple[str, Fraction], ...]:
        """The values that shape the tree; none before it is known which do."""
        if not self._families:
            return ()
        known = next(iter(self._families.values())).structural
        shaping = {name: exact(value, name) for name, value in given.items() if name in known}
        return tuple(sorted((dict(known) | shaping).items()))
