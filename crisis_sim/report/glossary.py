"""The terms of the field that accounts use, each in a sentence; accounts and pages take it here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crisis_sim.solve.refine.limit_of_logit import LIMIT_OF_LOGIT
from crisis_sim.solve.refine.refinements import D1, DIVINITY, INTUITIVE, PASSIVE, UNDEFEATED

__all__ = ["OFF_PATH", "OF_STAKE", "PARTS", "SENDERS", "TERMS", "VARIANTS", "explained"]

OFF_PATH, OF_STAKE, VARIANTS = "off the path", "of stake", "variants"
PARTS, SENDERS = "parts", "senders and receivers"

TERMS: Mapping[str, str] = {
    "information set": (
        "what a side knows when it moves: all the histories that look the same to it."
    ),
    OFF_PATH: "where play never comes if all do as the equilibrium says.",
    "belief": (
        "how likely a side holds it, when it moves, that one history and not another has led there."
    ),
    VARIANTS: (
        "how many equilibria are played like this one and differ only where play never comes (off "
        "the path)."
    ),
    PARTS: (
        "pieces of the game that can be solved one by one, as subgames can; a piece may begin in "
        "several ways that a side cannot tell apart."
    ),
    SENDERS: (
        "sides that know more when they move, and sides that see the move alone and draw their "
        "conclusions from it."
    ),
    OF_STAKE: "a gain as a share of what the player's payoffs there can differ by.",
    PASSIVE: (
        "an unexpected move is taken for a mistake: it changes nothing of what is believed of the "
        "side that made it."
    ),
    INTUITIVE: (
        "an unexpected move is not put down to a type that could only lose by it (Cho and Kreps "
        "1987)."
    ),
    D1: (
        "an unexpected move is put down to the type that would gain by it under the most replies "
        "(Cho and Kreps 1987)."
    ),
    DIVINITY: (
        "an unexpected move makes no type less likely that would gain by it under more replies "
        "than another (Banks and Sobel 1987)."
    ),
    UNDEFEATED: (
        "no other equilibrium has the unexpected move, made by types who are better off there "
        "(Mailath, Okuno-Fujiwara and Postlewaite 1993)."
    ),
    LIMIT_OF_LOGIT: (
        "where play ends that begins at random and errs ever less (McKelvey and Palfrey 1998)."
    ),
}
"""By term what it means: the end of a sentence."""


def explained(terms: Iterable[str]) -> tuple[str, ...]:
    """Lines that explain terms, those that there are."""
    return tuple(f"{term}: {TERMS[term]}" for term in terms if term in TERMS)
