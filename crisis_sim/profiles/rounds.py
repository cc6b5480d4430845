"""The columns of an information set, an action and a count: once, or once for each round.

oTree's wide form has them once for each app and round, ``chicken.1.player.information_set``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crisis_sim.sentence import listed_and
from crisis_sim.tables.folded import folded
from crisis_sim.tables.names import find, shown

__all__ = ["COLUMNS", "RoundColumns", "columns_of", "count_among", "is_own", "quoted"]

COLUMNS = ("information set", "action", "count")
ALSO = ("counts", "n", "freq", "frequency", "frequencies", "times", "0")
"""What other programs call the column of counts; pandas 0, where it has no name."""
_WEIGHTS = (
    *("weight", "weights", "size", "number", "obs", "nobs", "total", "anzahl", "häufigkeit"),
    *("students", "pupils", "players", "people", "persons", "subjects", "participants", "votes"),
    *("respondents", "observations", "cases", "plays", "howmany", "howoften", "answers"),
)
"""What may be that, or something else."""
_OWN = frozenset(folded(one) for one in (*COLUMNS, *ALSO))
_GROUP = "group"


@dataclass(frozen=True, slots=True)
class RoundColumns:
    """Where what was played stands in a row; without ``count`` each row is one play."""

    where: int
    action: int
    count: int | None = None

    def numbers(self) -> Iterator[int]:
        """The columns, in this order."""
        yield from (self.where, self.action)
        if self.count is not None:
            yield self.count


def fields(names: Sequence[str]) -> dict[str, int]:
    """Where each field stands, by the name of its column or, after oTree's prefix, its own."""
    found = {name: number for number, name in enumerate(names)}
    for number, name in enumerate(names):
        found.setdefault(name.rpartition(".")[2], number)
    return found


def is_own(name: str) -> bool:
    """Whether a field has a name of one of the columns, after its prefix."""
    return folded(name) in _OWN


def quoted(names: Sequence[str], *, most: int = 3) -> str:
    """Names in quotation marks, of many the first."""
    told = ", ".join(f"'{shown(name)}'" for name in names[:most])
    return f"{told}, ..." if len(names) > most else told


def columns_of(names: Sequence[str]) -> tuple[list[RoundColumns], list[str]]:
    """The columns, those of each round; none in a table of another form. And what is wrong."""
    wrong: list[str] = []
    by_owner: dict[str, dict[str, int]] = {}
    for number, name in enumerate(names):
        owner, _, last = name.rpartition(".")
        by_owner.setdefault(owner, {})[last] = number
    plain = _one(fields([name for name in names if is_own(name)]), [])
    own = {owner: one for owner, held in by_owner.items() if owner and (one := _one(held, wrong))}
    if plain is not None or not own:
        wrong.clear()
        one = _one(fields(names), wrong)
        return [one] if one else [], wrong
    rounds = list(own.values())
    kinds = {owner.rpartition(".")[2].casefold() for owner in own}
    where = [names[one.where] for one in rounds]
    if _GROUP in kinds and any(one.count is None for one in rounds):
        first = next(name for name in where if name.rpartition(".")[0].casefold().endswith(_GROUP))
        wrong.append(
            f"'{shown(first)}' stands in the row of each member of a group, and would be counted "
            "for each; write the plays of a group in a table of their own"
        )
    elif len(kinds) > 1:
        wrong.append(f"the columns {quoted(where)} all name information sets; leave one kind")
    elif len({one.count is None for one in rounds}) > 1:
        wrong.append(f"of the rounds {quoted(where)} some have a column of counts, and some none")
    return rounds, wrong


def _one(named: Mapping[str, int], wrong: list[str]) -> RoundColumns | None:
    """The columns among fields by their names; None without the two first."""
    where, action = (find(name, named) for name in COLUMNS[:2])
    if where is None or action is None:
        return None
    count = count_among(named, wrong)
    return RoundColumns(named[where], named[action], None if count is None else named[count])


def count_among(names: Collection[str], wrong: list[str]) -> str | None:
    """The column of counts, under whichever usual name; where none is certain, that is wrong."""
    if (count := find(COLUMNS[-1], names)) is not None:
        return count
    also = [name for one in ALSO if (name := find(one, names)) is not None]
    if len(also) > 1:
        told = listed_and([f"'{shown(name)}'" for name in also])
        wrong.append(f"the columns {told} can be the counts; call one of them 'count'")
    weights = [name for one in _WEIGHTS if (name := find(one, names)) is not None]
    if weights and not also:
        told = f"the column '{shown(weights[0])}' can be the counts"
        wrong.append(f"{told}; call it 'count', or leave it out")
    return next(iter(also), None)
