"""Choosing the kernel that sweeps a game by a concept."""

from __future__ import annotations

from collections.abc import Collection

from crisis_sim.concepts import AUTO, SWEPT, concept_for, concept_hint, options_for
from crisis_sim.errors import InputError
from crisis_sim.game.games import Games
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.scenario.given import Values
from crisis_sim.solve.choose import loaded
from crisis_sim.sweep.block import Kernel

__all__ = ["make_kernel"]


def make_kernel(
    games: Games,
    values: Values,
    names: Collection[str],
    concept: str = "auto",
    **options: object,
) -> Kernel:
    """The kernel that solves the game where some of the parameters vary.

    Parameters
    ----------
    values : what is held fixed, structural parameters among it; the rest takes its default.
    names : the parameters and definitions that will vary.
    concept : ``auto``, or one of :data:`crisis_sim.concepts.SWEPT`.
    options : those of the concept that a sweep needs.

    Raises
    ------
    InputError
        Unknown names, a concept that cannot be swept, a structural parameter among ``names``, or an
        option missing or out of place.
    NotSolved
        The concept does not apply to this game.
    """
    swept = (AUTO, *SWEPT)
    if isinstance(concept, str) and concept not in swept:
        told = f"the concept '{concept}' cannot be swept. "
        raise InputError(told, *concept_hint(concept, swept))
    family = games.family(values)
    chosen = concept_for(concept, perfect=family.tree.perfect_information)
    used = options_for(chosen, options, swept=True)
    _check_names(family, values, names)
    kernel: Kernel = loaded(chosen.kernel)(family, values, names, **used)
    return kernel


def _check_names(family: ParametricGame, values: Values, names: Collection[str]) -> None:
    for name in names:
        if name in family.structural:
            raise InputError(
                f"{name} shapes the tree, so that one kernel serves one value of it: give the value"
            )
    family.scenario.bind({**values, **dict.fromkeys(names, 0.0)})
