"""What a sweep comes to, in tables and as JSON."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any

from crisis_sim.game.games import Games
from crisis_sim.numbers.unproved import equal_unproved, in_digits
from crisis_sim.numbers.written import counted
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.circumstances import given_object
from crisis_sim.report.envelope import about, as_json, made_by
from crisis_sim.report.numbers import probability
from crisis_sim.scenario.given import Values
from crisis_sim.sweep.designs.estimate import Estimate
from crisis_sim.sweep.results.sheet import Sheet
from crisis_sim.sweep.results.summary import Share, Summary
from crisis_sim.sweep.running.progress import duration, many

__all__ = ["estimate_json", "estimate_text", "sweep_blocks", "sweep_text"]

MOST_EQUILIBRIA = 12
LONGEST_WORDS = 240
_WHY = {"undefined": ", where a formula has no value or chances are no probabilities"}


def sweep_blocks(
    sheet: Sheet, summary: Summary, seconds: float, compiling: float = 0.0
) -> Iterator[Block]:
    """Points and time, shares of outcomes and of equilibria.

    ``seconds`` are without those spent ``compiling``.
    """
    described = sheet.description
    design = " x ".join(f"{one.name} ({one.size:,})" for one in sheet.dimensions)
    yield Prose(
        f"{counted(summary.points, 'point')}: {design}. {described['concept']}, "
        f"{described['method']}; "
        f"{duration(seconds)}, {many(summary.reached / max(seconds, 1e-9))} points/s"
        f"{f', after {duration(compiling)} of compiling' if compiling >= 1 else ''}."
    )
    yield Items(tuple(_counts(sheet, summary)))
    if summary.solved:
        yield Heading("Outcomes")
        yield _outcomes(summary, described["labels"])
        yield Heading("Equilibria")
        yield Prose(f"Reported: {described['reports']}.")
        yield _equilibria(sheet, summary)


def estimate_text(found: Estimate) -> str:
    """Points, time and size of a sweep that was not run."""
    lines = [
        f"points   {found.points:,} in {counted(found.parts, 'part')}",
        f"time     {duration(found.with_workers)}, and {duration(found.ready)} to begin "
        f"(measured on {counted(found.measured, 'point')})",
    ]
    if found.file_bytes is not None:
        lines.append(f"file     {found.file_bytes:,} bytes before compression")
    return "\n".join(lines)


def estimate_json(games: Games, found: Estimate, given: Values) -> str:
    """The same as one JSON object."""
    told = {
        **about(games),
        "given": given_object(given),
        "points": found.points,
        "parts": found.parts,
        "measured": found.measured,
        "seconds_to_begin": round(found.ready, 6),
        "seconds": round(found.with_workers, 6),
        "file_bytes": found.file_bytes,
        "notes": list(found.notes),
    }
    return as_json(told)


def _counts(sheet: Sheet, summary: Summary) -> Iterator[str]:
    for word, count in summary.status.items():
        if count or word == "solved":
            why = _WHY.get(word, "")
            yield f"{word}: {counted(count, 'point')} ({_share(count / summary.points)}){why}"
    if summary.several:
        yield f"several equilibria: {counted(summary.several, 'point')}"
    if summary.tied:
        places = counted(summary.tied, "point")
        yield f"another action as good on the path of some equilibrium: {places}"
    if summary.unproved:
        yield equal_unproved(summary.unproved)
    if exact := sheet.description["design"].get("not_as_floats"):
        yield (
            f"solved at the exact values of {', '.join(exact)}; the results hold the floats "
            "nearest to them"
        )


def _outcomes(summary: Summary, labels: Mapping[str, str]) -> TableBlock:
    drawn = any(not math.isnan(one.error) for one in summary.shares)
    several = any(one.case for one in summary.shares)
    columns = ["assuming"] if several else []
    columns += ["outcome", "mean probability", *(["+/-"] if drawn else [])]
    columns += ["most likely at", *(["+/-"] if drawn else [])]
    rows = tuple(
        _row(one, labels, drawn=drawn, several=several)
        for one in summary.shares
        if one.mean > 0 or one.most_likely > 0
    )
    first = 2 if several else 1
    return TableBlock(tuple(columns), rows, frozenset(range(first, len(columns))))


def _row(one: Share, labels: Mapping[str, str], *, drawn: bool, several: bool) -> tuple[str, ...]:
    cells = [one.case] if several else []
    cells += [f"any {one.name}" if one.category else labels[one.name], probability(one.mean)]
    cells += [probability(one.error)] if drawn else []
    cells += [_share(one.most_likely)]
    cells += [_share(one.most_likely_error)] if drawn else []
    return tuple(cells)


def _equilibria(sheet: Sheet, summary: Summary) -> TableBlock:
    words = ("none that is pure", *sheet.equilibria)
    ordered = sorted(summary.equilibria.items(), key=lambda one: (-one[1], one[0]))
    shown = ordered[:MOST_EQUILIBRIA]
    told = _shortened([words[code] for code, _ in shown])
    rows = [
        (str(code), _share(share), text) for (code, share), text in zip(shown, told, strict=True)
    ]
    left = ordered[MOST_EQUILIBRIA:]
    if left:
        rows.append(("...", _share(sum(share for _, share in left)), counted(len(left), "other")))
    return TableBlock(("code", "share", "what is played"), tuple(rows), frozenset({0, 1}))


def _shortened(texts: Sequence[str]) -> list[str]:
    """Texts cut to their beginnings; those that begin alike, to what follows the like part."""
    begun = Counter(text[:LONGEST_WORDS] for text in texts)
    return [
        _cut(text, [one for one in texts if one[:LONGEST_WORDS] == text[:LONGEST_WORDS]])
        if begun[text[:LONGEST_WORDS]] > 1
        else _cut(text, [])
        for text in texts
    ]


def _cut(text: str, alike: Sequence[str]) -> str:
    """A text without the moves with which it and those ``alike`` begin, and not too long."""
    moves = [one.split("; ") for one in alike]
    same = len(list(takewhile(lambda one: len(set(one)) == 1, zip(*moves, strict=False))))
    rest = "; ".join(text.split("; ")[same:])
    before = "... " if same else ""
    if len(rest) <= LONGEST_WORDS:
        return f"{before}{rest}" if rest else f"{before}and no more"
    return f"{before}{rest[:LONGEST_WORDS].rstrip()} ..."


def _share(value: float) -> str:
    return "-" if math.isnan(value) else f"{100 * value:.2f} %"


def sweep_object(sheet: Sheet, summary: Summary | None, seconds: float) -> dict[str, Any]:
    """The object that ``crisis-sim sweep --json`` prints.

    ``summary`` is None where nothing was left to solve, and nothing is added up.
    """
    heading = {**made_by(), **sheet.description, "seconds": round(seconds, 6)}
    if summary is None:
        return heading
    shares = [
        {
            "assuming": one.case,
            "name": one.name,
            "category": one.category,
            "mean": one.mean,
            "standard_error": one.error,
            "most_likely": one.most_likely,
            "most_likely_standard_error": one.most_likely_error,
        }
        for one in summary.shares
        if summary.solved
    ]
    words = ("none that is pure", *sheet.equilibria)
    return {
        **heading,
        "status": dict(summary.status),
        "unproved_digits": in_digits(summary.unproved),
        "tied": summary.tied,
        "several_equilibria": summary.several,
        "shares": shares,
        "equilibria": [
            {"code": code, "share": share, "meaning": words[code]}
            for code, share in summary.equilibria.items()
        ],
    }


def sweep_text(sheet: Sheet, summary: Summary | None, seconds: float) -> str:
    """The object as text."""
    return as_json(sweep_object(sheet, summary, seconds))
