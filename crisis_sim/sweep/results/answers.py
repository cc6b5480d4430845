"""The answers at a run of points, whichever games they belong to."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats
from crisis_sim.sweep.block import Block, Keys, Play, Status

__all__ = ["Answers", "CellKey", "empty_answers", "from_bytes", "place_block", "to_bytes"]

CellKey = tuple[int, int]
"""The number of a cell, whose points share one tree, and a key within it."""

ARRAYS = ("payoffs", "outcomes", "play", "answer", "count", "tied", "status", "cell")


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """As a :class:`Block`, with the ``cell`` of each point; plays and sets are kept by cell.

    ``unproved`` are the bits to which numbers were compared that then counted as equal; 0 if all
    comparisons were proved.
    """

    payoffs: Floats
    outcomes: Floats
    play: Keys
    answer: Keys
    count: NDArray[np.int32]
    tied: NDArray[np.bool_]
    status: NDArray[np.uint8]
    cell: NDArray[np.int32]
    plays: Mapping[CellKey, Play]
    answers: Mapping[CellKey, frozenset[int]]
    unproved: int = 0

    @property
    def points(self) -> int:
        """How many points there are."""
        return len(self.status)


def empty_answers(points: int, players: int, outcomes: int) -> Answers:
    """Answers to be filled in; no point has been reached as yet."""
    return Answers(
        payoffs=np.full((points, players), np.nan),
        outcomes=np.full((points, outcomes), np.nan),
        play=np.zeros(points, dtype=np.uint64),
        answer=np.zeros(points, dtype=np.uint64),
        count=np.zeros(points, dtype=np.int32),
        tied=np.zeros(points, dtype=np.bool_),
        status=np.full(points, Status.UNREACHED, dtype=np.uint8),
        cell=np.zeros(points, dtype=np.int32),
        plays={},
        answers={},
    )


def place_block(
    answers: Answers, block: Block, where: slice | NDArray[np.int64], cell: int
) -> Answers:
    """The answers with those of a block of one cell put in their places."""
    for name in ("payoffs", "outcomes", "play", "answer", "count", "tied", "status"):
        getattr(answers, name)[where] = getattr(block, name)
    answers.cell[where] = cell
    plays = {(cell, int(key)): play for key, play in block.plays.items()}
    sets = {(cell, int(key)): held for key, held in block.answers.items()}
    return replace(answers, plays={**answers.plays, **plays}, answers={**answers.answers, **sets})


def to_bytes(answers: Answers) -> bytes:
    """The answers as the bytes of a part's file."""
    names = {
        "plays": [[*key, sorted(play)] for key, play in sorted(answers.plays.items())],
        "answers": [
            [*key, sorted(int(one) for one in held)]
            for key, held in sorted(answers.answers.items())
        ],
        "unproved": answers.unproved,
    }
    held = io.BytesIO()
    text = np.frombuffer(json.dumps(names).encode(), dtype=np.uint8)
    np.savez(held, names=text, **{name: getattr(answers, name) for name in ARRAYS})
    return held.getvalue()


def from_bytes(data: bytes) -> Answers:
    """The answers that a part's file holds.

    Raises InputError for a file that is cut short or damaged.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as held:
            arrays = {name: held[name] for name in ARRAYS}
            names = json.loads(held["names"].tobytes())
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise InputError(f"a part of the sweep is damaged ({error})") from None
    plays = {(cell, key): tuple(play) for cell, key, play in names["plays"]}
    sets = {(cell, key): frozenset(keys) for cell, key, keys in names["answers"]}
    return Answers(**arrays, plays=plays, answers=sets, unproved=names.get("unproved", 0))
