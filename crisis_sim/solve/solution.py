"""What every solver returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from numbers import Integral

import numpy as np
from numpy.typing import NDArray

from crisis_sim.concept import Promise
from crisis_sim.concepts import CONCEPTS
from crisis_sim.errors import InputError, NotSolved
from crisis_sim.game.constant import bare_family
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.numbers.real import Number, to_float
from crisis_sim.numbers.written import counted
from crisis_sim.option import OptionValue
from crisis_sim.remedy import MessageParts
from crisis_sim.shown import AsTable, Brief, Shown, in_short, short_list
from crisis_sim.strategy.certificate import EXACT_NODES, Certificate, certify, certify_play
from crisis_sim.strategy.evaluate import (
    bayes_beliefs,
    node_values,
    outcome_probabilities,
    reach_probabilities,
)
from crisis_sim.strategy.exactly import (
    Beliefs,
    ExactPlay,
    Profile,
    exact_beliefs,
    exact_profile,
    floats,
)

__all__ = [
    "MIXED_UNSEARCHED",
    "ONLY_MIXED",
    "TOLERANCE",
    "Bounds",
    "Equilibrium",
    "ExactAssessment",
    "Search",
    "Solution",
    "actions_told",
    "assess",
]

MOST_ROWS = 50

TOLERANCE = 1e-9
"""Largest regret of what is called an equilibrium where it is not 0, as a share of what is at
stake where it is had."""


Bounds = dict[int, tuple[Number, Number]]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ExactAssessment(Brief):
    """A profile and its beliefs as exact numbers: (choices,), and (nodes,) with None for none.

    ``bounds`` has by node the least and greatest belief that support the profile, where the belief
    at its information set is free.
    """

    profile: Profile
    beliefs: Beliefs
    bounds: Mapping[int, tuple[Number, Number]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, repr=False)
class Equilibrium:
    """One profile with its beliefs and its proof.

    Attributes
    ----------
    profile : (choices,) behaviour probabilities.
    beliefs : (nodes,) belief at each decision node, nan where the concept gives none.
    belief_bounds : (nodes, 2) least and greatest belief that support the profile at an
        information set off the path; both equal to the belief where it is settled.
    payoffs : (players,) expected payoffs.
    outcomes : probability of each outcome that can happen, most likely first.
    certificate : its regrets, measured by code that shares nothing with the solver.
    refinements : for each refinement tested whether it is passed; None when not decided.
    notes : what a reader should know of this equilibrium alone.
    variants : how many equilibria are played like this one and differ off the path alone, this one
        included; 0 where they were not counted.
    exact : profile and beliefs as the exact numbers that the floats are nearest to; None in trees
        too large for exact numbers.
    """

    profile: Floats
    beliefs: Floats
    belief_bounds: Floats
    payoffs: Floats
    outcomes: Mapping[str, float]
    certificate: Certificate
    refinements: Mapping[str, bool | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    variants: int = 0
    exact: ExactAssessment | None = None

    def __repr__(self) -> str:
        paid = ", ".join(f"{value:.6g}" for value in self.payoffs.tolist())
        return in_short(self, f"payoffs {paid}; max regret {self.certificate.max_regret:.3g}")

    @property
    def pure(self) -> bool:
        """Whether every choice is made with probability 0 or 1."""
        return bool(np.all((self.profile == 0.0) | (self.profile == 1.0)))


@dataclass(frozen=True, slots=True, repr=False)
class Search(Brief):
    """What was searched for equilibria of one kind.

    Attributes
    ----------
    kind : ``pure``, ``mixed``, ``all``, or ``one`` where the method ends at the first.
    about : what was enumerated and what was not, as a part of a sentence.
    complete : whether every equilibrium of the kind is proved to be found.
    """

    kind: str
    about: str
    complete: bool = False


MIXED_UNSEARCHED = Search("mixed", "mixed strategies were not searched")
ONLY_MIXED = "only mixed equilibria"
"""What there is where no equilibrium is pure: every finite game of perfect recall has one."""


@dataclass(frozen=True, eq=False, repr=False)
class Solution(Shown):
    """The answer of one concept on one game.

    Attributes
    ----------
    game : the game that was solved.
    concept, method : what was asked for, and how it was found.
    equilibria : all that were found, in a fixed order.
    searched : by kind what was searched, the kinds that were found first before the others; one at
        least.
    ties : information sets on the path of some equilibrium at which several actions are equally
        good, in words.
    seconds : time taken.
    warnings : what the user should know before using the answer.
    converged : False when a numerical method stopped short; its best profile is then given.
    options : the options of the concept by name, given or by default; None where its record says in
        words what was done without one.
    unproved : the bits to which numbers were compared that then counted as equal; 0 if all
        comparisons were proved.
    unfolded : the family that the game is of; None where nothing else is known of it, as of a
        normal form that was solved in place of the game asked for.
    """

    game: Game
    concept: str
    method: str
    equilibria: tuple[Equilibrium, ...]
    searched: tuple[Search, ...]
    seconds: float
    ties: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    converged: bool = True
    unproved: int = 0
    options: Mapping[str, OptionValue] = field(default_factory=dict)
    unfolded: ParametricGame | None = None

    def __post_init__(self) -> None:
        if not self.searched:
            raise InputError("a solution says what was searched: pass one Search at least")

    @cached_property
    def family(self) -> ParametricGame:
        """What is known of the game: its terms, ends, dates and sources, or its numbers alone."""
        return self.unfolded or bare_family(self.game)

    @property
    def days(self) -> Floats:
        """(nodes,) the days passed on reaching each node; nan where nothing is known of time."""
        return self.family.days_at(self.game.given)

    @property
    def promise(self) -> Promise:
        """What is sure of the regrets, whatever the game."""
        return CONCEPTS[self.concept].promise

    @property
    def complete(self) -> bool:
        """Whether the equilibria are proved to be all there are."""
        return all(one.complete for one in self.searched)

    @property
    def extent(self) -> str:
        """What was enumerated and what was not, in one sentence."""
        return "; ".join(one.about for one in self.searched)

    @property
    def max_regret(self) -> float:
        """The largest regret of any equilibrium listed; nan when there is none."""
        return max((one.certificate.max_regret for one in self.equilibria), default=float("nan"))

    @property
    def caption(self) -> str:
        """The game, the concept, how many equilibria were found, and whether these are all."""
        found = counted(len(self.equilibria), "equilibrium", "equilibria")
        extent = "all there are" if self.complete else self.extent
        return f"{self.game.title}: {self.concept}, {found}; {extent}"

    def table(self) -> AsTable:
        """Each equilibrium: payoffs, outcomes, what is played on the path, the largest regret.

        Of more than 50 the first are told.
        """
        rows = [
            (
                str(which + 1),
                *(f"{value:.6g}" for value in one.payoffs.tolist()),
                short_list([f"{name} {share:.4g}" for name, share in one.outcomes.items()]),
                short_list([*self._played(which)]),
                f"{one.certificate.max_regret:.3g}",
            )
            for which, one in enumerate(self.equilibria[:MOST_ROWS])
        ]
        return ("", *self.game.shorts, "outcomes", "played on the path", "max regret"), rows

    def _played(self, which: int) -> Iterator[str]:
        """What is done at each information set that is reached, in the order of the tree."""
        tree, profile = self.game.tree, self.equilibria[which].profile
        reached = tree.information_set[self.reach(which) > 0]
        for number in dict.fromkeys(reached[reached >= 0].tolist()):
            held = tree.information_sets[number]
            played = {
                action: float(profile[choice])
                for action, choice in zip(held.actions, held.choices, strict=True)
                if profile[choice] > 0
            }
            yield f"{held.label}: {actions_told(played)}"

    @property
    def otherwise(self) -> MessageParts:
        """What may serve where no equilibrium was found, or none that is near enough."""
        return CONCEPTS[self.concept].otherwise

    def chosen(self, which: int) -> Equilibrium:
        """One of the equilibria, from 0.

        Raises NotSolved where none was found, InputError where there are fewer.
        """
        count = len(self.equilibria)
        if not count:
            found = f"no {self.concept} equilibrium was found: {self.extent}; "
            raise NotSolved(found, *self.otherwise)
        if not isinstance(which, Integral):
            raise InputError(f"an equilibrium is chosen by its number from 0, not {which!r:.40}")
        if not 0 <= which < count:
            raise InputError(f"there is no equilibrium {which + 1}; found {count}")
        return self.equilibria[which]

    def reach(self, which: int = 0) -> Floats:
        """(nodes,) probability that each node is reached in an equilibrium."""
        return reach_probabilities(self.game, self.chosen(which).profile)

    def values(self, which: int = 0) -> Floats:
        """(nodes, players) continuation values in an equilibrium."""
        return node_values(self.game, self.chosen(which).profile)


def actions_told(played: Mapping[str, float]) -> str:
    """Actions with their probabilities, unless it is one alone."""
    if len(played) == 1:
        return next(iter(played))
    return " / ".join(f"{action} ({share:.4g})" for action, share in played.items())


def assess(
    game: Game,
    profile: Floats | Profile,
    beliefs: Floats | Beliefs | None = None,
    belief_bounds: Floats | Bounds | None = None,
    *,
    sequential: bool = False,
    notes: tuple[str, ...] = (),
) -> Equilibrium:
    """A profile with what follows from it: payoffs, outcomes, beliefs on the path, certificate.

    Profile and beliefs are floats or exact numbers; bounds (nodes, 2) floats, or exact numbers by
    node where they are free. Without ``beliefs``, those of Bayes' rule are given, and none off the
    path. ``sequential`` says that the beliefs are part of the claim, so that agent regret is
    certified under them.
    """
    rounded = profile if isinstance(profile, np.ndarray) else floats(profile)
    free = belief_bounds if isinstance(belief_bounds, dict) else {}
    exact = None
    if game.tree.size > EXACT_NODES:
        given = floats(beliefs) if isinstance(beliefs, tuple) else beliefs
        held = bayes_beliefs(game, rounded) if given is None else given
        payoffs = node_values(game, rounded)[0]
        certificate = certify(game, rounded, held if sequential else None)
    else:
        exact = _exactly(game, profile, beliefs, free)
        held = beliefs if isinstance(beliefs, np.ndarray) else floats(exact.beliefs)
        play = ExactPlay(game, exact.profile)
        payoffs = floats(play.values[0])
        certificate = certify_play(play, exact.beliefs if sequential else None)
    bounds = belief_bounds if isinstance(belief_bounds, np.ndarray) else _bounds(held, free)
    for array in (rounded, held, bounds):
        _freeze(array)
    return Equilibrium(
        profile=rounded,
        beliefs=held,
        belief_bounds=bounds,
        payoffs=payoffs,
        outcomes=_likeliest_first(game, outcome_probabilities(game, rounded)),
        certificate=certificate,
        notes=notes,
        exact=exact,
    )


def _exactly(
    game: Game, profile: Floats | Profile, beliefs: Floats | Beliefs | None, free: Bounds
) -> ExactAssessment:
    """Profile and beliefs as exact numbers; without beliefs those of Bayes' rule."""
    own = exact_profile(game.tree, profile) if isinstance(profile, np.ndarray) else profile
    if beliefs is None:
        known: Beliefs = tuple(ExactPlay(game, own).bayes)
    elif isinstance(beliefs, np.ndarray):
        known = exact_beliefs(game.tree, beliefs)
    else:
        known = beliefs
    return ExactAssessment(own, known, free)


def _bounds(beliefs: Floats, free: Bounds) -> Floats:
    """(nodes, 2) least and greatest belief."""
    bounds = np.stack([beliefs, beliefs], axis=1)
    for node, limits in free.items():
        bounds[node] = [to_float(one) for one in limits]
    return bounds


def _likeliest_first(game: Game, chances: Floats) -> dict[str, float]:
    possible = np.flatnonzero(chances > 0)
    order = possible[np.argsort(-chances[possible], kind="stable")].tolist()
    return {game.tree.outcomes[i]: float(chances[i]) for i in order}


def _freeze(array: NDArray[np.float64]) -> None:
    array.setflags(write=False)
