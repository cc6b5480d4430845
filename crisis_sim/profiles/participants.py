"""Who played the rows of an experiment: people or bots, to the end or not, in which rounds.

oTree exports for each participant, and in its tables of one app for each round,
``participant._is_bot``, ``participant._index_in_pages`` with ``participant._max_page_index``,
``session.is_demo``, ``session.code`` and ``subsession.round_number``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crisis_sim.numbers.written import counted
from crisis_sim.tables.cells import number_in
from crisis_sim.tables.names import shown, spelled
from crisis_sim.tables.read import Row

__all__ = ["Participants"]

_BOT, _DEMO = "isbot", "isdemo"
_PAGE, _LAST = "indexinpages", "maxpageindex"
_ROUND, _SESSION = "subsession.round_number", "session.code"
_YES = frozenset(("1", "1.0", "true", "yes", "t", "y"))
_NO = frozenset(("0", "0.0", "false", "no", "f", "n"))
_MOST_APART = 100_000


class Participants:
    """Counts what the rows of a table say of those who played them.

    ``bots``, ``demos``, ``unfinished`` and ``unclear`` are numbers of rows.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.bot, self.demo = self._column(_BOT), self._column(_DEMO)
        self.page, self.last = self._column(_PAGE), self._column(_LAST)
        self.apart = {"round": self._named(_ROUND), "session": self._named(_SESSION)}
        self.seen: dict[str, set[str]] = {what: set() for what in self.apart}
        self.bots = self.demos = self.unfinished = self.unclear = 0

    def _column(self, last: str) -> int | None:
        """The column whose name ends so, after oTree's prefix."""
        ends = [spelled(name.rpartition(".")[2]) for name in self.names]
        return ends.index(last) if last in ends else None

    def _named(self, name: str) -> int | None:
        wanted = spelled(name)
        return next((i for i, one in enumerate(self.names) if spelled(one) == wanted), None)

    def is_bot(self, row: Row) -> bool:
        """Whether a bot played a row, which is counted; so is what else the row says."""
        if _is_so(row, self.bot):
            self.bots += 1
            return True
        self.unclear += self._says_neither(row)
        self.demos += _is_so(row, self.demo)
        self.unfinished += self._stopped(row)
        for what, column in self.apart.items():
            if column is not None and len(self.seen[what]) < _MOST_APART:
                self.seen[what].add(row.cells[column])
        return False

    def _says_neither(self, row: Row) -> bool:
        """Whether a row does not say in known words if a bot played it."""
        return self.bot is not None and row.cells[self.bot].casefold() not in _NO

    def _stopped(self, row: Row) -> bool:
        """Whether the participant did not come to the last page."""
        if self.page is None or self.last is None:
            return False
        page, last = (number_in(row.cells[one], grouped=False) for one in (self.page, self.last))
        return page is not None and last is not None and page < last

    def notes(self) -> Iterator[str]:
        """What was left out, and what was counted nonetheless."""
        told = (
            (self.bot, self.bots, "left out", "played by bots"),
            (self.bot, self.unclear, "counted", "that do not say whether a bot played them"),
            (self.demo, self.demos, "counted", "of a demo session"),
            (self.page, self.unfinished, "counted", "whose player did not reach the last page"),
        )
        for column, rows, became, what in told:
            if column is not None and rows:
                name = shown(self.names[column])
                yield f"{became}: {counted(rows, 'row')} {what} ('{name}')"
        for what, seen in self.seen.items():
            if len(seen) > 1:
                yield f"pooled: {len(seen):,} {what}s, whose plays are taken to be independent"


def _is_so(row: Row, column: int | None) -> bool:
    return column is not None and row.cells[column].casefold() in _YES
