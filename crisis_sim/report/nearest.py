"""The nearest changes of the outcome in prose, tables and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crisis_sim.exact.data.nearest import Joint, Nearest, Single
from crisis_sim.game.games import Games
from crisis_sim.report.blocks import Block, Heading, Prose, TableBlock
from crisis_sim.report.circumstances import given_object
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.exact_numbers import (
    KINDS,
    exact_text,
    in_cells,
    number_object,
    short_value,
    told_numbers,
)
from crisis_sim.report.numbers import number
from crisis_sim.report.standings import found_how, legend, lettered, symbols_table

__all__ = ["nearest_blocks", "nearest_text"]


def nearest_blocks(games: Games, found: Nearest) -> Iterator[Block]:
    """One parameter at a time, then all together, and what is proved."""
    label = games.scenario.ends.label(found.outcome)
    sought = f"the outcome '{label}'" if label else "the outcome"
    after = f"'{label}' comes about or no longer does" if label else "the end is another"
    yield Prose(
        "Asked is the smallest change of the parameters, each as a share of its range, after which "
        f"{after} in the equilibrium reported. Without a change it ends in {found.before}."
    )
    if found.singles:
        first = found.singles[0]
        yield Prose(
            f"One assumption alone changes {sought} soonest: {first.parameter}, from "
            f"{_base(first)} to {_exact(first)}, {_percent(first.distance)} of its "
            "range."
        )
        letters = lettered(one.after for one in found.singles)
        yield from legend(letters)
        columns = ("parameter", "from", "to", "value", "moved %", "then")
        rows = tuple(_row(one, letters) for one in found.singles)
        yield TableBlock(columns, rows, frozenset({1, 3, 4}))
    else:
        yield Prose(f"No assumption alone changes {sought}, anywhere in its range.")
    if found.joint is not None:
        yield from _joint(found.joint)
    if found.proved > 0:
        yield Prose(
            f"Proved: while no assumption moves by more than {_percent(found.proved)} of its "
            "range, the outcome stays."
        )
    else:
        yield Prose("How near a change could lie at most was not proved in the time allowed.")
    moved = [*(one.parameter for one in found.singles), *(found.joint.moves if found.joint else ())]
    yield from symbols_table(games, moved, found.fixed, found.ranges)
    yield from found_how(found.concept, found.selection, found.notes)


def _exact(one: Single) -> str:
    exact = exact_text(one.at)
    return exact if one.at.kind == "rational" else f"about {short_value(one.at)}"


def _base(one: Single) -> str:
    return told_numbers([one.base], [one.at.value])[0]


def _percent(share: float) -> str:
    return f"{number(100 * share)} %"


def _row(one: Single, letters: Mapping[str, str]) -> tuple[str, ...]:
    exact = exact_text(one.at) if one.at.kind == "rational" else KINDS[one.at.kind]
    at = in_cells([one.at], [one.base])[0]
    return one.parameter, _base(one), exact, at, number(100 * one.distance), letters[one.after]


def _joint(joint: Joint) -> Iterator[Block]:
    yield Heading("Together", 3)
    yield Prose(
        f"If all move at once, {_percent(joint.distance.value)} of each range is enough, in the "
        f"direction below; it then ends in {joint.after}. This is the least change found, exact "
        "along its direction; a smaller one in another direction is not ruled out."
    )
    rows = tuple((name, *told_numbers([a, b])) for name, (a, b) in joint.moves.items())
    yield TableBlock(("parameter", "from", "to"), rows, frozenset({1, 2}))


def nearest_text(games: Games, found: Nearest) -> str:
    """The nearest changes as one JSON object."""
    whole = {
        **about(games),
        "given": given_object(found.fixed),
        "outcome": found.outcome or None,
        "before": found.before,
        "base": {name: str(value) for name, value in found.base.items()},
        "ranges": {name: [float(end) for end in ends] for name, ends in found.ranges.items()},
        "singles": [_single_object(one) for one in found.singles],
        "joint": _joint_object(found.joint),
        "proved": found.proved,
        "concept": found.concept,
        "selection": found.selection,
        "notes": list(found.notes),
        "seconds": round(found.seconds, 6),
    }
    return as_json(whole)


def _single_object(one: Single) -> dict[str, Any]:
    return {
        "parameter": one.parameter,
        "base": str(one.base),
        **number_object(one.at),
        "distance": one.distance,
        "after": one.after,
    }


def _joint_object(joint: Joint | None) -> dict[str, Any] | None:
    if joint is None:
        return None
    return {
        "distance": number_object(joint.distance),
        "moves": {name: {"from": a, "to": b} for name, (a, b) in joint.moves.items()},
        "after": joint.after,
    }
