"""Which assumptions a text names: one, or several joined with ``+``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from crisis_sim.errors import InputError
from crisis_sim.near_names import names_in_one, nearest

if TYPE_CHECKING:
    from crisis_sim.scenario.scenario import Assumption, Scenario

__all__ = ["assumption_of", "names_in_texts", "refuse_twice"]


def names_in_texts(texts: Collection[str], known: Collection[str]) -> tuple[str, ...]:
    """The names that texts hold, each one that is ``known``, or several joined with ``+``.

    Raises InputError for what is no text; whether there are such assumptions is not asked.
    """
    wrong = [one for one in texts if not isinstance(one, str)] if _several(texts) else [texts]
    if wrong:
        raise InputError(f"expected the name of an assumption, not {wrong[0]!r:.40}")
    names = ([one] if one in known else one.split("+") for one in texts)
    return tuple(name.strip() for one in names for name in one)


def _several(given: object) -> bool:
    return isinstance(given, Collection) and not isinstance(given, Mapping)


def refuse_twice(names: Iterable[str]) -> None:
    """Raise InputError for the first name that is among them a second time."""
    given = set[str]()
    for name in names:
        if name in given:
            raise InputError(f"'{name}' is given twice")
        given.add(name)


def assumption_of(scenario: Scenario, name: str) -> Assumption:
    """The assumption of that name; InputError, with what may be meant, where there is none."""
    known = scenario.assumptions
    if name in known:
        return known[name]
    said = f"{scenario.name} has no assumption '{name}'. "
    if several := names_in_one(name, known):
        both = " + ".join(several)
        raise InputError(f"{said}Write '{both}' to make them at once, or give each by itself")
    raise InputError(said, nearest(name, known))
