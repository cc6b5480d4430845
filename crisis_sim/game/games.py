"""A scenario with the games unfolded from it, for any values and assumptions."""

from __future__ import annotations

import copy
import threading
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Self

from crisis_sim.errors import InputError
from crisis_sim.game.constant import ConstantGame
from crisis_sim.game.game import Game
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.game.unfold import unfold
from crisis_sim.keywords import by_keyword
from crisis_sim.scenario.assumed_names import names_in_texts, refuse_twice
from crisis_sim.scenario.given import Given, Value, Values, exact, read_values
from crisis_sim.scenario.scenario import Scenario
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
        if not isinstance(scenario, Scenario):
            named = scenario if isinstance(scenario, (str, Path)) else "brinkmanship"
            raise InputError(f"expected a scenario that was read: load('{named!s:.80}') opens one")
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

        A text may join several with ``+``. Raises InputError for an unknown assumption, for one
        that is given twice, or for two that contradict each other.

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

    def cases(self, given: str | Sequence[str | tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The assumptions of several cases, each a text, which may join them with ``+``, or names.

        One text is one case. Raises InputError for what is no case, and for one given twice.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("cuba-1962-cable").cases(["NATO cheap + slow delivery", ("NATO dear",)])
        [('NATO cheap', 'slow delivery'), ('NATO dear',)]
        """
        several = [given] if isinstance(given, str) else given
        if not isinstance(several, Collection) or isinstance(several, Mapping):
            raise InputError(f"expected assumptions, each a case, not {given!r:.40}")
        cases = ([one] if isinstance(one, str) else one for one in several)
        found = [names_in_texts(one, self.scenario.assumptions) for one in cases]
        refuse_twice(" + ".join(sorted(one)) for one in found)
        return found

    @by_keyword()
    def family(self, values: Given | None = None) -> ParametricGame:
        """The tree with its formulas, for values of the parameters that shape it.

        Raises InputError for unknown names, and for values at which the story has no end, or more
        nodes than allowed.

        Examples
        --------
        >>> import crisis_sim as cs
        >>> cs.load("brinkmanship").family()
        <ParametricGame: Brinkmanship: 15 nodes, 11 formulas>
        """
        given = read_values(values)
        self.scenario.bind(given)
        if self.only is not None:
            return self.only
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
        return self.family(given).at(given)

    def _key(self, given: Values) -> tuple[tuple[str, Fraction], ...]:
        """The values that shape the tree; none before it is known which do."""
        if not self._families:
            return ()
        known = next(iter(self._families.values())).structural
        shaping = {name: exact(value, name) for name, value in given.items() if name in known}
        return tuple(sorted((dict(known) | shaping).items()))
