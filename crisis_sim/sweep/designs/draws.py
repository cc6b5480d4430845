"""Which parameters are drawn, and from which priors."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from crisis_sim.arguments import DRAWS, argument
from crisis_sim.errors import InputError
from crisis_sim.formula.expression import names_in
from crisis_sim.game.games import Games
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.prior import Prior
from crisis_sim.sweep.designs.axes import Drawn
from crisis_sim.sweep.designs.points import Draws

__all__ = ["DEFAULT_SAMPLE", "draws_of"]

DEFAULT_SAMPLE: str = argument("sample").default


def draws_of(
    games: Games,
    drawn: Sequence[Drawn],
    count: int | None,
    sample: str,
    seed: int,
    *,
    cases: Sequence[tuple[str, ...]],
    taken: Collection[str],
) -> Draws | None:
    """What is drawn: the parameters named, or those left to be drawn if a ``count`` is given.

    ``taken`` are the names that vary otherwise, are given or shape the tree. See
    :func:`crisis_sim.sweep.designs.plan.make_plan` for the rest and for the errors.
    """
    argument("sample").check(sample)
    argument("draws", "sweep").check(count)
    if not drawn and count is not None:
        drawn = _left(games, cases, taken)
    if not drawn:
        _refuse_undrawn(sample, seed)
        return None
    priors = {one.name: _prior(games, one) for one in drawn}
    return Draws(priors, DRAWS if count is None else count, sample, seed)


def _left(
    games: Games, cases: Sequence[tuple[str, ...]], taken: Collection[str]
) -> Sequence[Drawn]:
    """The parameters with a prior that matter in one of the cases, but those taken or assumed.

    Raises InputError where there are none.
    """
    every = (_that_matter(games.assuming(*case), taken) for case in cases)
    matter = frozenset().union(*every) - {*taken, *games.scenario.overrides}
    parameters = games.scenario.parameters.items()
    found = [Drawn(name, None) for name, one in parameters if name in matter and one.prior]
    if not found:
        raise InputError(
            "no parameter that matters is left to be drawn: none has a prior and is neither "
            "given nor assumed"
        )
    return found


def _that_matter(games: Games, held: Collection[str]) -> frozenset[str]:
    """The names that the game's numbers come down to, behind none of those held."""
    used = (name for one in games.family({}).formulas for name in names_in(one))
    return games.scenario.reached_from(used, held)


def _refuse_undrawn(sample: str, seed: int) -> None:
    """Raise InputError for what is said of draws where there are none."""
    said = {"sample": sample != DEFAULT_SAMPLE, "seed": seed != 0}
    faults = [(Remedy(name), " is for draws, ") for name, given in said.items() if given]
    if faults:
        told = "of which there are none: draw what varies ("
        raise InputError(*(part for one in faults for part in one), told, Remedy("draws"), ")")


def _prior(games: Games, one: Drawn) -> Prior:
    """What a parameter is drawn from; InputError where it cannot be drawn."""
    parameter = games.scenario.parameters.get(one.name)
    prior = one.prior or (parameter.prior if parameter is not None else None)
    if prior is None:
        raise InputError(
            f"{one.name} has no prior in the scenario; give one, such as {one.name}~uniform(0, 1)"
        )
    if one.name in games.family({}).structural:
        raise InputError(f"{one.name} shapes the tree and cannot be drawn; list its values")
    return prior
