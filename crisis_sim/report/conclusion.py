"""What a solution comes to, in plain words and first of all: who does what, and what follows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

from crisis_sim.account import Account, Step
from crisis_sim.concepts import CONCEPTS
from crisis_sim.near_names import listed
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
    yield from _dangers(account)
    paid = zip(solution.game.shorts, one.payoffs.tolist(), strict=True)
    worth = listed_and([f"{player} {number(value)}" for player, value in paid])
    unit = f" (payoff unit: {scenario.payoff_unit})" if scenario.payoff_unit else ""
    yield f"What each side can expect: {worth}{unit}."
    yield from _others(solution, which)


def done(account: Account) -> Iterator[str]:
    """What is done at each situation that is likely to come, in the order of play."""
    likely = [step for step in account.steps if step.reach >= RARE]
    groups = [
        (player, situation, list(steps))
        for (player, situation), steps in groupby(likely, lambda one: (one.player, one.situation))
    ]
    for player, situation, steps in groups[:MOST_PLACES]:
        told = dict.fromkeys(_choice(step) for step in steps)
        player = account.short(player)
        if len(told) == 1:
            where = f"{capital(situation)}{_by_chance(steps)}"
            yield f"{where}: {player} plays {next(iter(told))}{_alike(steps)}."
        else:
            ways = (f"{_choice(step)} {_after(step)}" for step in steps)
            yield f"{capital(situation)}: {player} plays {'; '.join(ways)}."
    if len(groups) > MOST_PLACES:
        yield f"Then play goes on, at {len(groups) - MOST_PLACES:,} further places."


def _choice(step: Step) -> str:
    if len(step.played) == 1:
        return f"'{next(iter(step.played))}'"
    return listed_and(
        [
            f"'{action}' with probability {exact_probability(share, step.exact.get(action))}"
            for action, share in step.played.items()
        ]
    )


def _after(step: Step) -> str:
    """What came before, as the name of the information set has it."""
    return _told_after(_before(step))


def _told_after(before: str) -> str:
    return f"after {before}" if before else "at first"


def _before(step: Step) -> str:
    """The moves before, which stand behind the situation in the name of an information set."""
    return step.label.partition(f"{step.situation}, after ")[2]


def _by_chance(steps: Sequence[Step]) -> str:
    """The chance moves that lead to all of these, where play need not come to them."""
    if math.isclose(sum(step.reach for step in steps), 1.0):
        return ""
    first, *others = steps
    common = [move for move in first.chance if all(move in other.chance for other in others)]
    return f", after {', '.join(common)}" if common else ""


def _alike(steps: Sequence[Step]) -> str:
    """After what the same is done: what sets these places apart, or how many they are."""
    if len(steps) == 1:
        return ""
    if len(steps) > MOST_ALIKE:
        return f" at all {len(steps):,} places that play comes to"
    paths = [list(filter(None, _before(step).split(", "))) for step in steps]
    apart = [", ".join(move for move in path if not _in_all(move, paths)) for path in paths]
    if not all(apart) or len({*apart}) < len(apart):
        apart = [", ".join(path) for path in paths]
    return f" {listed_and(list(map(_told_after, apart)))}"


def _in_all(move: str, paths: Sequence[Sequence[str]]) -> bool:
    return all(move in path for path in paths)


def _ends(one: Equilibrium, ends: Ends) -> str:
    """The likeliest outcomes by their labels."""
    likely = [(ends.label(name), share) for name, share in one.outcomes.items()]
    if len(likely) == 1:
        return f"It ends with '{likely[0][0]}'."
    told = [f"'{label}' ({probability(share)})" for label, share in likely[:MOST_ENDS]]
    more = ", or otherwise" if len(likely) > MOST_ENDS else ""
    return f"It ends with {' or '.join(told)}{more}."


def _dangers(account: Account) -> Iterator[str]:
    """How likely the ends are of which causes are given: war, say."""
    totals: dict[str, float] = {}
    for cause in account.causes:
        totals[cause.category] = totals.get(cause.category, 0.0) + cause.probability
    for category, total in totals.items():
        yield f"The probability of {category} is {probability(total)}."


def _failing(fails: Sequence[str]) -> str:
    """The refinements that another equilibrium fails; they are explained under the table."""
    if not fails:
        return ""
    tests = "a test" if len(fails) == 1 else f"{len(fails)} tests"
    return f"; it fails {tests} of what may be believed, which this one passes: {listed(fails)}"


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
