"""The outcomes of a scenario by name, and the categories that gather them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from crisis_sim.errors import InputError
from crisis_sim.near_names import names_in_one, nearest
from crisis_sim.sentence import listed_and

__all__ = ["Ends"]

MOST_NAMED = 8
"""Outcomes that figures name one by one; of more they name the categories."""


@dataclass(frozen=True, slots=True)
class Ends:
    """How play can end.

    Attributes
    ----------
    categories : by outcome its category; its own name where it has none.
    labels : by outcome what to call it; empty where nobody knows any more.
    colours : by outcome its colour in figures, as ``#RRGGBB``; those that have one of their own.
    """

    categories: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)

    def label(self, outcome: str) -> str:
        """What to call an outcome; one of a game solved in place of the scenario's has its name."""
        return self.labels.get(outcome, outcome)

    def meant(self, name: str) -> frozenset[str]:
        """The outcomes that a name stands for: one, all of a category, or that of a label.

        Raises InputError for an unknown name.
        """
        if name in self.categories:
            return frozenset([name])
        held = self.of_category(name)
        held = held or frozenset(one for one, label in self.labels.items() if label == name)
        if not held:
            known = {*self.categories, *self.categories.values()}
            if several := names_in_one(name, known):
                ways = " or ".join(f"'{one}'" for one in several)
                told = f"One outcome, or one category, is asked for at a time: {ways}"
            else:
                told = nearest(name, known, most=40)
            raise InputError(f"no outcome '{name}'. {told}")
        return held

    def of_category(self, name: str) -> frozenset[str]:
        """The outcomes of a category, also where one of them has its name."""
        return frozenset(one for one, category in self.categories.items() if category == name)

    def gathered(self, chances: Mapping[str, float]) -> dict[str, float]:
        """Probabilities by category, of those by outcome."""
        total: dict[str, float] = {}
        for outcome, chance in chances.items():
            name = self.categories[outcome]
            total[name] = total.get(name, 0.0) + chance
        return total

    @property
    def gathering(self) -> list[str]:
        """The categories that gather several outcomes, and are called as none of them is."""
        sizes = Counter(self.categories.values())
        names = {*self.categories, *self.labels.values()}
        return [one for one, count in sizes.items() if count > 1 and one not in names]

    def takes_in(self, category: str, happen: Collection[str] | None = None) -> str:
        """Which outcomes a category gathers, and which of like name it does not; empty for one.

        Of those that ``happen``, if they are given.

        >>> Ends({"war by day": "war", "war at night": "war", "no war": "no war"}).takes_in("war")
        "'war by day' and 'war at night' together, not 'no war'"
        """
        held = self.of_category(category)
        every = [one for one in self.categories if happen is None or one in happen]
        inside = [f"'{self.label(one)}'" for one in every if one in held]
        if len(held) < 2 or not inside:
            return ""
        alike = re.compile(rf"\b{re.escape(category)}\b", re.IGNORECASE)
        others = (f"'{self.label(one)}'" for one in every if one not in held)
        apart = [one for one in others if alike.search(one)]
        told = listed_and(inside) + " together" * (len(inside) > 1)
        return f"{told}, not {listed_and(apart)}" if apart else told

    def place(self, called: str) -> int:
        """The place among the outcomes of one of a name or label, or of the first of a category."""
        order = list(self.categories)
        alike = self._alike(called)
        return order.index(alike[0]) if alike else len(order)

    def colour(self, called: str) -> str:
        """The colour of an outcome by its name or label, or the first of a category; else empty."""
        return next((self.colours[one] for one in self._alike(called) if one in self.colours), "")

    def _alike(self, called: str) -> list[str]:
        """The outcomes that are called so."""
        if called in self.categories:
            return [called]
        order = list(self.categories)
        return [one for one in order if called in (self.labels.get(one), self.categories[one])]

    def called(self, happen: Collection[str], most: int = MOST_NAMED) -> dict[str, str]:
        """What to call the outcomes that happen: their labels, or categories of more than most.

        One that is alone in its category has its label, if no category is called so.
        """
        order = [name for name in self.categories if name in happen]
        sizes = Counter(self.categories.values())
        alone = {
            name
            for name, category in self.categories.items()
            if name == category or (sizes[category] == 1 and not sizes[self.label(name)])
        }
        return {
            name: self.label(name) if len(order) <= most or name in alone else self.categories[name]
            for name in order
        }

    def held_as(self, called: Mapping[str, str]) -> dict[str, list[str]]:
        """The labels of all outcomes of each category among what outcomes are ``called``."""
        names = dict.fromkeys(name for one, name in called.items() if name != self.label(one))
        held = self.categories.items()
        return {
            name: [self.label(one) for one, category in held if category == name] for name in names
        }
