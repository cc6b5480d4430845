"""What a written profile means in a game: names looked up, probabilities checked."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from crisis_sim.errors import nearest
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import InformationSet
from crisis_sim.scenario.positions import Document, Keys

__all__ = ["Claimed", "interpret"]

CLOSE = 1e-6
"""How far probabilities may be from a sum of one; they are then scaled to it."""

_QUOTIENT = re.compile(r"\s*\d{1,30}\s*/\s*0*[1-9]\d{0,29}\s*")


@dataclass(frozen=True, eq=False)
class Claimed:
    """A profile as (choices,) probabilities; (nodes,) beliefs, nan where none was written."""

    profile: Floats
    beliefs: Floats


def interpret(
    game: Game,
    document: Document,
    prefix: Keys,
    strategy: Mapping[str, Any],
    *,
    beliefs: tuple[Keys, Any] = ((), None),
    base: Floats | None = None,
) -> Claimed:
    """Read a strategy by names; whatever is wrong with it is added to the document's problems.

    Parameters
    ----------
    prefix : where the strategy stands in the document.
    strategy : for each information set, or situation, an action or probabilities by action.
    beliefs : where they stand, and for each information set the beliefs at its nodes in order.
    base : (choices,) what is played where the strategy says nothing; without it that is a mistake.
    """
    reading = _Reading(game, document)
    if base is not None:
        reading.profile[:] = base
    reading.strategies(prefix, strategy)
    if base is None:
        reading.missing(prefix)
    at, given = beliefs
    if isinstance(given, Mapping):
        reading.all_beliefs(at, given)
    return Claimed(reading.profile, reading.beliefs)


class _Reading:
    def __init__(self, game: Game, document: Document) -> None:
        self.document = document
        self.sets = list(game.tree.information_sets)
        self.by_name = {held.label: [held] for held in self.sets}
        self.general: dict[str, list[InformationSet]] = {}
        for held in self.sets:
            self.general.setdefault(game.tree.label(held.nodes[0]), []).append(held)
        self.profile = np.full(int(game.tree.choice_start[-1]), np.nan)
        self.beliefs = np.full(game.tree.size, np.nan)
        self.tried: set[int] = set()

    def strategies(self, prefix: Keys, strategy: Mapping[str, Any]) -> None:
        known = {str(name): name for name in strategy}
        # What is named by itself goes before what its situation stands for.
        for name in sorted(known, key=lambda name: name in self.general):
            where = (*prefix, name)
            if name not in self.by_name and name not in self.general:
                hint = nearest(name, [*self.by_name, *self.general])
                message = f"unknown information set '{name}'"
                self.document.add(where, message, hint=hint, at_key=True)
                continue
            meant = dict.fromkeys((*self.by_name.get(name, ()), *self.general.get(name, ())))
            left = [held for held in meant if held.index not in self.tried]
            self.entry(where, left, strategy[known[name]])

    def missing(self, prefix: Keys) -> None:
        lacking = [held for held in self.sets if held.index not in self.tried]
        for held in lacking:
            hint = f"Give one of its actions: {', '.join(held.actions)}."
            self.document.add(prefix, f"nothing is said of '{held.label}'", hint=hint)

    def entry(self, keys: Keys, sets: list[InformationSet], written: Any) -> None:
        """One entry, for the information set of that name or for those of a situation."""
        if isinstance(written, Mapping) and isinstance(written.get("actions"), Mapping):
            keys, written = (*keys, "actions"), written["actions"]
        if isinstance(written, Mapping):
            shares = {str(action): share for action, share in written.items()}
        else:
            shares = {str(written): 1}
        fitting = [held for held in sets if set(shares) <= set(held.actions)]
        self.tried.update(held.index for held in (fitting or sets))
        if not fitting and sets:
            self.unknown_actions(keys, sets, shares, at_key=isinstance(written, Mapping))
            return
        numbers = dict(self.numbers(keys, shares))
        if len(numbers) < len(shares):
            return
        total = sum(numbers.values(), Fraction(0))
        if abs(total - 1) > CLOSE:
            self.document.add(keys, f"the probabilities sum to {float(total):.9g}, not 1")
            return
        for held in fitting:
            for action, choice in zip(held.actions, held.choices, strict=True):
                self.profile[choice] = float(numbers.get(action, Fraction(0)) / total)

    def unknown_actions(
        self, keys: Keys, sets: list[InformationSet], shares: Mapping[str, Any], *, at_key: bool
    ) -> None:
        known = dict.fromkeys(action for held in sets for action in held.actions)
        strange = [action for action in shares if action not in known]
        for action in strange:
            where = (*keys, action) if at_key else keys
            message = f"'{sets[0].label}' has no action '{action}'"
            self.document.add(where, message, hint=nearest(action, known), at_key=at_key)
        if not strange:
            message = f"no information set called '{keys[-1]}' has all of {', '.join(shares)}"
            self.document.add(keys, message, hint="Name the information sets one by one.")

    def numbers(self, keys: Keys, shares: Mapping[str, Any]) -> Iterator[tuple[str, Fraction]]:
        for action, written in shares.items():
            number = _probability(written)
            if number is None:
                message = f"'{written}' is not a probability between 0 and 1"
                self.document.add((*keys, action), message)
            else:
                yield action, number

    def all_beliefs(self, at: Keys, given: Mapping[str, Any]) -> None:
        for name, written in given.items():
            if name not in self.by_name:
                hint = nearest(name, self.by_name)
                message = f"unknown information set '{name}'"
                self.document.add((*at, name), message, hint=hint, at_key=True)
                continue
            self.set_beliefs((*at, name), self.by_name[name][0], written)

    def set_beliefs(self, at: Keys, held: InformationSet, written: Any) -> None:
        nodes = written.get("nodes") if isinstance(written, Mapping) else written
        listed = nodes if isinstance(nodes, list) else []
        plain = [one.get("belief") if isinstance(one, Mapping) else one for one in listed]
        if any(one is None for one in plain) and len(plain) == len(held.nodes):
            return
        numbers = [number for one in plain if (number := _probability(one)) is not None]
        if not len(numbers) == len(plain) == len(held.nodes):
            message = f"expected {len(held.nodes)} beliefs between 0 and 1, in order of its nodes"
            self.document.add(at, message)
            return
        total = sum(numbers, Fraction(0))
        if abs(total - 1) > CLOSE:
            self.document.add(at, f"the beliefs sum to {float(total):.9g}, not 1")
            return
        self.beliefs[list(held.nodes)] = [float(number / total) for number in numbers]


def _probability(written: Any) -> Fraction | None:
    """A number between 0 and 1, or a quotient such as ``1/3``; None for anything else."""
    if isinstance(written, str) and _QUOTIENT.fullmatch(written):
        number = Fraction(written.replace(" ", ""))
    elif isinstance(written, (int, float, Fraction)) and not isinstance(written, bool):
        if not math.isfinite(written):
            return None
        number = Fraction(written)
    else:
        return None
    return number if 0 <= number <= 1 else None
