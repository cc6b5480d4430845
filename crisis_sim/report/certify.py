"""Certified shares in prose and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_sim.exact.data.shares import CertifiedShare
from crisis_sim.game.games import Games
from crisis_sim.numbers.written import counted
from crisis_sim.report.blocks import Block, Prose
from crisis_sim.report.circumstances import given_object
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.exact_numbers import told_numbers
from crisis_sim.report.numbers import probability
from crisis_sim.report.standings import found_how, symbols_table

__all__ = ["certify_blocks", "certify_text"]

MOST_TOLD = 4


def certify_blocks(games: Games, found: CertifiedShare) -> Iterator[Block]:
    """The bounds, what they say and what they cost."""
    box = _box(found)
    if found.low > 0 or found.high < 1:
        yield Prose(
            f"The reported equilibrium reaches '{found.outcome}' on between {found.low:.6f} and "
            f"{found.high:.6f} of the box {box}. This is proved."
        )
    else:
        yield Prose(
            f"Nothing is proved yet of how much of the box {box} reaches '{found.outcome}'."
        )
    if not found.reached:
        yield Prose(
            f"The bounds are not yet within {found.tolerance:g}; more time, fewer parameters or "
            "narrower ranges bring them closer."
        )
    if found.draws:
        yield Prose(
            f"Under the priors its probability is about {probability(found.estimate)} (standard "
            f"error {found.standard_error:.4f}, {found.draws:,} draws from seed {found.seed}). "
            "That is another measure: values that the priors hold likely weigh more."
        )
    yield from symbols_table(games, found.parameters, found.fixed, found.ranges)
    certificates = counted(found.certificates, "exact certificate")
    looked = f"the box was looked at in {counted(found.boxes, 'part')}, by {certificates}"
    yield from found_how(found.concept, found.selection, (looked, *found.notes))


def _box(found: CertifiedShare) -> str:
    if len(found.ranges) > MOST_TOLD:
        return f"of all {len(found.ranges)} parameters below"
    return ", ".join(
        f"{name} in [{', '.join(told_numbers(ends))}]" for name, ends in found.ranges.items()
    )


def certify_text(games: Games, found: CertifiedShare) -> str:
    """The share as one JSON object; without draws the estimate is null."""
    whole = {
        **about(games),
        "given": given_object(found.fixed),
        "outcome": found.outcome,
        "parameters": list(found.parameters),
        "ranges": {name: [float(end) for end in ends] for name, ends in found.ranges.items()},
        "low": found.low,
        "high": found.high,
        "tolerance": found.tolerance,
        "tolerance_reached": found.reached,
        "boxes": found.boxes,
        "certificates": found.certificates,
        "estimate": found.estimate,
        "standard_error": found.standard_error,
        "draws": found.draws,
        "seed": found.seed,
        "concept": found.concept,
        "selection": found.selection,
        "notes": list(found.notes),
        "seconds": round(found.seconds, 6),
    }
    return as_json(whole)
