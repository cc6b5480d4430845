"""Nash equilibria by whatever method serves the game."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.normal_form import NormalForm, reduced_normal_form
from crisis_sim.interruption import completing
from crisis_sim.numbers.rational import ONE
from crisis_sim.numbers.written import counted
from crisis_sim.other_concepts import larger_than, serving
from crisis_sim.remedy import Remedy
from crisis_sim.solve.nash.answers import (
    FLOAT_BITS,
    LONG_BITS,
    Answered,
    NashSolution,
    Task,
    from_extreme,
    from_plans,
)
from crisis_sim.solve.nash.double_description import MOST_COMPARISONS, TooMany
from crisis_sim.solve.nash.extreme import (
    ANY_NUMBER,
    ExtremeEquilibria,
    exact_tables,
    extreme_equilibria,
    extreme_plans,
    two_players,
)
from crisis_sim.solve.nash.lemke import follow_path
from crisis_sim.solve.nash.profile import Plan
from crisis_sim.solve.nash.pure import pure_equilibria
from crisis_sim.solve.nash.support_system import STARTS
from crisis_sim.solve.nash.supports import count_supports, supported_equilibria
from crisis_sim.solve.nash.with_nashpy import ask_nashpy, compare
from crisis_sim.solve.nash.zero_sum import opposed, solve_zero_sum
from crisis_sim.solve.refine.limit_of_logit import FOUND_BY_LOGIT, follow_logit
from crisis_sim.solve.solution import MIXED_UNSEARCHED, TOLERANCE, Search, assess
from crisis_sim.strategy.exactly import floats
from crisis_sim.time_limits import OutOfTime, as_found, share_of_time, why_cut_short

__all__ = ["OF_CONTINUUM", "solve_nash"]

QUICK_COMPARISONS = 1_000_000_000
"""What ``auto`` spends on enumeration before it is content with one: a second or two."""

MANY_CHOICES = 400
"""Above this many choices ``auto`` does not begin to enumerate."""

MOST_CHOICES = 4_000
"""Above this many choices Lemke's tableau, the square of it, is too large."""

MOST_SEQUENCES = 40_000
"""Above this many choices the linear programme takes too long."""

OF_CONTINUUM = "one of a continuum, which counts as one; its ends are not known"

MOST_SUPPORTS = 2_500
"""Above this many combinations mixed equilibria of three or more players are not searched for."""


def solve_nash(
    game: Game | NormalForm,
    *,
    method: str = "auto",
    quick: int | None = None,
) -> NashSolution:
    """Nash equilibria (Nash 1951) of a game in extensive or normal form.

    With two players who have choices, ``auto`` lists every extreme equilibrium, proved complete by
    exact enumeration (:mod:`crisis_sim.solve.nash.extreme`), and how they hang together in
    components. Where that would take more than seconds it gives one equilibrium, and says so: an
    optimal plan of each player if their interests are opposite, in whatever units each counts,
    (:mod:`crisis_sim.solve.nash.zero_sum`), else the end of Lemke's path
    (:mod:`crisis_sim.solve.nash.lemke`). With more players it lists every pure equilibrium and,
    in small games, isolated mixed ones and one of each continuum that is met
    (:mod:`crisis_sim.solve.nash.supports`); where that gives none, or strategies are too many to
    list, the limit of logit play.

    Equilibria are profiles of behaviour: strategies that differ only in correlation across
    information sets are one. At information sets that a player's own strategy excludes any
    behaviour will do, and a best reply is shown. A normal form, and a game with imperfect recall,
    whose mixed strategies need not be behaviour, is solved as a game in which everyone chooses a
    strategy at once; that is then the solution's ``game``.

    What is decided is decided in exact numbers, and units or origins of payoffs change nothing.

    Parameters
    ----------
    method : one of :data:`crisis_sim.concepts.NASH_METHODS`, which is not checked here.
    quick : for ``auto``: the comparisons spent on enumeration before it is content with one; by
        itself what takes a second or two.

    Raises
    ------
    NotSolved
        The method does not apply to the game, or would take too long; the message names another.
    OutOfTime
        The time that was set is over, and nothing was found.
    Interrupted
        On Ctrl-C, with what the search over supports had found.

    Examples
    --------
    >>> payoffs = np.array([[[3.0, 1.0], [4.0, 0.0]], [[3.0, 4.0], [1.0, 0.0]]])
    >>> form = NormalForm("Chicken", ("US", "USSR"), (("yield", "stand"),) * 2, payoffs)
    >>> solution = solve_nash(form)
    >>> solution.complete, [one.profile.tolist() for one in solution.equilibria]
    (True, [[0.0, 1.0, 1.0, 0.0], [0.5, 0.5, 0.5, 0.5], [1.0, 0.0, 0.0, 1.0]])
    """
    started = time.perf_counter()
    task = Task.of(game)

    def solution(answer: Answered) -> NashSolution:
        return answer.solution(time.perf_counter() - started)

    with completing(solution):
        return solution(_METHODS[method](task) if quick is None else _auto(task, quick))


def _auto(task: Task, quick: int | None = None) -> Answered:
    form = task.sequences
    if sum(own.moves for own in form.players) > 2:
        return _supports_or_one(task)
    if len(form.players) < 2:
        return _pure(task)
    reason = f"more than {MANY_CHOICES} choices are too many to enumerate"
    if task.choices <= MANY_CHOICES:
        try:
            with share_of_time():
                return _enumerate(task, quick or QUICK_COMPARISONS, foresee=True)
        except (TooMany, OutOfTime) as problem:
            reason = str(problem).split(";")[0]
    if opposed(task.game):
        return _programme(task, reason)
    return _lemke(task, reason)


def _enumerate(task: Task, most: int = MOST_COMPARISONS, *, foresee: bool = False) -> Answered:
    return from_extreme(task, _extreme(task, most, foresee=foresee))


def _extreme(
    task: Task, most: int = MOST_COMPARISONS, *, foresee: bool = False
) -> ExtremeEquilibria:
    if task.normal_form is not None and len(task.normal_form.players) == 2:
        return extreme_equilibria(task.normal_form, most=most, foresee=foresee)
    return extreme_plans(task.game, most=most, foresee=foresee)


def _nashpy(task: Task) -> Answered:
    """The extreme equilibria beside the plans that nashpy's mixed strategies come to."""
    one, two = two_players(task.sequences)
    reduced = reduced_normal_form(task.game)
    given, error = ask_nashpy(reduced.form, (one, two))
    extreme = _extreme(task)
    known = [(floats(plans[one]), floats(plans[two])) for plans in task.plans_of(extreme)]
    plans = [
        (task.mixed_plan(reduced, one, first), task.mixed_plan(reduced, two, second))
        for first, second in given
    ]
    return from_extreme(task, extreme, nashpy=compare(plans, error, known))


def _programme(task: Task, reason: str = "") -> Answered:
    if not opposed(task.game):
        two = len(task.game.players) == 2
        raise NotSolved(
            "the linear programme needs two players and a constant sum; ",
            *(
                (Remedy("solve()", concept="nash", method="lemke"), " serves")
                if two
                else ANY_NUMBER
            ),
        )
    if task.choices > MOST_SEQUENCES:
        raise NotSolved(
            f"{task.choices:,} choices are too many for the linear programme "
            f"(at most {MOST_SEQUENCES:,}); ",
            *serving(larger_than("nash"), perfect=task.game.perfect_information),
        )
    found = solve_zero_sum(task.working)
    answer = from_plans(task, [found.plans], method="linear programme on the sequence form")
    worth = float(answer.equilibria[0].payoffs[0]) + 0.0
    searched = (
        f"one equilibrium; every equilibrium gives {task.game.shorts[0]} {worth:.9g}, and which "
        "others there are was not searched"
    )
    return answer.saying(_one(searched, reason))


def _lemke(task: Task, reason: str = "") -> Answered:
    form = task.working
    one, two = two_players(form)
    if task.choices > MOST_CHOICES:
        raise NotSolved(
            f"{task.choices:,} choices are too many for Lemke's algorithm (at most "
            f"{MOST_CHOICES:,}); ",
            *serving(larger_than("nash"), perfect=task.game.perfect_information),
        )
    first, second = exact_tables(form, one, two)
    path = follow_path((form.players[one], form.players[two]), (first, second))
    plans: list[Plan | Floats] = [(ONE,) * own.count for own in form.players]
    plans[one], plans[two] = path.plans
    kind = "exact" if path.exact else "floats"
    answer = from_plans(
        task,
        [plans],
        method=f"Lemke's algorithm on the sequence form ({kind})",
        bits=LONG_BITS if path.exact else FLOAT_BITS,
    )
    searched = (
        f"one equilibrium, at the end of a path of {path.pivots} pivots from uniform play; "
        "whether there are others was not searched"
    )
    return answer.saying(_one(searched, reason))


def _pure(task: Task) -> Answered:
    form = reduced_normal_form(task.game)
    plans = [task.pure_plans(form, profile) for profile in pure_equilibria(form.form)]
    answer = from_plans(task, plans, method="enumeration of pure strategies")
    profiles = f"{int(np.prod(form.form.shape)):,}"
    if len(task.game.players) == 1:
        said = "all optimal strategies; any mixture of them is optimal too"
        return answer.saying(Search("all", said, complete=True))
    every = Search("pure", f"all pure strategies ({profiles} profiles)", complete=True)
    return answer.saying(every, MIXED_UNSEARCHED)


def _supports(task: Task) -> Answered:
    pure = _pure(task)
    every = replace(pure.searched[0], about="all pure strategies")
    supports = count_supports(task.sequences)
    if supports > MOST_SUPPORTS:
        why = (
            f"{MIXED_UNSEARCHED.about}, having more than {MOST_SUPPORTS:,} combinations of supports"
        )
        return _or_limit_of_logit(pure.saying(*pure.searched, Search("mixed", why)))
    found = supported_equilibria(task.working, rng=np.random.default_rng(0))
    answer = pure.joined(
        _mixed(task, found.plans), "enumeration of pure strategies, and of supports"
    )
    others = "the others" if found.stopped is None else "others before"
    searched = (
        f"mixed ones at {found.tried:,} of {supports:,} combinations of supports, {others} being "
        f"ruled out, by Newton's method from {STARTS} starts each, which may miss some"
    )
    if found.continua:
        listed = [_mixed(task, members).first(OF_CONTINUUM) for members in found.members]
        for one in listed:
            answer = answer.joined(one, answer.method)
        count = sum(bool(one.equilibria) for one in listed)
        searched += (
            f"; at {counted(found.continua, 'combination')} candidates form continua, of "
            f"{count:,} of which one equilibrium is listed"
        )
    stopped = found.stopped
    if stopped:
        searched = f"{searched}; no more were tried, {why_cut_short(stopped)}"
    answer = answer.saying(every, Search("mixed", searched))
    return as_found(stopped, answer) if answer.equilibria or stopped else _or_limit_of_logit(answer)


def _supports_or_one(task: Task) -> Answered:
    """As far as strategies can be listed; else the limit of logit play, if that is found."""
    try:
        return _supports(task)
    except OutOfTime:
        raise
    except NotSolved as problem:
        why = str(problem).split(";")[0]
        none = from_plans(task, [], method="the limit of logit play")
        found = _or_limit_of_logit(none.saying(_one("one equilibrium", why)))
        if not found.equilibria:
            raise
        return found


def _mixed(task: Task, plans: Iterable[Sequence[Plan]]) -> Answered:
    """Those of some plans that are an equilibrium."""
    return from_plans(task, plans, method="", strict=False, bits=LONG_BITS)


def _or_limit_of_logit(answer: Answered) -> Answered:
    """The answer; where it is empty, the limit of logit play, if that is an equilibrium."""
    if answer.equilibria:
        return answer
    limit = follow_logit(answer.task.game)
    told = answer.saying(*answer.searched, limit.searched)
    if limit.solution is None:
        return told
    end = limit.solution.equilibria[0]
    found = assess(answer.task.game, end.profile if end.exact is None else end.exact.profile)
    if not found.certificate.holds(TOLERANCE):
        return told
    return replace(told, equilibria=(replace(found, notes=(FOUND_BY_LOGIT,)),))


def _one(searched: str, reason: str) -> Search:
    """One equilibrium, and why there are no more."""
    return Search("one", f"{searched} ({reason})" if reason else searched)


_METHODS: dict[str, Callable[[Task], Answered]] = {
    "auto": _auto,
    "enumeration": _enumerate,
    "nashpy": _nashpy,
    "linear programme": _programme,
    "lemke": _lemke,
    "pure": _pure,
    "supports": _supports,
}
