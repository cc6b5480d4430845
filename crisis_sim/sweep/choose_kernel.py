"""Choosing the kernel that sweeps a game by a concept."""

from __future__ import annotations

from collections.abc import Collection

from crisis_sim.concepts import AUTO, SWEPT, concept_for, known
from crisis_sim.errors import InputError, Remedy
from crisis_sim.game.games import Games
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.scenario.scenario import Values
from crisis_sim.sweep.block import Kernel

__all__ = ["make_kernel"]


def make_kernel(
    games: Games,
    values: Values,
    names: Collection[str],
    concept: str = "auto",
    precision: float | None = None,
) -> Kernel:
    """The kernel that solves the game where some of the parameters vary.

    Parameters
    ----------
    values : what is held fixed, structural parameters among it; the rest takes its default.
    names : the parameters and definitions that will vary.
    concept : ``auto``, or one of :data:`crisis_sim.concepts.SWEPT`.
    precision : for the concept ``quantal``, in 1/payoff units.

    Raises
    ------
    InputError
        Unknown names, a concept that cannot be swept, a structural parameter among ``names``, or a
        precision missing or out of place.
    NotSolved
        The concept does not apply to this game.
    """
    swept = (AUTO, *SWEPT)
    if concept not in swept:
        raise InputError(
            f"the concept '{concept}' cannot be swept; {', '.join(swept)} can. "
            f"{known(concept, swept)}"
        )
    if (precision is not None) != (concept == "quantal"):
        raise InputError(
            "the concept quantal is swept at a precision, in 1/payoff units, and no other has one: "
            "give both, such as ",
            Remedy("sweep()", concept="quantal", precision=1),
        )
    family = games.family(values)
    _check_names(family, values, names)
    chosen = concept_for(concept, perfect=family.tree.perfect_information)
    options = {} if precision is None else {"precision": float(precision)}
    kernel: Kernel = chosen.make_kernel(family, values, names, **options)
    return kernel


def _check_names(family: ParametricGame, values: Values, names: Collection[str]) -> None:
    for name in names:
        if name in family.structural:
            raise InputError(
                f"{name} shapes the tree, so that one kernel serves one value of it: give the value"
            )
    family.scenario.bind({**values, **dict.fromkeys(names, 0.0)})
