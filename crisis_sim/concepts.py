"""The solution concepts: one record each, and nothing else lists them."""

from __future__ import annotations

import importlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from crisis_sim.errors import InputError, Remedy, nearest

__all__ = [
    "AUTO",
    "CONCEPTS",
    "MOST_ITERATIONS",
    "SWEPT",
    "Concept",
    "check_options",
    "concept_for",
    "known",
    "title_of",
]

AUTO = "auto"
MOST_ITERATIONS = 10_000
"""Iterations of counterfactual regret, unless a number is given."""
ABOUT_AUTO = "spe with perfect information, else sequential"
_DOMINANCE = {"dominance", "dominant", "iesds", "iewds", "ieds", "iterateddominance"}
_DOMINANCE |= {"rationalizability", "rationalisability", "rationalizable", "rationalisable"}
_PADDING = re.compile(r"[\W_]|equilibri(um|a)|strateg(y|ies)|mini[ms]i[sz]ation$", re.IGNORECASE)

_BEST_FOR_THE_FIRST = (
    "Where there are several, the one reported is the best for the first player, among equals the "
    "best for the second, and so on."
)


@dataclass(frozen=True, slots=True)
class Concept:
    """A solution concept.

    Attributes
    ----------
    name : what it is asked for by.
    about : what is found, for lists of concepts.
    title : what one equilibrium of it is called.
    solver : the function that solves a game by it, as ``module:function``.
    options : by name what each option of the solver is, in words.
    reports : whether the solver takes ``report`` and calls it as it goes.
    kernel : the class that solves it at the points of a sweep, as ``module:class``, or nothing.
    swept : what a sweep finds.
    pure : what is followed exactly along parameters, in the plural, or nothing.
    selection : which of several equilibria is the reported one, where they are followed exactly.
    elsewhere : what else is asked for where it is meant, or comes nearest, without spaces.
    relation : how it stands to those that are not the same.
    """

    name: str
    about: str
    title: str
    solver: str
    options: Mapping[str, str] = field(default_factory=dict)
    reports: bool = False
    kernel: str = ""
    swept: str = ""
    pure: str = ""
    selection: str = ""
    elsewhere: Collection[str] = ()
    relation: str = ""

    @property
    def kind(self) -> str:
        """What its equilibria are called for: ``sequential``."""
        return self.title.removesuffix(" equilibrium")

    def solve(self, *arguments: Any, **options: Any) -> Any:
        """What its solver returns."""
        return _named(self.solver)(*arguments, **options)

    def make_kernel(self, *arguments: Any, **options: Any) -> Any:
        """Its kernel for a sweep."""
        return _named(self.kernel)(*arguments, **options)


_ALL = (
    Concept(
        name="spe",
        about="subgame-perfect equilibria by backward induction",
        title="subgame-perfect equilibrium",
        solver="crisis_sim.solve.backward_induction:solve_backward_induction",
        kernel="crisis_sim.sweep.induction.kernel:InductionKernel",
        swept="subgame-perfect equilibria by backward induction",
        pure="pure subgame-perfect equilibria",
        selection=_BEST_FOR_THE_FIRST,
        elsewhere={"spne", "sgpe", "subgameperfect", "subgameperfectnash", "backwardinduction"}
        | {"bi"},
    ),
    Concept(
        name="sequential",
        about="sequential equilibria, with beliefs and refinements",
        title="sequential equilibrium",
        solver="crisis_sim.solve.sequential.solve_sequential:solve_sequential",
        kernel="crisis_sim.sweep.sequential.kernel:SequentialKernel",
        swept="all pure sequential equilibria",
        pure="pure sequential equilibria",
        selection=(
            f"{_BEST_FOR_THE_FIRST} Before all others come those that passive beliefs support, "
            "under which an unexpected move is taken for a mistake and says nothing of what is "
            "hidden. (solve applies refinements such as D1 too, and may put another one first.)"
        ),
        elsewhere={"se", "pbe", "wpbe", "pbne", "perfectbayes", "perfectbayesian"}
        | {"tremblinghand", "tremblinghandperfect", "d1", "intuitivecriterion", "intuitive"}
        | {"perfectbayesiannash", "weakperfectbayesian"},
        relation="each is perfect Bayesian, but there can be more of those",
    ),
    Concept(
        name="nash",
        about="Nash equilibria: all extreme ones where they can be enumerated, else one",
        title="Nash equilibrium",
        solver="crisis_sim.solve.nash:solve_nash",
        elsewhere={"ne", "bne", "bayesnash", "bayesian", "bayesiannash", "pure", "purenash", "psne"}
        | {"mixed", "mixednash", "msne"},
        relation="pure ones and mixed ones",
    ),
    Concept(
        name="quantal",
        about="the agent logit equilibrium at a precision, or the limit of its branch",
        title="quantal response equilibrium",
        solver="crisis_sim.solve.quantal:solve_quantal",
        options={"precision": "a precision"},
        kernel="crisis_sim.sweep.quantal_kernel:QuantalKernel",
        swept="the agent logit equilibrium at a precision",
        elsewhere={"qre", "aqre", "lqre", "agentqre", "logit", "logitqre", "agentlogit"}
        | {"quantalresponse", "agentquantalresponse"},
    ),
    Concept(
        name="cfr",
        about="one approximate Nash equilibrium by counterfactual regret, for the largest games",
        title="approximate Nash equilibrium",
        solver="crisis_sim.solve.counterfactual:solve_counterfactual",
        options={"tol": "a tolerance", "iterations": "a number of iterations"},
        reports=True,
        elsewhere={"counterfactualregret"},
    ),
)

CONCEPTS: Mapping[str, Concept] = {one.name: one for one in _ALL}
"""The concepts by name."""
SWEPT: Mapping[str, Concept] = {one.name: one for one in _ALL if one.kernel}
"""Those that can be swept."""


def concept_for(name: str, *, perfect: bool) -> Concept:
    """The concept of a name; ``auto`` chooses by whether information is perfect.

    Raises InputError for an unknown name.
    """
    if name == AUTO:
        return CONCEPTS["spe" if perfect else "sequential"]
    if name not in CONCEPTS:
        raise InputError(f"unknown concept '{name}'. {known(name)}")
    return CONCEPTS[name]


def known(name: str, among: Collection[str] = (AUTO, *CONCEPTS)) -> str:
    """A hint for a name that is no concept's: the one that the field calls so, or the near ones."""
    bare = _PADDING.sub("", str(name)).casefold()
    for one in _ALL:
        if one.name in among and bare in (one.name, *one.elsewhere):
            more = f"; {one.relation}" if one.relation and bare != one.name else ""
            return f"Write '{one.name}', for {one.about}{more}."
    if bare in _DOMINANCE:
        return f"{Remedy('dominance()')} tells what survives iterated elimination."
    return nearest(name, among)


def check_options(concept: Concept, given: Mapping[str, object]) -> None:
    """Raise InputError for an option that belongs to another concept."""
    for name in given:
        if name not in concept.options:
            of = next(one for one in CONCEPTS.values() if name in one.options)
            raise InputError(
                f"{of.options[name]} belongs to the concept {of.name}, not to {concept.name}"
            )


def title_of(name: str) -> str:
    """What one equilibrium of a concept is called; the name itself for what is none of ours."""
    return CONCEPTS[name].title if name in CONCEPTS else name


def _named(reference: str) -> Any:
    module, name = reference.split(":")
    return getattr(importlib.import_module(module), name)
