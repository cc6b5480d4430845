"""The concepts that serve where another does not, as their records tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crisis_sim.concept import Concept, Promise
from crisis_sim.concepts import AUTO, CONCEPTS, concept_for
from crisis_sim.remedy import MessageParts, Remedy

__all__ = ["EXACT", "FORGETFUL", "HIDDEN", "JUST_ONE", "UNLISTED", "Need", "larger_than", "serving"]


@dataclass(frozen=True, slots=True)
class Need:
    """What is needed of a concept: what is said of several that give it, and which they are."""

    said: str
    given_by: Callable[[Concept], bool]


HIDDEN = Need("solve such games", lambda one: one is concept_for(AUTO, perfect=False))
FORGETFUL = Need("solve such games", lambda one: one.forgetful)
EXACT = Need("compare exact numbers", lambda one: one.promise is not Promise.APPROXIMATE)
UNLISTED = Need("solve the game without listing strategies", lambda one: not one.lists)
JUST_ONE = Need("find one equilibrium", lambda one: not one.complete)


def larger_than(name: str) -> Need:
    """Room for games that are too large for a concept."""
    room = CONCEPTS[name].room
    return Need("solve games as large as this", lambda one: one.room > room)


def serving(
    need: Need, *, but: str = "", perfect: bool = False, swept: bool = False
) -> MessageParts:
    """The concepts but one that give what is needed, and that they do, as parts of a message.

    Where none that is swept gives it, those that do at a point; where none does, that is said.

    Parameters
    ----------
    perfect : whether nothing is hidden in the game; otherwise those that ask for it are left out.
    swept : whether it is swept.

    >>> said = "".join(map(str, serving(EXACT, but="nash", perfect=True)))
    >>> "solve(concept='spe')" in said, "nash" in said, said.endswith(" compare exact numbers")
    (True, False, True)
    """
    giving = [
        one
        for one in CONCEPTS.values()
        if one.name != but and need.given_by(one) and (perfect or not one.perfect)
    ]
    by_sweep = [one for one in giving if one.kernel] if swept else []
    found = [_asked(one, swept=bool(by_sweep)) for one in by_sweep or giving]
    verb, _, rest = need.said.partition(" ")
    verb = "sweep" if by_sweep and verb == "solve" else verb
    told = f" {verb}{'' if len(found) > 1 else 's'} {rest}"
    if not found:
        return (f"no concept{told}",)
    parts: list[Remedy | str] = [found[0]]
    for place, one in enumerate(found[1:], 2):
        parts += [" and " if place == len(found) else ", ", one]
    return (*parts, f"{told} at a point" if swept and not by_sweep else told)


def _asked(concept: Concept, *, swept: bool) -> Remedy:
    if not swept:
        return Remedy("solve()", concept=concept.name)
    needed = {name: 1 for name, one in concept.options.items() if one.swept}
    return Remedy("sweep()", concept=concept.name, **needed)
