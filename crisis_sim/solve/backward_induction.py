"""Subgame-perfect equilibria of games with perfect information, by backward induction."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.proper import refuse_improper
from crisis_sim.other_concepts import HIDDEN, serving
from crisis_sim.sentence import at_place
from crisis_sim.solve.plays import (
    Settled,
    WayOn,
    best_first,
    follow,
    nothing_settled,
    plays,
)
from crisis_sim.solve.solution import Equilibrium, Search, Solution, assess
from crisis_sim.strategy.bounded import value_errors
from crisis_sim.strategy.evaluate import (
    pure_profile,
    reach_probabilities,
    terminal_values,
)

__all__ = ["solve_backward_induction"]

LARGE = 30_000
"""From this many nodes on compiled code pays for its start of some tenths of a second."""

APART = 3.0
"""Values farther apart than so many bounds of their error are different: two, and the rounding of
the comparison itself."""

_MOST_NUMBERS = 1_000_000
"""Probabilities that all equilibria listed may hold: some ten seconds' work."""


def solve_backward_induction(game: Game) -> Solution:
    """Every play of a pure subgame-perfect equilibrium (Zermelo 1913; Selten 1965).

    Actions are compared in exact numbers. Where several are equally good, each is followed up.
    Equilibria that differ only off the path of play are listed once, with the number of their
    ``variants``. One pass over the tree when nothing is tied; in large trees it is made in floats,
    compiled, and where two actions come within the error bound of the floats, and above, the
    numbers are exact again. In large trees only so many plays are listed as take some ten seconds,
    and ``complete`` is False.

    Raises
    ------
    InputError
        Payoffs or chances that are no proper numbers.
    NotSolved
        A game without perfect information, or ties that lead to more than 1,000 plays at a node.
    """
    started = time.perf_counter()
    if not game.perfect_information:
        raise NotSolved(
            "backward induction needs perfect information, and here players move without knowing "
            "what has happened; ",
            *serving(HIDDEN),
        )
    refuse_improper(game)
    settled = _settle(game)
    known = plays(settled)
    count = len(known[0]) if 0 in known else 1
    listed = min(count, max(2, _MOST_NUMBERS // game.tree.size))
    equilibria = list(_equilibria(game, settled, known, listed))
    searched = "all pure strategies"
    if listed < count:
        searched += f", of which {listed} of {count:,} plays are listed for want of time"
    return Solution(
        game=game,
        concept="spe",
        method="backward induction",
        equilibria=tuple(equilibria),
        searched=(Search("pure", searched, complete=listed == count),),
        seconds=time.perf_counter() - started,
        ties=tuple(_ties(game, known, equilibria)),
        warnings=(),
    )


def _settle(game: Game) -> Settled:
    """What a pass in floats can tell; in small trees exact numbers are as quick."""
    tree = game.tree
    if tree.size < LARGE:
        return nothing_settled(tree, game.numbers.chance, game.numbers.payoffs)
    from crisis_sim.solve.induction_kernel import settle

    action, tied = np.empty(tree.size, dtype=np.int32), np.empty(tree.size, dtype=np.bool_)
    with np.errstate(over="ignore"):
        apart = APART * value_errors(game)
    settle(tree.mover, tree.end, game.chance, apart, terminal_values(game), action, tied)
    return Settled(tree, game.numbers.chance, game.numbers.payoffs, action, tied)


def _equilibria(
    game: Game, settled: Settled, known: dict[int, list[WayOn]], listed: int
) -> Iterator[Equilibrium]:
    """The equilibria, those best for the first player, and so on, first."""
    tree = game.tree
    certain = np.where(tree.information_set >= 0, 1.0, np.nan)
    bounds = np.broadcast_to(certain[:, None], (tree.size, 2))
    for which in best_first(known[0])[:listed] if 0 in known else [0]:
        action = follow(settled, known, which)[tree.set_member]
        one = assess(game, pure_profile(tree, action), certain, bounds, sequential=True)
        yield replace(one, variants=known[0][which].count if 0 in known else 1)


def _ties(
    game: Game, known: dict[int, list[WayOn]], equilibria: list[Equilibrium]
) -> Iterator[str]:
    """The nodes on the path of some equilibrium at which several actions are best."""
    tree = game.tree
    nodes = np.asarray(sorted(known), dtype=np.int32)
    nodes = nodes[tree.information_set[nodes] >= 0]
    reached: Floats = np.zeros(len(nodes))
    for one in equilibria if len(nodes) else ():
        reached = reached + reach_probabilities(game, one.profile)[nodes]
    for node in nodes[reached > 0].tolist():
        actions = {play.action for play in known[node]}
        if len(actions) > 1:
            held = tree.information_sets[int(tree.information_set[node])]
            names = ", ".join(held.actions[action] for action in sorted(actions))
            yield f"{game.players[held.player]} {at_place(held.label)}: {names}"
