"""What a written profile means in a game: names looked up, probabilities checked.

Numbers are as written: ``0.1`` is one tenth and ``1/3`` a third. Decimals of more than
:data:`LONGEST` digits are what programs write for numbers that are no decimals, so that a profile
with such numbers counts as rounded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crisis_sim.game.game import Floats, Game
from crisis_sim.game.tree import InformationSet
from crisis_sim.near_names import nearest
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import Number, to_float
from crisis_sim.numbers.written import near_one
from crisis_sim.profiles.no_profile import mixture, no_share
from crisis_sim.profiles.no_set import situation_in, told_of
from crisis_sim.profiles.rounds import quoted
from crisis_sim.profiles.shares import WrittenShare, share_of
from crisis_sim.scenario.positions import Document, Keys
from crisis_sim.solve.solution import ExactAssessment
from crisis_sim.strategy.exactly import floats
from crisis_sim.tables.names import shown

__all__ = ["CLOSE", "Claimed", "interpret"]

MOST_LACKING = 6
"""Information sets of which nothing is said that are told one by one."""
CLOSE = 1e-9
"""How far probabilities may be from a sum of one; they are then divided by it."""


@dataclass(frozen=True, eq=False)
class Claimed:
    """A profile as (choices,) probabilities; (nodes,) beliefs, None where none was written.

    ``rounded`` and ``beliefs_rounded`` tell that some numbers are not those that were meant, but
    decimals or floats near them; ``notes`` what was done to the numbers as written.
    """

    exact: ExactAssessment
    rounded: bool
    beliefs_rounded: bool
    notes: tuple[str, ...] = ()

    @property
    def profile(self) -> Floats:
        """(choices,) the nearest floats."""
        return floats(self.exact.profile)

    @property
    def beliefs(self) -> Floats:
        """(nodes,) the nearest floats, nan where no belief was written."""
        return floats(self.exact.beliefs)


def interpret(
    game: Game,
    document: Document,
    prefix: Keys,
    strategy: Mapping[str, Any],
    *,
    beliefs: tuple[Keys, Any] = ((), None),
    base: Claimed | None = None,
) -> Claimed:
    """Read a strategy by names; whatever is wrong with it is added to the document's problems.

    Parameters
    ----------
    prefix : where the strategy stands in the document.
    strategy : for each information set, or situation, an action or probabilities by action.
    beliefs : where they stand, and for each information set the beliefs at its nodes in order.
    base : what is played and believed where nothing is said; without it silence is a mistake.
    """
    reading = _Reading(game, document)
    if base is not None:
        reading.profile[:] = base.exact.profile
        reading.beliefs[:] = base.exact.beliefs
    reading.strategies(prefix, strategy)
    if base is None:
        reading.missing(prefix)
    at, given = beliefs
    if isinstance(given, Mapping):
        reading.all_beliefs(at, given)
    return reading.claimed(base)


class _Reading:
    def __init__(self, game: Game, document: Document) -> None:
        self.document = document
        self.tree = game.tree
        self.unreached = game.unreached
        self.sets = list(game.tree.information_sets)
        self.by_name = {held.label: [held] for held in self.sets}
        self.general: dict[str, list[InformationSet]] = {}
        for held in self.sets:
            self.general.setdefault(game.tree.label(held.nodes[0]), []).append(held)
        self.profile: list[Number] = [ZERO] * int(game.tree.choice_start[-1])
        self.beliefs: list[Number | None] = [None] * game.tree.size
        self.tried: set[int] = set()
        self.rounded = self.beliefs_rounded = False
        self.notes: list[str] = []

    def claimed(self, base: Claimed | None) -> Claimed:
        """What was read, over what came before."""
        rounded, beliefs_rounded, notes = self.rounded, self.beliefs_rounded, self.notes
        if base is not None:
            rounded, beliefs_rounded = (
                rounded or base.rounded,
                beliefs_rounded or base.beliefs_rounded,
            )
            notes = [*base.notes, *notes]
        exact = ExactAssessment(tuple(self.profile), tuple(self.beliefs))
        pure, certain = _whole(self.profile), _whole(self.beliefs)
        return Claimed(exact, rounded and not pure, beliefs_rounded and not certain, tuple(notes))

    def strategies(self, prefix: Keys, strategy: Mapping[str, Any]) -> None:
        known = {str(name): name for name in strategy}
        # What is named by itself goes before what its situation stands for.
        for name in sorted(known, key=lambda name: name in self.general):
            where = (*prefix, name)
            if name not in self.by_name and name not in self.general:
                self.unknown(where, name, strategy[known[name]])
                continue
            meant = dict.fromkeys((*self.by_name.get(name, ()), *self.general.get(name, ())))
            left = [held for held in meant if held.index not in self.tried]
            self.entry(where, left, strategy[known[name]])

    def unknown(self, where: Keys, name: str, written: Any) -> None:
        """Record a name that there is none of, and go on with what it is meant for."""
        if missed := self.unreached.get(situation_in(name)):
            self.document.add(where, missed, hint="Leave it out.", at_key=True)
            return
        told = told_of(name, written, self.tree)
        message = f"unknown information set '{name}'"
        self.document.add(where, message, hint=told.hint, at_key=True)
        left = [held for held in told.meant if held.index not in self.tried]
        if told.is_one:
            self.entry(where, left, written)
        self.tried.update(held.index for held in left)

    def missing(self, prefix: Keys) -> None:
        lacking = [held for held in self.sets if held.index not in self.tried]
        if len(lacking) > MOST_LACKING:
            names = quoted([held.label for held in lacking], most=MOST_LACKING)
            hint = "Give each an action, or a whole profile, such as a solution, and change that."
            told = f"nothing is said of {len(lacking):,} information sets: {names}"
            self.document.add(prefix, told, hint=hint)
            return
        for held in lacking:
            hint = f"Give one of its actions: {quoted(held.actions, most=12)}."
            self.document.add(prefix, f"nothing is said of '{held.label}'", hint=hint)

    def entry(self, keys: Keys, sets: list[InformationSet], written: Any) -> None:
        """One entry, for the information set of that name or for those of a situation."""
        exact: Any = None
        if isinstance(written, Mapping) and isinstance(written.get("actions"), Mapping):
            exact = written.get("exact")
            keys, written = (*keys, "actions"), written["actions"]
        if isinstance(written, Mapping):
            shares = {str(action): share for action, share in written.items()}
        else:
            several = isinstance(written, list)
            shares = {", ".join(map(str, written)) if several else str(written): 1}
        fitting = [held for held in sets if set(shares) <= set(held.actions)]
        self.tried.update(held.index for held in (fitting or sets))
        if not fitting and sets:
            self.unknown_actions(keys, sets, shares, at_key=isinstance(written, Mapping))
            return
        numbers = dict(self.numbers(keys, shares, exact if isinstance(exact, Mapping) else {}))
        if len(numbers) < len(shares):
            return
        what = f"the probabilities at '{keys[-2 if keys[-1] == 'actions' else -1]}'"
        known = self.summed(keys, "probabilities", what, list(numbers.values()))
        if known is None:
            return
        self.rounded |= known.rounded
        by_action = dict(zip(numbers, known.values, strict=True))
        for held in fitting:
            for action, choice in zip(held.actions, held.choices, strict=True):
                self.profile[choice] = by_action.get(action, ZERO)

    def summed(self, keys: Keys, kind: str, what: str, numbers: list[WrittenShare]) -> _Sum | None:
        """Numbers that add up to one, divided by their sum where it is nearly one."""
        total = sum((one.value for one in numbers), ZERO)
        if abs(to_float(total) - 1.0) > CLOSE:
            self.document.add(keys, f"the {kind} sum to {to_float(total):.9g}, not 1")
            return None
        rounded = any(one.rounded for one in numbers)
        if total == 1:
            return _Sum([one.value for one in numbers], rounded)
        if not rounded:
            self.notes.append(f"{what} add up to {near_one(total)} and were divided by that")
        return _Sum([one.value / total for one in numbers], True)

    def unknown_actions(
        self, keys: Keys, sets: list[InformationSet], shares: Mapping[str, Any], *, at_key: bool
    ) -> None:
        known = dict.fromkeys(action for held in sets for action in held.actions)
        strange = [action for action in shares if action not in known]
        for action in strange:
            where = (*keys, action) if at_key else keys
            message = f"'{sets[0].label}' has no action '{action}'"
            hint = nearest(action, known) if at_key else mixture(action, tuple(known))
            self.document.add(where, message, hint=hint, at_key=at_key)
        if not strange:
            message = f"no information set called '{keys[-1]}' has all of {quoted(list(shares))}"
            self.document.add(keys, message, hint="Name the information sets one by one.")

    def numbers(
        self, keys: Keys, shares: Mapping[str, Any], exact: Mapping[str, Any]
    ) -> Iterator[tuple[str, WrittenShare]]:
        for action, given in shares.items():
            number = self.number((*keys, action), given, exact.get(action))
            if number is not None:
                yield action, number

    def number(self, at: Keys, given: Any, exact: Any) -> WrittenShare | None:
        """A probability; where it is given exactly too, that, if the two agree."""
        number, better = share_of(given), share_of(exact)
        if number is None:
            message, hint = no_share(given)
            self.document.add(at, message, hint=hint)
        elif better is not None and abs(to_float(better.value - number.value)) > CLOSE:
            hint = "Change both, or leave the exact one out."
            self.document.add(
                at, f"'{shown(str(given))}' is given exactly as '{shown(str(exact))}'", hint=hint
            )
        elif better is not None:
            return better
        return number

    def all_beliefs(self, at: Keys, given: Mapping[str, Any]) -> None:
        for name, written in given.items():
            if name not in self.by_name:
                missed = self.unreached.get(situation_in(name))
                hint = "Leave it out." if missed else nearest(name, self.by_name)
                message = missed or f"unknown information set '{name}'"
                self.document.add((*at, name), message, hint=hint, at_key=True)
                continue
            self.set_beliefs((*at, name), self.by_name[name][0], written)

    def set_beliefs(self, at: Keys, held: InformationSet, given: Any) -> None:
        nodes = given.get("nodes") if isinstance(given, Mapping) else given
        quoted = nodes if isinstance(nodes, list) else []
        plain = [one.get("belief") if isinstance(one, Mapping) else one for one in quoted]
        if any(one is None for one in plain) and len(plain) == len(held.nodes):
            return
        numbers = [number for one in plain if (number := share_of(one)) is not None]
        if not len(numbers) == len(plain) == len(held.nodes):
            message = f"expected {len(held.nodes)} beliefs between 0 and 1, in order of its nodes"
            self.document.add(at, message)
            return
        exact = [one.get("exact_belief") if isinstance(one, Mapping) else None for one in quoted]
        chosen = [self.number(at, one, better) for one, better in zip(plain, exact, strict=True)]
        numbers = [number for number in chosen if number is not None]
        known = self.summed(at, "beliefs", f"the beliefs at '{held.label}'", numbers)
        if known is not None:
            self.beliefs_rounded |= known.rounded
            for node, belief in zip(held.nodes, known.values, strict=True):
                self.beliefs[node] = belief


@dataclass(frozen=True, slots=True)
class _Sum:
    """Numbers that add up to one, and whether they were rounded."""

    values: list[Number]
    rounded: bool


def _whole(numbers: Sequence[Number | None]) -> bool:
    return all(number is None or number == 0 or number == 1 for number in numbers)
