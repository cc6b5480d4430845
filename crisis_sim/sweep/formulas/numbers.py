"""The numbers of a family of games at many points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from crisis_sim.formula.evaluate import FLOATS, FloatValue, evaluate
from crisis_sim.game.game import Floats
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.scenario.given import Values
from crisis_sim.sweep.formulas.rounding import OFF

__all__ = ["FamilyNumbers", "numbers_at"]


@dataclass(frozen=True, eq=False)
class FamilyNumbers:
    """Chances and payoffs of a family at the points of a block.

    Attributes
    ----------
    family : the family.
    formulas : (formulas, points) the value of each of its formulas.
    """

    family: ParametricGame
    formulas: Floats

    @cached_property
    def chance(self) -> Floats:
        """(points, nodes) probability of the chance move that leads to a node, 1 elsewhere."""
        table = np.vstack([self.formulas, np.ones((1, self.formulas.shape[1]))])
        return np.ascontiguousarray(table[self.family.chance].T)

    @cached_property
    def payoffs(self) -> Floats:
        """(points, payoff rows, players) payoffs."""
        points = self.formulas.shape[1]
        table = np.vstack([self.formulas, np.zeros((1, points))])
        payoffs = np.zeros((len(self.family.terms), len(self.family.tree.players), points))
        for formulas in self.family.payoff_parts:
            payoffs += table[formulas]
        return np.ascontiguousarray(np.moveaxis(payoffs, 2, 0))

    @cached_property
    def plain(self) -> NDArray[np.bool_]:
        """(points,) whether floats tell that the numbers are such.

        Payoffs are finite, chances are zero or clearly positive, and add up to one.
        """
        finite = np.isfinite(self.payoffs).all(axis=(1, 2))
        for draw in self.family.draws:
            chances = self.formulas[list(draw)]
            finite &= ((chances == 0.0) | (chances > OFF)).all(axis=0)
            finite &= np.abs(chances.sum(axis=0) - 1.0) <= OFF
        return np.asarray(finite)


def numbers_at(
    family: ParametricGame, values: Values, columns: Mapping[str, Floats], points: int
) -> FamilyNumbers:
    """The family's numbers where some parameters or definitions vary.

    Parameters
    ----------
    values : what is held fixed; what is in neither takes its default.
    columns : one (points,) array for each name that varies.

    Raises InputError for an unknown name.
    """
    varying = dict.fromkeys(columns, 0.0)
    bound = family.scenario.bind({**values, **varying, **family.structural})
    known: dict[str, FloatValue] = {name: float(value) for name, value in bound.items()}
    known |= columns
    known = family.scenario.definitions_at(FLOATS, known)
    formulas = np.empty((len(family.formulas), points))
    for number, formula in enumerate(family.formulas):
        formulas[number] = evaluate(formula, FLOATS, known)
    return FamilyNumbers(family, formulas)
