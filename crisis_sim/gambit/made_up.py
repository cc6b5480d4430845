"""Labels made up for what a large file does not name, written only when somebody asks for one.

A million labels would take longer to write than the rest of the file to read, and more memory.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain

from crisis_sim.gambit.numbers import write_number
from crisis_sim.game.game import Floats
from crisis_sim.game.tree import Integers

__all__ = ["Joined", "PayoffTexts", "SetTexts"]


class _Texts(Sequence[str]):
    """Texts by number."""

    @abstractmethod
    def write(self, number: int) -> str:
        """The text with a number from 0 on."""

    def __getitem__(self, number: int) -> str:  # type: ignore[override]
        place = number + len(self) if number < 0 else number
        if not 0 <= place < len(self):
            raise IndexError(number)
        return self.write(place)


class SetTexts(_Texts):
    """``(player,number)`` for information sets."""

    def __init__(self, players: Integers, numbers: Integers) -> None:
        self.players, self.numbers = players, numbers

    def __len__(self) -> int:
        return len(self.players)

    def write(self, number: int) -> str:
        """The label of one information set."""
        return f"({self.players[number]},{self.numbers[number]})"


class PayoffTexts(_Texts):
    """Outcomes called by their (outcomes, players) payoffs, which all differ."""

    def __init__(self, payoffs: Floats) -> None:
        self.payoffs = payoffs

    def __len__(self) -> int:
        return len(self.payoffs)

    def write(self, number: int) -> str:
        """What :func:`crisis_sim.gambit.numbers.payoffs_text` makes of one row."""
        return f"({', '.join(map(write_number, self.payoffs[number].tolist()))})"


class Joined(_Texts):
    """Texts one after another, to which single ones can be added as well as sequences of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.parts: list[Sequence[str]] = [list(texts)]
        self.starts = [0]
        self.length = len(texts)

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(self.parts)

    def write(self, number: int) -> str:
        """The text in its part."""
        part = bisect_right(self.starts, number) - 1
        return self.parts[part][number - self.starts[part]]

    def append(self, text: str) -> None:
        """Add one text."""
        last = self.parts[-1]
        if isinstance(last, list):
            last.append(text)
            self.length += 1
        else:
            self.join([text])

    def join(self, texts: Sequence[str]) -> None:
        """Add a sequence of texts, as it is."""
        self.parts.append(texts)
        self.starts.append(self.length)
        self.length += len(texts)

    def settled(self) -> Sequence[str]:
        """The texts as a tuple, unless some are yet to be written."""
        return tuple(self) if all(isinstance(part, list) for part in self.parts) else self
