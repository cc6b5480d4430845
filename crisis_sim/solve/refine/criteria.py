"""The intuitive criterion, D1 and divinity, message by message.

All three ask who could have sent an unexpected message, and whether beliefs that respect the answer
still hold up the equilibrium. They were defined for signalling games; what plays the part of a
message and of its senders in other games is said in :mod:`crisis_sim.solve.refine.messages`, and of
best responses in :mod:`crisis_sim.solve.refine.responses`: the pure, sequentially rational ways to
go on after the message. Only departures from the path of play are examined, not departures from
what would be played after another departure. Exclusions are made once, as in the definitions; the
stronger forms that repeat them (universal divinity) are not tested.

D1 implies divinity, and divinity the intuitive criterion. Where responses are several the answers
err to one side: an equilibrium said to fail does fail; one said to pass might fail on closer
inspection (:mod:`crisis_sim.solve.refine.eagerness`). An exception is a part in which several moves
follow the message: what mixing there could bring about, beyond mixtures of its pure solutions, is
not searched.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from crisis_sim.solve.refine.eagerness import Gains, deters, never_gains, outdone
from crisis_sim.solve.refine.messages import Message, describe
from crisis_sim.solve.refine.responses import Groups, Responses, each_alone
from crisis_sim.solve.refine.verdict import PASSED, Untested, Verdict

__all__ = ["d1", "divinity", "intuitive_criterion"]

MOST_SENDERS = 10
"""Senders of one message that divinity is tested for: its groups grow as two to their number."""


def intuitive_criterion(responses: Responses, message: Message) -> Verdict:
    """The intuitive criterion at one message (Cho and Kreps 1987).

    A sender is excluded if no response makes it as well off as in equilibrium. The equilibrium
    fails if, once the excluded are believed not to have sent the message, some other sender gains
    by it whatever the response.
    """
    gains = _tempting(responses, message)
    if gains is None:
        return PASSED
    out, left = _split(never_gains(gains))
    if not out:
        return PASSED
    after = responses.gains(message, each_alone(left))
    sure = [i for i in left if all(row[i] > 0 for row in after)]
    if not sure:
        return PASSED
    return Verdict(
        False,
        f"{_name(responses, message, sure)} must gain, since {_name(responses, message, out)} "
        "never could",
    )


def d1(responses: Responses, message: Message) -> Verdict:
    """Criterion D1 at one message (Cho and Kreps 1987; Banks and Sobel 1987).

    A sender is excluded if another is strictly better off under every mixed response under which
    the first is at least as well off as in equilibrium. The equilibrium fails if, once the excluded
    are believed not to have sent the message, no mixed response keeps every sender from gaining.
    """
    gains = _tempting(responses, message)
    if gains is None:
        return PASSED
    out, left = _split([any(row) for row in outdone(gains)])
    if deters(responses.gains(message, each_alone(left))):
        return PASSED
    return Verdict(
        False,
        f"nothing deters {_name(responses, message, left)}, who is more eager than "
        f"{_name(responses, message, out)}",
    )


def divinity(responses: Responses, message: Message) -> Verdict:
    """Divinity at one message (Banks and Sobel 1987), in its first round.

    A sender that no response makes as well off as in equilibrium has belief zero. Beside one that
    is strictly more eager, in the sense of D1, another's belief may fall from the prior ratio, not
    rise. The equilibrium fails if under such beliefs no mixed response keeps every sender from
    gaining. For two senders this is what Banks and Sobel define; for more, their set of beliefs is
    within the one used here, so that an equilibrium that fails here fails theirs.
    """
    gains = _tempting(responses, message)
    if gains is None or d1(responses, message).passed:
        return PASSED
    _, left = _split(never_gains(gains))
    groups = _up_sets(outdone(gains), left)
    if deters(responses.gains(message, groups)):
        return PASSED
    return Verdict(False, "nothing deters those more eager")


def _tempting(responses: Responses, message: Message) -> Gains | None:
    """The gains under free beliefs; None where no response makes any sender gain."""
    if all(gain <= 0 for gain in responses.most(message)):
        return None
    gains = responses.gains(message, each_alone(range(len(message.senders))))
    if not deters(gains):
        raise Untested("what deters a deviation is mixed in a way that was not searched")
    return gains if any(gain > 0 for row in gains for gain in row) else None


def _split(which: Sequence[bool]) -> tuple[list[int], list[int]]:
    """The places that hold, and those that do not."""
    return [i for i, one in enumerate(which) if one], [i for i, one in enumerate(which) if not one]


def _up_sets(less: Sequence[Sequence[bool]], senders: list[int]) -> Groups:
    """The connected sets of senders that hold, with any sender, all that are more eager.

    Beliefs in which no ratio moves towards the less eager are, over the priors, the increasing
    functions on the order of eagerness; the indicators of these sets generate them.
    """
    if len(senders) > MOST_SENDERS:
        raise Untested(f"{len(senders)} senders of one message are too many for divinity")
    groups = []
    for size in range(1, len(senders) + 1):
        for chosen in itertools.combinations(senders, size):
            others = [one for one in senders if one not in chosen]
            closed = not any(less[one][other] for one in chosen for other in others)
            if closed and _connected(less, chosen):
                groups.append(chosen)
    return groups


def _connected(less: Sequence[Sequence[bool]], chosen: tuple[int, ...]) -> bool:
    found, waiting = {chosen[0]}, [chosen[0]]
    while waiting:
        one = waiting.pop()
        near = {other for other in chosen if less[one][other] or less[other][one]} - found
        found |= near
        waiting += near
    return len(found) == len(chosen)


def _name(responses: Responses, message: Message, which: Iterable[int]) -> str:
    return describe(responses.parts.game, *(message.senders[i] for i in which))
