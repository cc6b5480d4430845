"""What an equilibrium comes to: the path, the threats that hold it up, who gets what and why.

Everything a report says of an equilibrium is worked out here, as data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.chance_seen import chance_seen
from crisis_sim.game.tree import TERMINAL, InformationSet
from crisis_sim.numbers.rational import fraction
from crisis_sim.numbers.real import Number, is_rational, to_float
from crisis_sim.shown import AsTable, Brief, Shown
from crisis_sim.solve.sequential.exact_bounds import Bounds, exact_bounds
from crisis_sim.solve.solution import Equilibrium, Solution, actions_told
from crisis_sim.strategy.evaluate import branch_probabilities
from crisis_sim.strategy.played import Played

__all__ = [
    "Account",
    "BeliefLine",
    "Deviation",
    "Mixture",
    "Step",
    "TermLine",
    "TypeLine",
    "WarCause",
    "account_of",
    "exact_share",
]

MOST_SETS = 2_000
"""Information sets that an account goes into; in larger games those most likely to be reached."""


@dataclass(frozen=True, slots=True)
class Step:
    """An information set on the path: how likely it is reached, and what is played there.

    ``played`` holds the actions with positive probability, ``exact`` those probabilities that are
    known as rationals; ``sources`` what the actions cite. ``reach`` is 1 only where it is certain.
    ``chance`` are the chance moves before it that its player has seen, the same at all its nodes.
    """

    information_set: int
    player: str
    situation: str
    label: str
    reach: float
    day: float | None
    played: Mapping[str, float] = field(hash=False)
    sources: tuple[str, ...]
    exact: Mapping[str, Fraction] = field(hash=False)
    chance: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Deviation(Brief):
    """What another action on the path would bring its player.

    ``best`` is what the best action there brings, and ``loss`` how much less this one would, 0 only
    for nothing; ``follows`` the outcomes it would lead to, with their probabilities, most likely
    first.
    """

    information_set: int
    player: str
    label: str
    action: str
    value: float
    best: float
    loss: float
    follows: Mapping[str, float] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Mixture:
    """Several actions that are played at one place on the path, and what each brings."""

    player: str
    label: str
    values: Mapping[str, float] = field(hash=False)


@dataclass(frozen=True, slots=True, repr=False)
class BeliefLine(Brief):
    """The belief at one node of an information set; ``low`` and ``high`` bound those that serve.

    ``exact`` holds the bounds, and ``exact_belief`` the belief, as rationals where known so.
    """

    information_set: int
    player: str
    label: str
    history: str
    belief: float
    low: float
    high: float
    on_path: bool
    exact: Bounds | None = None
    exact_belief: Fraction | None = None


@dataclass(frozen=True, slots=True)
class TypeLine:
    """What a player expects once it knows its type, or whatever it learns before it first moves."""

    player: str
    knowing: str
    probability: float
    payoff: float


@dataclass(frozen=True, slots=True)
class TermLine:
    """The expected contribution of one named term to each player's payoff."""

    name: str
    source: str
    payoffs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class WarCause:
    """The probability of a category of outcomes from one cause."""

    category: str
    cause: str
    probability: float


@dataclass(frozen=True, slots=True, repr=False)
class Account(Shown):
    """All of it, for one equilibrium.

    ``unlisted`` counts the information sets that are reached too, but are too many to list;
    ``shorts`` are what tables call the players.
    """

    steps: tuple[Step, ...]
    deviations: tuple[Deviation, ...]
    beliefs: tuple[BeliefLine, ...]
    types: tuple[TypeLine, ...]
    terms: tuple[TermLine, ...]
    categories: Mapping[str, float] = field(hash=False)
    causes: tuple[WarCause, ...]
    sources: tuple[str, ...]
    unlisted: int = 0
    mixtures: tuple[Mixture, ...] = ()
    shorts: Mapping[str, str] = field(hash=False, default_factory=dict)

    def short(self, player: str) -> str:
        """What tables call a player."""
        return self.shorts.get(player, player)

    @property
    def caption(self) -> str:
        """What it comes to, most likely first."""
        return ", ".join(f"{name} {share:.4g}" for name, share in self.categories.items())

    def table(self) -> AsTable:
        """What is played at each information set that is reached."""
        rows = [
            (self.short(one.player), one.label, f"{one.reach:.4g}", actions_told(one.played))
            for one in self.steps
        ]
        return ("player", "information set", "reach", "played"), rows


def account_of(solution: Solution, which: int = 0) -> Account:
    """Work out the account of one equilibrium of a solution.

    Payoffs by term, categories and causes, dates and sources are those of the solution's family.
    """
    return _Accountant(solution, solution.equilibria[which]).account()


def exact_share(one: Equilibrium, choice: int) -> Fraction | None:
    """The probability of a choice as a rational, where the equilibrium is proved in these."""
    return _proved(one, None if one.exact is None else one.exact.profile[choice])


def exact_belief(one: Equilibrium, node: int) -> Fraction | None:
    """The belief at a node likewise."""
    return _proved(one, None if one.exact is None else one.exact.beliefs[node])


def _proved(one: Equilibrium, number: Number | None) -> Fraction | None:
    if number is None or not one.certificate.proved or not is_rational(number):
        return None
    return fraction(number)


class _Accountant:
    def __init__(self, solution: Solution, one: Equilibrium) -> None:
        self.game = solution.game
        self.tree = solution.game.tree
        self.one = one
        self.family = solution.family
        exact = None if one.exact is None else (one.exact.profile, one.exact.beliefs)
        self.played = Played(self.game, one.profile, one.beliefs, exact)
        self.branch = branch_probabilities(self.game, one.profile)
        self.set_reach = self.played.set_reach
        self.days = solution.days

    def account(self) -> Account:
        steps = tuple(self.steps())
        return Account(
            steps=steps,
            deviations=tuple(self.deviations(steps)),
            beliefs=tuple(self.beliefs()),
            types=tuple(self.types()),
            terms=tuple(self.terms()),
            categories=self.categories(),
            causes=tuple(self.causes()),
            sources=tuple(dict.fromkeys(s for step in steps for s in step.sources)),
            unlisted=int(np.count_nonzero(self.set_reach > 0.0)) - len(steps),
            mixtures=tuple(self.mixtures(steps)),
            shorts=dict(zip(self.game.players, self.game.shorts, strict=True)),
        )

    def reached(self, held: InformationSet) -> float:
        return float(self.set_reach[held.index])

    def likeliest(self, sets: NDArray[np.integer[Any]]) -> list[InformationSet]:
        """The sets with these numbers, but at most ``MOST_SETS``, in their order."""
        order = np.argsort(-self.set_reach[sets], kind="stable")[:MOST_SETS]
        every = self.tree.information_sets
        return [every[number] for number in np.sort(sets[order]).tolist()]

    def steps(self) -> Iterator[Step]:
        found = self.likeliest(np.flatnonzero(self.set_reach > 0.0))
        for held in sorted(found, key=lambda h: (self.tree.depth[h.nodes[0]], h.nodes[0])):
            played = {
                action: float(self.one.profile[choice])
                for action, choice in zip(held.actions, held.choices, strict=True)
                if self.one.profile[choice] > 0.0
            }
            known = {
                action: exact_share(self.one, choice)
                for action, choice in zip(held.actions, held.choices, strict=True)
                if action in played
            }
            yield Step(
                information_set=held.index,
                player=self.game.players[held.player],
                situation=self.tree.label(held.nodes[0]),
                label=held.label,
                reach=self.reached(held),
                day=self.day(held.nodes[0]),
                played=played,
                sources=self.step_sources(held, played),
                exact={action: share for action, share in known.items() if share is not None},
                chance=chance_seen(self.family, held.nodes, held.player),
            )

    def day(self, node: int) -> float | None:
        day = float(self.days[node])
        return None if np.isnan(day) else day

    def step_sources(self, held: InformationSet, played: Mapping[str, float]) -> tuple[str, ...]:
        children = self.tree.children(held.nodes[0]).tolist()
        moves = [
            self.family.move_to(child)
            for child, action in zip(children, held.actions, strict=True)
            if action in played
        ]
        return tuple(dict.fromkeys(move.cited.source for move in moves if move.cited.source))

    def deviations(self, steps: tuple[Step, ...]) -> Iterator[Deviation]:
        for step in steps:
            held = self.tree.information_sets[step.information_set]
            own = self.played.worth[held.choices.start : held.choices.stop]
            for place, action in enumerate(held.actions):
                if action in step.played:
                    continue
                yield Deviation(
                    information_set=held.index,
                    player=step.player,
                    label=held.label,
                    action=action,
                    value=float(own[place]),
                    best=float(own.max()),
                    loss=self.played.loss(held.index, place),
                    follows=self.follows(held, place),
                )

    def mixtures(self, steps: tuple[Step, ...]) -> Iterator[Mixture]:
        for step in steps:
            if len(step.played) > 1:
                held = self.tree.information_sets[step.information_set]
                own = self.played.worth[held.choices.start : held.choices.stop].tolist()
                worth = dict(zip(held.actions, own, strict=True))
                yield Mixture(step.player, step.label, {one: worth[one] for one in step.played})

    def follows(self, held: InformationSet, place: int) -> dict[str, float]:
        """The outcomes after an action, with their probabilities given the beliefs there."""
        total: dict[int, float] = {}
        for node in held.nodes:
            child = int(self.tree.children(node)[place])
            self.add_outcomes(total, child, float(self.one.beliefs[node]))
        order = sorted(total, key=lambda outcome: (-total[outcome], outcome))
        return {self.label(i): total[i] for i in order if total[i] > 0.0}

    def label(self, outcome: int) -> str:
        """What an outcome, by its number, is called."""
        return self.family.scenario.ends.label(self.tree.outcomes[outcome])

    def add_outcomes(self, total: dict[int, float], node: int, weight: float) -> None:
        """Add the probabilities of the outcomes from a node on, which has a weight itself."""
        left = [(node, weight)]
        while left:
            at, reach = left.pop()
            if self.tree.mover[at] == TERMINAL:
                outcome = int(self.tree.rows[self.tree.payoff_row[at]])
                total[outcome] = total.get(outcome, 0.0) + reach
                continue
            for child in self.tree.children(at)[::-1].tolist():
                if self.branch[child] > 0.0:
                    left.append((child, reach * float(self.branch[child])))

    def beliefs(self) -> Iterator[BeliefLine]:
        start, member = self.tree.set_member_start, self.tree.set_member
        believed = ~np.isnan(self.one.beliefs[member[start[:-1]]])
        exact = exact_bounds(self.one)
        for held in self.likeliest(np.flatnonzero((np.diff(start) > 1) & believed)):
            histories = self.histories(held)
            for node in held.nodes:
                low, high = self.one.belief_bounds[node]
                yield BeliefLine(
                    information_set=held.index,
                    player=self.game.players[held.player],
                    label=held.label,
                    history=histories[node],
                    belief=float(self.one.beliefs[node]),
                    low=float(low),
                    high=float(high),
                    on_path=self.reached(held) > 0.0,
                    exact=exact.get(node),
                    exact_belief=exact_belief(self.one, node),
                )

    def histories(self, held: InformationSet) -> dict[int, str]:
        """By node the moves to it that differ from those to the other nodes of its set.

        Of nodes that these do not tell apart, as where moves in other order lead, all moves.
        """
        paths = {n: [self.tree.move_label(x) for x in self.tree.path(n)[1:]] for n in held.nodes}
        common = set.intersection(*(set(path) for path in paths.values()))
        apart = {n: [label for label in path if label not in common] for n, path in paths.items()}
        told = {node: ", ".join(apart[node] or paths[node]) for node in held.nodes}
        often = Counter(told.values())
        return {
            node: text if often[text] == 1 else ", ".join(paths[node])
            for node, text in told.items()
        }

    def types(self) -> Iterator[TypeLine]:
        """Payoffs by what each player knows when it first moves, where that is more than one."""
        entrance = self.tree.set_member[self.tree.set_member_start[:-1]]
        reached = self.set_reach > 0.0
        for player, name in enumerate(self.game.players):
            own = self.tree.own_choice[entrance, player] < 0
            found = np.flatnonzero((self.tree.set_player == player) & reached & own)
            first = self.likeliest(found)
            if len(first) < 2 or not self.played.one_of(held.index for held in first):
                continue
            known = [self.knowing(held) for held in first]
            for held, text in zip(first, known, strict=True):
                weights = self.played.reach[list(held.nodes)]
                mean = weights @ self.played.values[list(held.nodes), player] / weights.sum()
                knowing = text if known.count(text) == 1 else held.label
                yield TypeLine(name, knowing, float(weights.sum()), float(mean))

    def knowing(self, held: InformationSet) -> str:
        """The chance moves before a set that its player has seen."""
        return ", ".join(chance_seen(self.family, held.nodes[:1], held.player)) or held.label

    def terms(self) -> Iterator[TermLine]:
        if self.family.scenario.bare:
            return
        numbers: list[Any] = self.family.numbers_at(self.game.given).tolist()
        if self.played.play is not None:
            numbers = self.family.exact_numbers_at(self.game.given)
        totals: dict[str, list[Any]] = {}
        sources: dict[str, str] = {}
        for row, weight in enumerate(self.played.row_weights()):
            for term in self.family.terms[row] if weight != 0 else ():
                before = totals.setdefault(term.name, [0] * len(term.formulas))
                for player, formula in enumerate(term.formulas):
                    if formula >= 0:
                        before[player] = before[player] + weight * numbers[formula]
                sources.setdefault(term.name, term.source)
        for name, payoffs in totals.items():
            if any(payoff != 0 for payoff in payoffs):
                yield TermLine(name, sources[name], tuple(map(to_float, payoffs)))

    def categories(self) -> dict[str, float]:
        total = self.family.scenario.ends.gathered(self.one.outcomes)
        return dict(sorted(total.items(), key=lambda item: -item[1]))

    def causes(self) -> Iterator[WarCause]:
        """Probabilities by category and cause, of the outcomes that name a cause."""
        if self.family.scenario.bare:
            return
        total: dict[tuple[str, str], float] = {}
        for name, outcome in self.family.scenario.outcomes.items():
            if outcome.cause:
                key = (outcome.category or name, outcome.cause)
                total[key] = total.get(key, 0.0) + self.one.outcomes.get(name, 0.0)
        for (category, cause), probability in total.items():
            yield WarCause(category, cause, probability)
