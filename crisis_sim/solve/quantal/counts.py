"""How often each action was taken, as data for the precision of logit play."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from crisis_sim.errors import InputError
from crisis_sim.game.game import Floats, Game
from crisis_sim.near_names import nearest
from crisis_sim.scenario.given import floats_of

__all__ = ["Counts", "count_choices"]

Counts = Mapping[tuple[str, str], float]
"""How often an action was taken, by the labels of information set and action."""


def count_choices(game: Game, counts: Counts | ArrayLike) -> Floats:
    """(choices,) how often each choice was made.

    Parameters
    ----------
    counts : (choices,) numbers, or a mapping from pairs of labels (information set, action) to
        them, in which what is left out counts as never.

    Raises
    ------
    InputError
        Unknown or ambiguous labels, the wrong number of counts, negative counts, or none at all.
    """
    if isinstance(counts, Mapping):
        counts = _by_label(game, counts)
    found = floats_of(counts, "counts")
    expected = len(game.tree.choice_set)
    if found.shape != (expected,):
        raise InputError(f"expected {expected} counts, one a choice, not an array of {found.shape}")
    if not np.all(np.isfinite(found) & (found >= 0.0)):
        raise InputError("counts must be finite and not negative")
    if not np.any(found > 0.0):
        raise InputError("no play was observed: every count is zero")
    found.setflags(write=False)
    return found


def _by_label(game: Game, counts: Counts) -> Floats:
    places: dict[tuple[str, str], list[int]] = {}
    for one in game.tree.information_sets:
        for action, choice in zip(one.actions, one.choices, strict=True):
            places.setdefault((one.label, action), []).append(choice)
    found = np.zeros(len(game.tree.choice_set))
    many = floats_of([*counts.values()], "counts")
    for pair, count in zip(counts, many, strict=True):
        if not (isinstance(pair, tuple) and len(pair) == 2):
            like = "{('the information set', 'the action'): 3}"
            raise InputError(f"expected counts by pairs, such as {like}, not by {pair!r:.40}")
        label, action = pair
        known = places.get((label, action))
        if known is None:
            hint = nearest(f"{label}: {action}", [f"{one}: {what}" for one, what in places])
            raise InputError(f"no action '{action}' at an information set '{label}'. {hint}")
        if len(known) > 1:
            raise InputError(
                f"{len(known)} information sets are called '{label}'; give the counts as an array"
            )
        found[known[0]] += count
    return found
