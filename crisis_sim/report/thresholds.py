"""Thresholds in prose, tables and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from crisis_sim.exact.results import Standing, Threshold, Thresholds
from crisis_sim.report.blocks import Block, Heading, Items, Prose, Table
from crisis_sim.report.exact_numbers import (
    exact_text,
    listed,
    number_object,
    short_value,
    standing_object,
)
from crisis_sim.report.numbers import number
from crisis_sim.study import Study

__all__ = ["SCHEMA_VERSION", "overview_blocks", "thresholds_blocks", "thresholds_text"]

SCHEMA_VERSION = 1
KINDS = {
    "spe": "pure subgame-perfect equilibria",
    "sequential": "pure sequential equilibria",
}


def thresholds_blocks(study: Study, found: Thresholds) -> Iterator[Block]:
    """The thresholds along one parameter: a table, then why each is one."""
    yield Prose(_meaning(study, found))
    if not found.thresholds:
        held = found.stretches[0].standing.name if found.stretches else "nothing"
        yield Prose(f"No threshold: on the whole range the equilibria stay as they are ({held}).")
    else:
        yield _ladder(found)
        for one in found.thresholds:
            yield from _threshold(found, one)
    yield Prose(_proviso(found))


def _meaning(study: Study, found: Thresholds) -> str:
    parameter = study.scenario.parameters.get(found.parameter)
    meaning = (
        parameter.meaning if parameter else study.scenario.definitions[found.parameter].meaning
    )
    told = f": {meaning}" if meaning else ""
    low, high = number(float(found.low)), number(float(found.high))
    return f"Along {found.parameter}, from {low} to {high}{told}."


def _ladder(found: Thresholds) -> Table:
    rows: list[tuple[str, ...]] = []
    for stretch in found.stretches:
        between = f"{short_value(stretch.low)} to {short_value(stretch.high)}"
        count = len(stretch.standing.equilibria)
        rows.append((between, stretch.standing.name, str(count)))
    word = "between" if not found.whole else "values"
    return Table((word, "outcome reported", "equilibria"), tuple(rows), frozenset({2}))


def _threshold(found: Thresholds, one: Threshold) -> Iterator[Block]:
    exact = exact_text(one.at)
    value = "" if exact == short_value(one.at) else f" = {short_value(one.at)}"
    if one.at.kind != "rational":
        value = f", near {short_value(one.at)}"
    joint = "is" if one.at.kind == "algebraic" else "lies" if one.at.exact is None else "="
    yield Heading(f"{found.parameter} {joint} {exact}{value}", 3)
    lines = [f"{cause.words}: {cause.equation}." for cause in one.indifferences]
    lines += [f"In general: {cause.general}." for cause in one.indifferences[:1] if cause.general]
    lines += list(_sides(found, one))
    yield Items(tuple(lines))


def _sides(found: Thresholds, one: Threshold) -> Iterator[str]:
    sides = (("Before", one.before), ("At it", one.standing), ("After", one.after))
    for word, standing in sides:
        if (standing is not None or word == "At it") and not (found.whole and word == "At it"):
            yield f"{word}: {_standing(standing)}."


def _standing(standing: Standing | None) -> str:
    if standing is None:
        return "what holds at the point itself could not be decided"
    others = [one.name for one in standing.equilibria[1:]]
    text = standing.name
    if others:
        text += f"; also an equilibrium: {listed(others)}"
    if standing.undecided:
        text += f"; {len(standing.undecided)} further plays whose beliefs were left undecided"
    return text


def _proviso(found: Thresholds) -> str:
    notes = "".join(f" {note[0].upper()}{note[1:]}." for note in found.notes)
    return (
        f"Followed are {KINDS[found.concept]}; {found.selection}. Between the thresholds nothing "
        f"changes, by exact arithmetic.{notes}"
    )


def overview_blocks(
    all_found: Sequence[Thresholds], failures: Mapping[str, str]
) -> Iterator[Block]:
    """The thresholds along many parameters, a line each."""
    rows = []
    for found in all_found:
        ends = f"{number(float(found.low))} to {number(float(found.high))}"
        for one in found.thresholds:
            before = one.before.name if one.before else "(end of the range)"
            after = one.after.name if one.after else "(end of the range)"
            exact = exact_text(one.at) if one.at.kind == "rational" else one.at.kind
            rows.append((found.parameter, ends, exact, short_value(one.at), before, after))
        if not found.thresholds:
            held = found.stretches[0].standing.name if found.stretches else "-"
            rows.append((found.parameter, ends, "none", "", held, held))
    columns = ("parameter", "range", "threshold", "value", "before", "after")
    yield Table(columns, tuple(rows), frozenset({3}))
    if failures:
        yield Items(tuple(f"{name}: {why}" for name, why in failures.items()))
    if all_found:
        yield Prose(_proviso(all_found[0]))


def thresholds_text(
    study: Study, all_found: Sequence[Thresholds], failures: Mapping[str, str]
) -> str:
    """One object for one parameter; for several, an object with a list of them."""
    objects = [_object(study, found) for found in all_found]
    if len(objects) == 1 and not failures:
        return json.dumps(objects[0], indent=2, ensure_ascii=False)
    whole = {
        "version": SCHEMA_VERSION,
        "scenario": study.scenario.name,
        "parameters": objects,
        "failures": dict(failures),
    }
    return json.dumps(whole, indent=2, ensure_ascii=False)


def _object(study: Study, found: Thresholds) -> dict[str, Any]:
    return {
        "version": SCHEMA_VERSION,
        "scenario": study.scenario.name,
        "assumptions": list(study.scenario.assumed),
        "fixed": {name: str(value) for name, value in found.fixed.items()},
        "parameter": found.parameter,
        "range": [float(found.low), float(found.high)],
        "range_exact": [str(found.low), str(found.high)],
        "concept": found.concept,
        "selection": found.selection,
        "notes": list(found.notes),
        "whole_numbers": found.whole,
        "thresholds": [_threshold_object(one) for one in found.thresholds],
        "stretches": [
            {
                "low": number_object(one.low),
                "high": number_object(one.high),
                **(standing_object(one.standing) or {}),
            }
            for one in found.stretches
        ],
        "seconds": round(found.seconds, 6),
    }


def _threshold_object(one: Threshold) -> dict[str, Any]:
    return {
        **number_object(one.at),
        "before": one.before.name if one.before else None,
        "at": one.standing.name if one.standing else None,
        "after": one.after.name if one.after else None,
        "outcome_changes": one.outcome_changes,
        "indifference": [
            {
                "player": cause.player,
                "information_set": cause.information_set,
                "actions": list(cause.actions),
                "words": cause.words,
                "equation": cause.equation,
                "general": cause.general,
                "latex": cause.latex,
            }
            for cause in one.indifferences
        ],
        "equilibria": {
            "before": standing_object(one.before),
            "at": standing_object(one.standing),
            "after": standing_object(one.after),
        },
    }
