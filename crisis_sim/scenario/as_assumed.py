"""What is left of the assumptions made where values are given, or parameters followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from crisis_sim.near_names import listed
from crisis_sim.scenario.scenario import Assumption, Scenario

__all__ = ["Assumed", "as_assumed", "assumed_in_words", "constants", "displaced", "held"]


@dataclass(frozen=True, slots=True)
class Assumed:
    """An assumption made, and which of the names that it sets give way."""

    assumption: Assumption
    given_way: tuple[str, ...]

    @property
    def name(self) -> str:
        """The assumption's name."""
        return self.assumption.name

    @property
    def left(self) -> bool:
        """Whether anything of it holds."""
        one = self.assumption
        return bool(one.available or one.seen_by or len(one.sets) > len(self.given_way))

    def told_to_set(self, names: Sequence[str]) -> str:
        """Some of the names that it sets, in words."""
        return f"'{self.name}' sets {'them' if len(names) > 1 else 'it'}: {listed(names)}"


def as_assumed(scenario: Scenario, names: Iterable[str]) -> tuple[Assumed, ...]:
    """The assumptions made, where values are given or followed under these names."""
    taken = set(names)
    made = map(scenario.assumptions.__getitem__, scenario.assumed)
    return tuple(Assumed(one, tuple(name for name in one.sets if name in taken)) for one in made)


def constants(assumed: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """Columns that are the same in every row of a table, so that it says what it holds under.

    >>> constants(["an ultimatum"], {"W": "80"})
    {'assumed': 'an ultimatum', 'given': 'W = 80'}
    """
    made = {
        "assumed": " + ".join(assumed),
        "given": ", ".join(f"{name} = {value}" for name, value in given.items()),
    }
    return {name: told for name, told in made.items() if told}


def assumed_in_words(
    made: Sequence[Assumed],
    symbol: Callable[[str], str] = str,
    called: Callable[[Assumed], str] = attrgetter("name"),
) -> list[str]:
    """The assumptions of which something is left, together, and each of those of which nothing.

    ``symbol`` tells how a name that one sets is written, ``called`` how the assumption is.
    """
    left = [one for one in made if one.left]
    told = [f"assuming {', '.join(map(called, left))}"] if left else []
    if taken := dict.fromkeys(name for one in left for name in one.given_way):
        told[0] += f", but for {', '.join(map(symbol, taken))}"
    for one in made:
        if not one.left:
            sets = ", ".join(map(symbol, one.given_way))
            told.append(f"nothing is left of {called(one)}, which sets {sets}")
    return told


def displaced(scenario: Scenario, names: Iterable[str]) -> Iterator[str]:
    """What assumptions set that gives way to values given or followed under these names."""
    for one in as_assumed(scenario, names):
        if one.given_way:
            taken = listed(one.given_way)
            does = "does not set" if one.left else "changes nothing: it sets"
            verb = "is" if len(one.given_way) == 1 else "are"
            end = f", which {verb} given or followed"
            yield f"'{one.name}' {does} {taken}{end}" + (" instead" if one.left else "")


def held(scenario: Scenario, names: Iterable[str]) -> Iterator[str]:
    """Which parameters would vary, were they not set by assumptions or given under these names."""
    for one in as_assumed(scenario, names):
        kept = [
            name
            for name in one.assumption.sets
            if name not in one.given_way
            and (known := scenario.parameters.get(name))
            and (known.range or known.prior)
        ]
        if kept:
            yield f"held as {one.told_to_set(kept)}"
