"""Choosing the solver for a concept."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crisis_sim.concepts import concept_for, options_for
from crisis_sim.game.game import Game
from crisis_sim.interruption import completing
from crisis_sim.numbers.real import taken_for_zero
from crisis_sim.numbers.unproved import equal_unproved, least_bits
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.solve.solution import Solution

__all__ = ["loaded", "solve_game", "with_unproved"]


def solve_game(
    game: Game,
    concept: str = "auto",
    *,
    report: Reporter = nobody,
    **options: object,
) -> Solution:
    """Solve a game by a concept; ``auto`` chooses by whether information is perfect.

    Parameters
    ----------
    options : those of the concept, as its record in :data:`crisis_sim.concepts.CONCEPTS` has them;
        None is as if it were not given.
    report : is told now and then how far a solver has come that may take long.

    Raises
    ------
    InputError
        An unknown concept, an option that is not its own, or a value that cannot be.
    NotSolved
        The method does not apply to this game, or stopped short.
    Interrupted
        On Ctrl-C, with what was found by then; for some concepts a plain KeyboardInterrupt.
    """
    chosen = concept_for(concept, perfect=game.perfect_information)
    used = options_for(chosen, options)
    told = {"report": report} if chosen.reports else {}
    with taken_for_zero() as compared, completing(lambda found: replace(found, options=used)):
        solution: Solution = loaded(chosen.solver)(game, **used, **told)
    return with_unproved(replace(solution, options=used), compared)


def loaded(reference: str) -> Any:
    """What a record names as ``module:name``."""
    module, name = reference.split(":")
    return getattr(importlib.import_module(module), name)


def with_unproved(solution: Solution, compared: Sequence[int]) -> Solution:
    """The solution with a warning of numbers that were compared to so many bits without proof."""
    if not compared or solution.unproved:
        return solution
    bits = least_bits(compared)
    return replace(solution, unproved=bits, warnings=(*solution.warnings, equal_unproved(bits)))
