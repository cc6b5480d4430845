"""Where the equilibria change along each of several parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from crisis_sim.errors import NotSolved
from crisis_sim.exact.data.line import EveryThreshold, Thresholds
from crisis_sim.exact.ranges import ToFollow, numerical_parameters
from crisis_sim.exact.thresholds import find_thresholds
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.as_assumed import held
from crisis_sim.scenario.span import spans_of
from crisis_sim.time_limits import OutOfTime, as_found, check_time, share_of_time, why_cut_short

if TYPE_CHECKING:
    from crisis_sim.game.games import Games

__all__ = ["find_every_threshold"]


def find_every_threshold(
    games: Games,
    along: ToFollow = (),
    values: Mapping[str, float | Fraction] | None = None,
    *,
    report: Reporter = nobody,
) -> EveryThreshold:
    """Find the thresholds along one parameter after another, the others as they are.

    Parameters
    ----------
    along : the parameters; by default every one with a range that the game depends on.
    values : values of the others; the rest take their defaults.
    report : is told before each how many are done.

    What is not solved along one of them is gathered, and the rest is found all the same.

    Raises
    ------
    InputError
        As of :func:`crisis_sim.exact.thresholds.find_thresholds`; a name that is given twice.
    NotSolved
        The game depends on no parameter with a range.
    Interrupted
        On Ctrl-C, with what was found by then.
    """
    every = spans_of(along) or spans_of(numerical_parameters(games, values or {}, shaping=True))
    kept = () if spans_of(along) else tuple(held(games.scenario, values or {}))
    found: list[Thresholds] = []
    refused: dict[str, NotSolved] = {}
    stopped = None
    for done, span in enumerate(every):
        try:
            report(done, span.name)
            check_time()
            with share_of_time(0.5 if span is not every[-1] else 1.0):
                one = find_thresholds(games, span, values)
            found.append(replace(one, notes=(*kept, *one.notes)))
        except NotSolved as error:
            refused[span.name] = error
        except KeyboardInterrupt as stop:
            refused |= {
                left.name: OutOfTime("not followed, ", why_cut_short(stop)) for left in every[done:]
            }
            stopped = stop
            break
    return as_found(stopped, EveryThreshold(tuple(found), refused))
