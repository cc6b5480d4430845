"""What a solution comes to, in plain words and first of all: who does what, and what follows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from crisis_sim.account import Account, Step
from crisis_sim.concepts import CONCEPTS
from crisis_sim.report.numbers import exact_probability, number, probability
from crisis_sim.scenario.ends import Ends
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.sentence import capital, listed_and
from crisis_sim.solve.refine.refinements import passed_alone
from crisis_sim.solve.solution import Equilibrium, Solution

__all__ = ["RARE", "conclusion", "done"]

RARE = 0.005
"""Information sets reached with less are counted in the prose, not told."""
MOST_PLACES = 6
MOST_ENDS = 3
MOST_ALIKE = 4
"""Places at which the same is done that are told one by one."""


def conclusion(
    solution: Solution, which: int, account: Account, scenario: Scenario
) -> Iterator[str]:
    """The sentences, an idea each: what is done, how it ends, what it is worth, what else holds."""
    one = solution.equilibria[which]
    yield from done(account)
    yield _ends(one, scenario.ends)
    yield from _dangers(account, scenario.ends, one)
    paid = zip(solution.game.shorts, one.payoffs.tolist(), strict=True)
    worth = listed_and([f"{player} {number(value)}" for player, value in paid])
    unit = f" (payoff unit: {scenario.payoff_unit})" if scenario.payoff_unit else ""
    yield f"What each side can expect: {worth}{unit}."
    yield from _others(solution, which)


def done(account: Account) -> Iterator[str]:
    """What is done at each situation that is likely to come, in the order of play."""
    likely = [step for step in account.steps if step.reach >= RARE]
    groups = groupby(likely, lambda one: (account.short(one.player), one.situation))
    told = [_played(player, list(steps)) for (player, _), steps in groups]
    cycle = next((n for n in range(1, len(told)) if told[:n] * (len(told) // n) == told), len(told))
    yield from told[: min(cycle, MOST_PLACES)]
    if cycle > MOST_PLACES:
        yield f"Then play goes on, at {len(told) - MOST_PLACES:,} further places."
    elif cycle < len(told):
        again = len(told) // cycle - 1
        times = {1: "once", 2: "twice"}.get(again, f"{again:,} times")
        yield f"Then the same {times} more."


def _played(player: str, steps: Sequence[Step]) -> str:
    """What a player does at a situation, and where it does what."""
    by_choice: dict[str, list[_Before]] = {}
    every = _apart(steps)
    for step, before in zip(steps, every, strict=True):
        by_choice.setdefault(_choice(step), []).append(before)
    where = f"{capital(steps[0].situation)}{_by_chance(steps)}"
    if len(by_choice) == 1:
        return f"{where}: {player} plays {_choice(steps[0])}{_alike(every)}."
    ways = (f"{choice} {_wherever(known)}" for choice, known in by_choice.items())
    return f"{where}: {player} plays {'; '.join(ways)}."


def _choice(step: Step) -> str:
    if len(step.played) == 1:
        return f"'{next(iter(step.played))}'"
    return listed_and(
        [
            f"'{action}' with probability {exact_probability(share, step.exact.get(action))}"
            for action, share in step.played.items()
        ]
    )


@dataclass(frozen=True, slots=True)
class _Before:
    """What a player has seen before it moves: chance, and moves."""

    chance: tuple[str, ...]
    moves: tuple[str, ...]

    def __str__(self) -> str:
        told = [f"if {' and '.join(self.chance)}"] if self.chance else []
        told += [f"after {', '.join(self.moves)}"] if self.moves else []
        return ", ".join(told) or "at first"


def _apart(steps: Sequence[Step]) -> list[_Before]:
    """What sets the places of steps apart, or all that came before if that does not do."""
    paths = [_before(step) for step in steps]
    apart = [[move for move in path if not all(move in one for one in paths)] for path in paths]
    if not all(apart) or len(set(map(tuple, apart))) < len(apart):
        apart = paths
    return [
        _Before(
            tuple(move for move in path if move in step.chance),
            tuple(move for move in path if move not in step.chance),
        )
        for step, path in zip(steps, apart, strict=True)
    ]


def _before(step: Step) -> list[str]:
    """All that came before, which stands behind the situation in an information set's name."""
    told = step.label.partition(f"{step.situation}, after ")[2]
    return told.split(", ") if told else []


def _by_chance(steps: Sequence[Step]) -> str:
    """The chance moves that lead to all of these, where play need not come to them."""
    if math.isclose(sum(step.reach for step in steps), 1.0):
        return ""
    first, *others = steps
    common = [move for move in first.chance if all(move in other.chance for other in others)]
    return f", if {' and '.join(common)}" if common else ""


def _alike(before: Sequence[_Before]) -> str:
    """Where the same is done wherever play comes to a situation; nothing for one place."""
    if len(before) == 1:
        return ""
    if len(before) > MOST_ALIKE:
        return f" at all {len(before):,} places that play comes to"
    chances = [one.chance[0] for one in before if len(one.chance) == 1 and not one.moves]
    if len(chances) == len(before):
        return f", whether {' or '.join(chances)}"
    return f" {_wherever(before)}"


def _wherever(before: Sequence[_Before]) -> str:
    """The places at which one thing is done; of many how many they are."""
    if len(before) > MOST_ALIKE:
        return f"at {len(before):,} places"
    told = list(map(str, before))
    if not any("," in one for one in told):
        return listed_and(told)
    return ", and ".join(filter(None, (", ".join(told[:-1]), told[-1])))


def _ends(one: Equilibrium, ends: Ends) -> str:
    """The likeliest outcomes by their labels."""
    likely = [(ends.label(name), share) for name, share in one.outcomes.items()]
    if len(likely) == 1:
        return f"It ends with '{likely[0][0]}'."
    told = [f"'{label}' ({probability(share)})" for label, share in likely[:MOST_ENDS]]
    more = ", or otherwise" if len(likely) > MOST_ENDS else ""
    return f"It ends with {' or '.join(told)}{more}."


def _dangers(account: Account, ends: Ends, one: Equilibrium) -> Iterator[str]:
    """How likely the ends are of which causes are given: war, say."""
    totals: dict[str, float] = {}
    for cause in account.causes:
        totals[cause.category] = totals.get(cause.category, 0.0) + cause.probability
    for category, total in totals.items():
        held = ends.takes_in(category, one.outcomes) if total > 0 else ""
        told = f" ({held})" if held else ""
        yield f"The probability of {category}{told} is {probability(total)}."


def _failing(fails: Sequence[str]) -> str:
    """How many refinements another equilibrium fails; the table names them, and what they are."""
    if not fails:
        return ""
    tests = "a test" if len(fails) == 1 else f"{len(fails)} tests"
    told = f"; it fails {tests} of what may be believed, explained below"
    return f"{told}, which this one passes"


def _others(solution: Solution, which: int) -> Iterator[str]:
    """The other equilibria, and what they fail that this one passes."""
    one = solution.equilibria[which]
    failing = [
        passed_alone(one, other)
        for place, other in enumerate(solution.equilibria)
        if place != which
    ]
    if len(failing) == 1:
        place = 1 - which
        yield f"There is another equilibrium, number {place + 1} below{_failing(failing[0])}."
    elif failing:
        worse = "each fails a test that this one passes; " if all(failing) else ""
        yield f"There are {len(failing)} other equilibria; {worse}they are listed below."
    if which == 0 and not all(failing) and CONCEPTS[solution.concept].order:
        yield "Nothing tested here rules out all others; how one comes first is told at the end."
