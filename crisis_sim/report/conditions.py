"""Conditions in prose, LaTeX and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator

from crisis_sim.exact.condition_results import Conditions, Way
from crisis_sim.report.blocks import Block, Heading, Items, Prose
from crisis_sim.report.numbers import number
from crisis_sim.study import Study

__all__ = ["SCHEMA_VERSION", "conditions_blocks", "conditions_latex", "conditions_text"]

SCHEMA_VERSION = 1
KINDS = {"spe": "pure subgame-perfect", "sequential": "pure sequential"}


def conditions_blocks(found: Conditions) -> Iterator[Block]:
    """The ways, each with its inequalities and what is then played."""
    kind = KINDS[found.concept]
    box = ", ".join(
        f"{name} in [{number(float(low))}, {number(float(high))}]"
        for name, (low, high) in found.ranges.items()
    )
    yield Prose(f"On the box {box}:")
    if not found.ways:
        yield Prose(f"No {kind} equilibrium reaches '{found.outcome}'{_where(found)}.")
        return
    count = len(found.ways)
    each = "if" if count == 1 else f"if the inequalities of one of these {count} ways hold"
    yield Prose(f"A {kind} equilibrium reaches '{found.outcome}' {each}:")
    for i, way in enumerate(found.ways):
        if count > 1:
            yield Heading(f"Way {i + 1}", 3)
        yield Items(tuple(one.text for one in way.inequalities) or ("(nothing is asked)",))
        yield Prose(_played(way))
    yield Prose(_proviso(found))


def _where(found: Conditions) -> str:
    return " anywhere in it" if found.complete else f" at any of {found.points} points"


def _played(way: Way) -> str:
    moves = "; ".join(f"{player}, {label}: {action}" for player, label, action in way.moves)
    return f"Then played: {moves}. It ends in {' / '.join(way.outcomes)}."


def _proviso(found: Conditions) -> str:
    notes = "".join(f" {note[0].upper()}{note[1:]}." for note in found.notes)
    if found.complete:
        whole = "Elsewhere in the box, boundaries aside, there is none."
    else:
        whole = (
            f"Each way suffices; others may exist that were not met at the {found.points} points "
            "looked at. With one or two free parameters the answer is complete."
        )
    return (
        f"{whole} Whether it is also the one reported, where there are several equilibria, is told "
        f"by thresholds and regions.{notes}"
    )


def conditions_latex(found: Conditions) -> str:
    """The conditions as one LaTeX formula; ways are joined by 'or'."""
    ways = [
        r" \;\land\; ".join(one.latex for one in way.inequalities) or r"\top" for way in found.ways
    ]
    lines = " \\\\\n\\text{or}\\quad & ".join(ways)
    return f"\\begin{{aligned}}\n & {lines}\n\\end{{aligned}}"


def conditions_text(study: Study, found: Conditions) -> str:
    """The conditions as one JSON object."""
    whole = {
        "version": SCHEMA_VERSION,
        "scenario": study.scenario.name,
        "assumptions": list(study.scenario.assumed),
        "fixed": {name: str(value) for name, value in found.fixed.items()},
        "outcome": found.outcome,
        "free": list(found.free),
        "ranges": {name: [float(end) for end in ends] for name, ends in found.ranges.items()},
        "concept": found.concept,
        "complete": found.complete,
        "points": found.points,
        "ways": [
            {
                "inequalities": [
                    {"text": one.text, "latex": one.latex, "polynomial": one.polynomial}
                    for one in way.inequalities
                ],
                "outcomes": list(way.outcomes),
                "moves": [
                    {"player": player, "information_set": label, "action": action}
                    for player, label, action in way.moves
                ],
                "sample": {name: str(value) for name, value in way.sample.items()},
            }
            for way in found.ways
        ],
        "latex": conditions_latex(found),
        "notes": list(found.notes),
        "seconds": round(found.seconds, 6),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)
