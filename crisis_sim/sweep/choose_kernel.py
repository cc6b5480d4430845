"""Choosing the kernel that sweeps a game by a concept."""

from __future__ import annotations

from collections.abc import Collection

from crisis_sim.errors import InputError, nearest
from crisis_sim.game.games import Games
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.scenario.scenario import Values
from crisis_sim.sweep.block import Kernel

__all__ = ["SWEPT", "make_kernel"]

SWEPT = {
    "auto": "spe with perfect information, else sequential",
    "spe": "subgame-perfect equilibria by backward induction",
    "sequential": "all pure sequential equilibria",
    "quantal": "the agent logit equilibrium at a precision",
}
"""The concepts that can be swept, and what each stands for."""


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
    concept : one of :data:`SWEPT`.
    precision : for the concept ``quantal``, in 1/payoff units.

    Raises
    ------
    InputError
        Unknown names, a concept that cannot be swept, a structural parameter among ``names``, or a
        precision missing or out of place.
    NotSolved
        The concept does not apply to this game.
    """
    if concept not in SWEPT:
        raise InputError(
            f"the concept '{concept}' cannot be swept; {', '.join(SWEPT)} can. "
            f"{nearest(concept, SWEPT)}"
        )
    if (precision is not None) != (concept == "quantal"):
        raise InputError(
            "give --precision with the concept quantal, and with no other: it is the one at which "
            "logit equilibria are found, in 1/payoff units"
        )
    family = games.family(values)
    _check_names(family, values, names)
    perfect = len(family.tree.set_member) == len(family.tree.set_player)
    if concept == "auto":
        concept = "spe" if perfect else "sequential"
    if concept == "spe":
        from crisis_sim.sweep.induction_kernel import InductionKernel

        return InductionKernel(family, values, names)
    if concept == "sequential":
        from crisis_sim.sweep.sequential_kernel import SequentialKernel

        return SequentialKernel(family, values, names)
    from crisis_sim.sweep.quantal_kernel import QuantalKernel

    return QuantalKernel(family, values, names, float(precision or 0.0))


def _check_names(family: ParametricGame, values: Values, names: Collection[str]) -> None:
    for name in names:
        if name in family.structural:
            raise InputError(
                f"{name} shapes the tree, so that one kernel serves one value of it: give the value"
            )
    family.scenario.bind({**values, **dict.fromkeys(names, 0.0)})
