"""What tells equilibria apart that end alike and pay alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from crisis_sim.report.blocks import Block, Prose, TableBlock
from crisis_sim.solve.solution import Solution, actions_told
from crisis_sim.strategy.evaluate import reach_probabilities

__all__ = ["apart_blocks"]

MOST_COLUMNS = 6
MOST_SETS = 400
"""Information sets that are looked at, those first to which play comes."""


def apart_blocks(solution: Solution, alike: Sequence[Hashable]) -> Iterator[Block]:
    """A table of what is done where equilibria of equal rows differ; nothing if none are equal.

    ``alike`` is what has been told of each equilibrium.
    """
    twins = [place for place, one in enumerate(alike) if alike.count(one) > 1]
    if not twins:
        return
    told = {held: _told(solution, held) for held in _looked_at(solution, twins)}
    chosen = list[int]()
    groups: list[Hashable] = list(alike)
    while len(chosen) < MOST_COLUMNS and len({groups[one] for one in twins}) < len(twins):
        best = max(told, key=lambda held: len({(groups[one], told[held][one]) for one in twins}))
        finer: list[Hashable] = list(zip(groups, told[best], strict=True))
        if len(set(finer)) == len(set(groups)):
            break
        chosen, groups = [*chosen, best], finer
    if not chosen:
        return
    sets = solution.game.tree.information_sets
    columns = ("", *(f"{solution.game.shorts[sets[h].player]}, {sets[h].label}" for h in chosen))
    rows = tuple((str(one + 1), *(told[held][one] for held in chosen)) for one in twins)
    yield Prose("Those that end and pay alike differ in what is done:")
    yield TableBlock(columns, rows, frozenset({0}))
    if len({groups[one] for one in twins}) < len(twins):
        yield Prose("The rest of them differ elsewhere.")


def _looked_at(solution: Solution, twins: Sequence[int]) -> list[int]:
    """The information sets that may tell, those first to which play comes in some equilibrium."""
    tree = solution.game.tree
    reach = np.zeros(tree.size)
    for one in twins:
        profile = solution.equilibria[one].profile
        reach = np.maximum(reach, reach_probabilities(solution.game, profile))
    order = sorted(
        range(len(tree.set_player)), key=lambda held: not reach[tree.members(held)].max() > 0.0
    )
    return order[:MOST_SETS]


def _told(solution: Solution, held: int) -> list[str]:
    """What each equilibrium does at an information set."""
    one = solution.game.tree.information_sets[held]
    return [
        actions_told(
            {
                action: float(found.profile[choice])
                for action, choice in zip(one.actions, one.choices, strict=True)
                if found.profile[choice] > 0.0
            }
        )
        for found in solution.equilibria
    ]
