"""Whether an equilibrium passes a refinement, and why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crisis_sim.errors import NotSolved
from crisis_sim.solve.refine.messages import Message, Unsent

__all__ = ["PASSED", "Untested", "Verdict", "over_messages"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """``passed`` is None where it could not be decided; ``why`` says what failed or was missing."""

    passed: bool | None
    why: str = ""


PASSED = Verdict(True)


class Untested(NotSolved):
    """A test that cannot be made at a message; it says why."""


def over_messages(test: Callable[[Message], Verdict], unsent: Unsent) -> Verdict:
    """An equilibrium fails if it fails at one message, and passes if it passes at all of them.

    A message at which the test cannot be made leaves it undecided, unless it fails at another.
    """
    undecided = [Verdict(None, why) for why in unsent.ambiguous]
    for message in unsent.messages:
        try:
            verdict = test(message)
        except NotSolved as error:
            verdict = Verdict(None, str(error))
        if verdict.passed is False:
            return verdict
        if verdict.passed is None:
            undecided.append(verdict)
    return undecided[0] if undecided else PASSED
