"""Whether another equilibrium defeats this one (Mailath, Okuno-Fujiwara and Postlewaite 1993)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from crisis_sim.numbers.real import Number
from crisis_sim.solve.refine.eagerness import deters
from crisis_sim.solve.refine.messages import Message, describe
from crisis_sim.solve.refine.path import ProfilePath
from crisis_sim.solve.refine.responses import Responses
from crisis_sim.solve.refine.verdict import PASSED, Verdict

__all__ = ["undefeated"]


def undefeated(responses: Responses, message: Message, others: Sequence[ProfilePath]) -> Verdict:
    """Whether any of the ``others`` defeats the equilibrium at one message it leaves unsent.

    It does if some of the senders send the message there, none of them is worse off there and one
    is strictly better off, and no belief that reads the message so supports the equilibrium: those
    who are better off sent it for sure, those who are as well off perhaps, the rest did not, and
    beliefs are as the priors over them. Mailath, Okuno-Fujiwara and Postlewaite define this for
    the belief an equilibrium holds; here equilibria that differ in beliefs alone are one, and it is
    defeated only if all are. As to what supports it, mixed responses count as for D1.

    ``others`` are those that were found: an equilibrium that was not searched defeats none.
    """
    for other in others:
        senders = [
            i
            for i, sender in enumerate(message.senders)
            if other.reached >> sender.information_set & 1 and other.profile[sender.choice] > 0
        ]
        better = [i for i in senders if _gain(message, i, other) > 0]
        if not better or any(_gain(message, i, other) < 0 for i in senders):
            continue
        equal = [i for i in senders if i not in better]
        groups = [
            [*better, *some]
            for size in range(len(equal) + 1)
            for some in itertools.combinations(equal, size)
        ]
        if not deters(responses.gains(message, groups)):
            who = describe(responses.parts.game, *(message.senders[i] for i in better))
            return Verdict(False, f"another equilibrium is better for {who}, who would be believed")
    return PASSED


def _gain(message: Message, place: int, other: ProfilePath) -> Number:
    sender = message.senders[place]
    return other.worth[sender.information_set] - sender.worth
