"""Refinements against their definitions, written out for random signalling games.

The sender has two or three types, two messages, and the receiver two responses, so that every
criterion can be computed from the payoffs by hand: beliefs are a simplex, and mixed best responses
a segment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.solve.solution import Equilibrium, Solution

GAMES = 80
NOISE = 1e-9


@dataclass(frozen=True)
class Signalling:
    """``payoffs`` is (types, messages, responses, players)."""

    prior: np.ndarray
    payoffs: np.ndarray

    def text(self) -> str:
        lines = ['EFG 2 R "signalling" { "S" "R" }']
        chances = " ".join(f'"t{t}" {p}/100' for t, p in enumerate(self.prior))
        lines.append(f'c "" 1 "" {{ {chances} }} 0')
        number = 0
        for t in range(len(self.prior)):
            lines.append(f'p "" 1 {t + 1} "" {{ "m0" "m1" }} 0')
            for m in range(2):
                lines.append(f'p "" 2 {m + 1} "" {{ "r0" "r1" }} 0')
                for r in range(2):
                    number += 1
                    sender, receiver = self.payoffs[t, m, r]
                    lines.append(f't "" {number} "" {{ {sender:.4f} {receiver:.4f} }}')
        return "\n".join(lines) + "\n"

    def best(self, message: int, types: list[int]) -> list[int]:
        """The responses that are best under some belief over these types."""
        edge = self.payoffs[types, message, 0, 1] - self.payoffs[types, message, 1, 1]
        return [r for r, possible in enumerate([edge.max() >= 0, edge.min() <= 0]) if possible]

    def gains(self, message: int, worth: np.ndarray, types: list[int]) -> np.ndarray:
        """(best responses, types) what each type gains."""
        return self.payoffs[:, message, self.best(message, types), 0].T - worth


def random_game(seed: int) -> Signalling:
    rng = np.random.default_rng(seed)
    types = 2 + seed % 2
    prior = np.array([30, 70] if types == 2 else [20, 30, 50])
    payoffs = np.round(rng.uniform(-1, 1, (types, 2, 2, 2)), 4)
    # A message that all dislike a little makes pooling on the other common.
    payoffs[:, 1, 1, 0] -= 1.0
    return Signalling(prior, payoffs)


@dataclass(frozen=True)
class Plan:
    """What each type sends, and the response to each message."""

    game: Signalling
    sent: tuple[int, ...]
    responses: tuple[int, ...]

    @property
    def worth(self) -> np.ndarray:
        each = zip(self.sent, range(len(self.sent)), strict=True)
        return np.array([self.game.payoffs[t, m, self.responses[m], 0] for m, t in each])

    @property
    def unsent(self) -> int:
        """The message that nobody sends, where the types pool."""
        return 1 - self.sent[0]


def plan_of(game: Signalling, solution: Solution, one: Equilibrium) -> Plan:
    sets = solution.game.tree.information_sets
    chosen: list[list[int]] = [[], []]
    for each in sorted(sets, key=lambda one: one.nodes[0]):
        own = one.profile[each.choices.start : each.choices.stop]
        chosen[each.player].append(int(np.argmax(own)))
    return Plan(game, tuple(chosen[0]), tuple(chosen[1]))


def poolings() -> list[tuple[Plan, list[Plan], Equilibrium]]:
    """Each pooling equilibrium with the others of its game."""
    found = []
    for seed in range(GAMES):
        game = random_game(seed)
        solution = solve_sequential(read_efg(game.text()), mixed=False)
        plans = [plan_of(game, solution, one) for one in solution.equilibria]
        for plan, one in zip(plans, solution.equilibria, strict=True):
            if len(set(plan.sent)) == 1:
                found.append((plan, [other for other in plans if other is not plan], one))
    return found


CASES = poolings()


def everyone(plan: Plan) -> list[int]:
    return list(range(len(plan.sent)))


def gains(plan: Plan, types: list[int]) -> np.ndarray:
    """(best responses to beliefs over ``types``, types) gains by the unsent message."""
    best = plan.game.best(plan.unsent, types)
    return np.asarray(plan.game.payoffs[:, plan.unsent, best, 0].T - plan.worth)


def is_intuitive(plan: Plan) -> bool:
    left = np.flatnonzero(gains(plan, everyone(plan)).max(axis=0) >= 0)
    return not len(left) or not np.any(gains(plan, left.tolist())[:, left].min(axis=0) > 0)


def segment(rows: np.ndarray) -> np.ndarray:
    """The mixtures of the best responses: their corners, and where a type is indifferent."""
    if len(rows) == 1:
        return rows
    shares = -rows[1] / (rows[0] - rows[1])
    shares = np.array([0.0, 1.0, *shares[(shares > 0) & (shares < 1)]])
    return np.asarray(shares[:, None] * rows[0] + (1 - shares)[:, None] * rows[1])


def kept_by_d1(plan: Plan) -> list[int]:
    points = segment(gains(plan, everyone(plan)))
    tempted, keen = points >= -NOISE, points > NOISE
    return [
        one
        for one in everyone(plan)
        if not any(
            keen[:, other].any() and keen[tempted[:, one], other].all()
            for other in everyone(plan)
            if other != one
        )
    ]


def is_d1(plan: Plan) -> bool:
    points = segment(gains(plan, kept_by_d1(plan)))
    return bool(np.any(np.all(points <= NOISE, axis=1)))


def deterred_by_prior(plan: Plan, types: list[int]) -> bool:
    """Whether nobody gains by the unsent message if the prior over these types is believed."""
    payoffs = plan.game.payoffs[:, plan.unsent]
    edge = (payoffs[:, 0, 1] - payoffs[:, 1, 1]) * plan.game.prior
    response = int(edge[types].sum() < 0)
    return bool(np.all(payoffs[:, response, 0] <= plan.worth))


def is_defeated_by(plan: Plan, other: Plan) -> bool:
    """Without ties a type that is not worse off in the other is better off."""
    senders = [t for t in everyone(plan) if other.sent[t] == plan.unsent]
    better = other.worth[senders] > plan.worth[senders]
    return bool(senders and better.all() and not deterred_by_prior(plan, senders))


def test_there_are_cases_of_each_kind() -> None:
    for name in ("passive beliefs", "intuitive criterion", "divinity", "D1", "undefeated"):
        assert {one.refinements[name] for *_, one in CASES} == {True, False}, name
    assert any(one.refinements["divinity"] is not one.refinements["D1"] for *_, one in CASES)
    assert len(CASES) >= 50


@pytest.mark.parametrize(("plan", "others", "one"), CASES)
def test_as_defined(plan: Plan, others: list[Plan], one: Equilibrium) -> None:
    told = {name: passed for name, passed in one.refinements.items() if name != "divinity"}
    assert told == {
        "passive beliefs": deterred_by_prior(plan, everyone(plan)),
        "intuitive criterion": is_intuitive(plan),
        "D1": is_d1(plan),
        "undefeated": not any(is_defeated_by(plan, other) for other in others),
    }


@pytest.mark.parametrize("one", [one for *_, one in CASES])
def test_each_implies_the_weaker(one: Equilibrium) -> None:
    refinements = one.refinements
    if refinements["D1"]:
        assert refinements["divinity"]
    if refinements["divinity"]:
        assert refinements["intuitive criterion"]
