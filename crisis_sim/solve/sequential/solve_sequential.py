"""All pure sequential equilibria of a game (Kreps and Wilson 1982), and mixed ones."""

from __future__ import annotations

import time

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Game
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.interruption import Interrupted
from crisis_sim.numbers.written import counted
from crisis_sim.other_concepts import FORGETFUL, larger_than, serving
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.sentence import at_place
from crisis_sim.solve.refine.limit_of_logit import LogitLimit, follow_logit, with_limit_of_logit
from crisis_sim.solve.refine.refinements import refine
from crisis_sim.solve.sequential.assessment import assessment, first_consistent
from crisis_sim.solve.sequential.continuation import PlayedAlike
from crisis_sim.solve.sequential.from_logit import limit_found
from crisis_sim.solve.sequential.mixed import Listed, find_mixed
from crisis_sim.solve.sequential.part_search import Unfinished
from crisis_sim.solve.sequential.parts import Parts
from crisis_sim.solve.solution import MIXED_UNSEARCHED, Equilibrium, Search, Solution
from crisis_sim.strategy.exactly import ExactPlay
from crisis_sim.time_limits import IN_TIME, OutOfTime, check_time, share_of_time

__all__ = ["solve_sequential"]

MOST_COMBINATIONS = 1_000_000
MOST_NODES = 20_000


def solve_sequential(
    game: Game,
    *,
    most: int = MOST_COMBINATIONS,
    mixed: bool = True,
    logit: bool = False,
    report: Reporter = nobody,
) -> Solution:
    """Every play of a pure sequential equilibrium, and mixed ones, with beliefs that support them.

    The game is cut into parts (:mod:`crisis_sim.solve.sequential.parts`), in each of which all
    combinations of actions are tried; consistency of beliefs is decided
    (:mod:`crisis_sim.solve.sequential.consistency`). Off the path the beliefs reported are those
    nearest to the prior, with the interval of all that serve.

    Parameters
    ----------
    most : combinations of actions to try at most.
    mixed : whether to search for mixed equilibria as well.
    logit : whether to test too which of them the logit branch leads to
        (:mod:`crisis_sim.solve.refine.limit_of_logit`); that is listed if none is played so. It is
        looked for too where nothing else is found.
    report : is told how many combinations were tried, and what is being searched.

    Equilibria that differ only in what is done off the path of play are listed once: the one whose
    beliefs are nearest to the prior, with the number of its ``variants``.

    Each is tested for the refinements of :mod:`crisis_sim.solve.refine`, whose ``in_order`` says
    which comes first.

    Guaranteed: the play of every pure sequential equilibrium, and no other. All is decided in exact
    numbers.
    Mixed equilibria that are not played like a pure one are listed as far as
    :mod:`crisis_sim.solve.sequential.mixed` finds them.

    Where a time limit is set (:func:`crisis_sim.time_limits.time_limit`) no stage takes more than
    half of what is left, so that the next has some.

    Raises
    ------
    NotSolved
        Imperfect recall, or a game too large.
    OutOfTime
        The time that was set is over, and nothing was found.
    Interrupted
        On Ctrl-C; it holds the solution as far as it had come.
    """
    started = time.perf_counter()
    _check(game)
    stages = _Stages(game, most, report)
    try:
        stages.run(mixed=mixed, logit=logit)
    except KeyboardInterrupt:
        stages.searched.append(Search("one", f"no more, being interrupted while {stages.doing}"))
        raise Interrupted(stages.solution(time.perf_counter() - started)) from None
    solution = stages.solution(time.perf_counter() - started)
    return with_limit_of_logit(solution, stages.limit) if logit and stages.limit else solution


class _Stages:
    """The stages of the search, and what they have found so far."""

    def __init__(self, game: Game, most: int, report: Reporter) -> None:
        self.game, self.report = game, report
        self.parts = Parts(game, most, report)
        self.plays = Listed(self.parts)
        self.searched: list[Search] = []
        self.limit: LogitLimit | None = None
        self.doing = "pure strategies were tried"
        self.refined: tuple[Equilibrium, ...] | None = None

    def run(self, *, mixed: bool, logit: bool) -> None:
        """Search for pure equilibria, then for others, and test what was found."""
        finished = self.pure()
        if mixed and not finished:
            self.follow_logit()
        if mixed:
            self.doing = "mixed strategies were searched"
            with share_of_time():
                said = find_mixed(self.parts, self.plays, assessment, pure_known=finished)
            self.searched.append(Search("mixed", said))
        else:
            self.searched.append(MIXED_UNSEARCHED)
        if logit or (mixed and not self.plays.found):
            self.follow_logit()
        if not self.plays.found:
            check_time()
        self.doing = "refinements were tested"
        self.report(self.parts.tried, "refinements")
        self.refined = refine(self.parts, self.plays.found)

    def follow_logit(self) -> None:
        """Add the limit of logit play, once."""
        if self.limit is None:
            self.doing = "the logit branch was followed"
            self.report(self.parts.tried, "the limit of logit play")
            self.limit = follow_logit(self.game)
            self.searched.append(limit_found(self.parts, self.plays, assessment, self.limit))

    def pure(self) -> bool:
        """Search for pure equilibria; whether that came to its end."""
        try:
            with share_of_time():
                undecided = sum(not self.consistent(one) for one in self.parts.solve())
        except Unfinished as limit:
            return self.unfinished(f", there being more than {limit.limit}")
        except OutOfTime:
            return self.unfinished(f" {IN_TIME}")
        said = (
            f"all pure strategies ({counted(self.parts.tried, 'combination')} of actions in "
            f"{counted(len(self.parts.known), 'part')})"
        )
        if undecided:
            plays = "one further play" if undecided == 1 else f"{undecided} further plays"
            said += (
                f"; {plays} may be an equilibrium too: whether what is believed can hang together "
                "was left undecided"
            )
        self.searched.append(Search("pure", said, complete=undecided == 0))
        return True

    def unfinished(self, why: str) -> bool:
        """Say that not all pure strategies were tried."""
        self.searched.append(Search("pure", f"pure strategies were not all tried{why}"))
        return False

    def consistent(self, played: PlayedAlike) -> bool:
        """Add an equilibrium with this play, if its beliefs can be consistent; whether decided."""
        equilibrium, decided = first_consistent(self.parts, played)
        if equilibrium is not None:
            self.plays.append(equilibrium)
        return decided

    def solution(self, seconds: float) -> Solution:
        """What was found; not refined where the search was interrupted before."""
        equilibria = tuple(self.plays.found) if self.refined is None else self.refined
        return Solution(
            game=self.game,
            concept="sequential",
            method="enumeration of pure strategies by parts, then of mixed ones",
            equilibria=equilibria,
            searched=tuple(self.searched),
            seconds=seconds,
            ties=tuple(dict.fromkeys(tie for one in equilibria for tie in _ties(self.game, one))),
            warnings=_warnings(self.game),
        )


def _check(game: Game) -> None:
    if game.tree.size > MOST_NODES:
        raise NotSolved(
            f"{game.tree.size:,} nodes are too many to enumerate (at most {MOST_NODES:,}); ",
            *serving(larger_than("sequential"), perfect=game.perfect_information),
        )
    forgetful = forgetful_sets(game.tree)
    if len(forgetful):
        label = game.tree.information_sets[int(forgetful[0])].label
        raise NotSolved(
            f"imperfect recall at '{label}': sequential equilibrium is defined for perfect recall",
            "; ",
            *serving(FORGETFUL),
        )


def _warnings(game: Game) -> tuple[str, ...]:
    nodes = np.flatnonzero(game.zero_chance)
    if not len(nodes):
        return ()
    labels = ", ".join(dict.fromkeys(game.tree.move_label(int(node)) for node in nodes))
    return (f"chance moves of probability zero are treated as vanishingly unlikely: {labels}",)


def _ties(game: Game, equilibrium: Equilibrium) -> list[str]:
    """The information sets on the path at which another action is as good."""
    exact = equilibrium.exact
    assert exact is not None
    play = ExactPlay(game, exact.profile)
    ties = []
    for one, own in zip(game.tree.information_sets, play.action_values(play.bayes), strict=True):
        if own is None:
            continue
        most = max(own)
        best = [action for action, value in zip(one.actions, own, strict=True) if value == most]
        played = sum(exact.profile[choice] != 0 for choice in one.choices)
        if len(best) > max(played, 1):
            ties.append(f"{game.shorts[one.player]} {at_place(one.label)}: {', '.join(best)}")
    return ties
