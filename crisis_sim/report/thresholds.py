"""Thresholds in prose, tables and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from crisis_sim.exact.data.called import thresholds_called
from crisis_sim.exact.data.line import EveryThreshold, Standing, Threshold, Thresholds
from crisis_sim.game.games import Games
from crisis_sim.near_names import listed
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.circumstances import given_object
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.exact_numbers import (
    KINDS,
    decimals,
    equal_sign,
    exact_text,
    in_cells,
    number_object,
    short_value,
    standing_object,
    told_range,
)
from crisis_sim.report.standings import changes, found_how, legend, lettered, symbols_table, ways
from crisis_sim.sentence import capital

__all__ = ["overview_blocks", "thresholds_blocks", "thresholds_text"]

TOLD = 3
"""How many of several indifferences at one threshold are written out."""


def thresholds_blocks(games: Games, found: Thresholds) -> Iterator[Block]:
    """The thresholds along one parameter: a table, then why each is one."""
    yield Prose(_meaning(games, found))
    found = thresholds_called(found, games.scenario)
    if not found.thresholds:
        held = found.stretches[0].standing.name if found.stretches else "nothing"
        yield Prose(f"No threshold: on the whole range the equilibria stay as they are ({held}).")
    else:
        yield _ladder(found)
        for one in found.thresholds:
            yield from _threshold(found, one)
        symbols = {name for one in found.thresholds for name in _told_symbols(one)}
        followed = {found.parameter: (found.low, found.high)}
        yield from symbols_table(games, symbols, found.fixed, followed)
    yield from _proviso(found)


def _meaning(games: Games, found: Thresholds) -> str:
    parameter = games.scenario.parameters.get(found.parameter)
    meaning = (
        parameter.meaning if parameter else games.scenario.definitions[found.parameter].meaning
    )
    told = f": {meaning}" if meaning else ""
    return f"Along {found.parameter}, from {told_range(found.low, found.high)}{told}."


def _ladder(found: Thresholds) -> TableBlock:
    rows: list[tuple[str, ...]] = []
    lows = in_cells([one.low for one in found.stretches], _values(found))
    highs = in_cells([one.high for one in found.stretches], _values(found))
    standings = [one.standing for one in found.stretches]
    for standing, name, low, high in zip(standings, ways(standings), lows, highs, strict=True):
        rows.append((f"{low} to {high}", name, str(len(standing.equilibria))))
    word = "between" if not found.whole else "values"
    return TableBlock((word, "outcome reported", "equilibria"), tuple(rows), frozenset({2}))


def _values(found: Thresholds) -> list[Fraction]:
    """The ends of the range and the thresholds in it."""
    return [found.low, found.high, *(Fraction(one.at.value) for one in found.thresholds)]


def _threshold(found: Thresholds, one: Threshold) -> Iterator[Block]:
    value = short_value(one.at)
    told = f"{equal_sign(one.at, value)} {value}"
    if one.at.exact is not None and one.at.exact.denominator > 1:
        told = f"= {one.at.exact} {told}"
    yield Heading(f"{found.parameter} {told}", 3)
    at = None if found.whole else one.standing
    yield Items((*_proof(one), *_why(one), *changes(one.before, at, one.after, found.whole)))


def _proof(one: Threshold) -> Iterator[str]:
    if one.at.kind == "algebraic":
        low, high = decimals(one.at)
        yield f"It is the one root of {one.at.polynomial} between {low} and {high}."
    elif one.at.exact is None:
        yield f"It is proved to lie {exact_text(one.at)}."


def _why(one: Threshold) -> Iterator[str]:
    """The causes, those with the same equation together, and the formula behind them."""
    told = one.indifferences[:TOLD]
    for i, cause in enumerate(told):
        last = i + 1 == len(told) or told[i + 1].equation != cause.equation
        words = capital(cause.words)
        known = cause.equation == f"{one.at.polynomial} = 0"
        yield f"{words}: {cause.equation}." if last and not known else f"{words}."
    if len(one.indifferences) > len(told):
        yield f"And {len(one.indifferences) - len(told)} more of the kind."
    for cause in told[:1]:
        if cause.general and cause.general != cause.equation:
            solved = f", that is {cause.solved}" if cause.solved else ""
            yield f"In general: {cause.general}{solved}."


def _told_symbols(one: Threshold) -> tuple[str, ...]:
    for cause in one.indifferences[:1]:
        if cause.general != cause.equation:
            return cause.symbols
    return ()


def _proviso(found: Thresholds) -> Iterator[Block]:
    certain = "between the thresholds nothing changes, by exact arithmetic"
    return found_how(found.concept, found.selection, (certain, *found.notes))


def overview_blocks(games: Games, every: EveryThreshold) -> Iterator[Block]:
    """The thresholds along many parameters, a line each; and where there are none."""
    all_found = [thresholds_called(one, games.scenario) for one in every.found]
    letters = lettered(name for found in all_found for name in _reported(found))
    rows = [row for found in all_found for row in _overview_rows(found, letters)]
    if rows:
        yield Prose("Which equilibrium is reported, and how many there are:")
        yield from legend(letters)
        columns = ("parameter", "threshold", "value", "before", "after", "equilibria")
        yield TableBlock(columns, tuple(rows), frozenset({2}))
    still = [found for found in all_found if not found.thresholds]
    if still:
        named = ", ".join(f"{found.parameter} ({_range(found)})" for found in still)
        held = " and ".join(dict.fromkeys(_held(found) for found in still))
        yield Prose(f"Nothing changes along {named}: {held} throughout.")
    if every.refused:
        yield Items(tuple(f"{name}: {why}" for name, why in every.refused.items()))
    if all_found:
        yield from _proviso(replace(all_found[0], notes=tuple(_shared_notes(all_found))))


def _shared_notes(all_found: Sequence[Thresholds]) -> Iterator[str]:
    """The notes, those of some of the parameters alone with these."""
    for note in dict.fromkeys(note for found in all_found for note in found.notes):
        along = [found.parameter for found in all_found if note in found.notes]
        yield note if len(along) == len(all_found) else f"along {listed(along)}: {note}"


def _range(found: Thresholds) -> str:
    return told_range(found.low, found.high)


def _held(found: Thresholds) -> str:
    return found.stretches[0].standing.name if found.stretches else "no answer"


def _reported(found: Thresholds) -> Iterator[str]:
    for one in found.thresholds:
        yield from (side.name for side in (one.before, one.after) if side)


def _overview_rows(found: Thresholds, letters: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    cells = in_cells([one.at for one in found.thresholds], _values(found))
    for i, one in enumerate(found.thresholds):
        name = f"{found.parameter} ({_range(found)})" if i == 0 else ""
        before, after = (letters[side.name] if side else "-" for side in (one.before, one.after))
        exact = exact_text(one.at) if one.at.kind == "rational" else KINDS[one.at.kind]
        counts = [_count(standing) for standing in (one.before, one.after)]
        yield name, exact, cells[i], before, after, " to ".join(counts)


def _count(standing: Standing | None) -> str:
    return str(len(standing.equilibria)) if standing else "-"


def thresholds_text(games: Games, every: EveryThreshold) -> str:
    """One object for one parameter; for several, an object with a list of them."""
    objects = [_object(games, found) for found in every.found]
    if len(objects) == 1 and not every.refused:
        return as_json(objects[0])
    failures = {name: str(why) for name, why in every.refused.items()}
    return as_json({**about(games), "parameters": objects, "failures": failures})


def _object(games: Games, found: Thresholds) -> dict[str, Any]:
    return {
        **about(games),
        "given": given_object(found.fixed),
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
                "kind": cause.kind,
                "player": cause.player,
                "information_set": cause.information_set,
                "actions": list(cause.actions),
                "words": cause.words,
                "equation": cause.equation,
                "general": cause.general,
                "latex": cause.latex,
                "solved": cause.solved,
            }
            for cause in one.indifferences
        ],
        "equilibria": {
            "before": standing_object(one.before),
            "at": standing_object(one.standing),
            "after": standing_object(one.after),
        },
    }
