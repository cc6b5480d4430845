"""Conditions in prose, LaTeX and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_sim.concepts import CONCEPTS
from crisis_sim.exact.data.called import held_called
from crisis_sim.exact.data.conditions import Conditions, Way
from crisis_sim.game.games import Games
from crisis_sim.numbers.written import counted
from crisis_sim.report.blocks import Block, Heading, Items, Prose
from crisis_sim.report.circumstances import given_object
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.exact_numbers import held_object, told_numbers
from crisis_sim.report.standings import followed, symbols_table
from crisis_sim.sentence import capital

__all__ = ["conditions_blocks", "conditions_latex", "conditions_text"]


def conditions_blocks(games: Games, found: Conditions) -> Iterator[Block]:
    """The ways, each with its inequalities and what is then played."""
    kind = f"pure {CONCEPTS[found.concept].kind}"
    box = ", ".join(
        f"{name} in [{', '.join(told_numbers(ends))}]" for name, ends in found.ranges.items()
    )
    yield Prose(f"On the box {box}:")
    if found.ways:
        yield from _ways(games, found, f"A {kind} equilibrium reaches '{found.outcome}'")
        yield from symbols_table(games, found.free, found.fixed, found.ranges)
    else:
        yield Prose(f"No {kind} equilibrium reaches '{found.outcome}'{_where(found)}.")
    yield from _proviso(found)


def _ways(games: Games, found: Conditions, said: str) -> Iterator[Block]:
    count = len(found.ways)
    if not all(way.inequalities for way in found.ways):
        yield Prose(f"{said} everywhere in it.")
    elif count == 1:
        yield Prose(f"{said} if:")
    else:
        yield Prose(f"{said} if the inequalities of one of these {count} ways hold:")
    for i, way in enumerate(found.ways):
        if count > 1:
            yield Heading(f"Way {i + 1}", 3)
        if way.inequalities:
            yield Items(tuple(one.text for one in way.inequalities))
        yield Prose(" ".join(_played(games, way)))


def _where(found: Conditions) -> str:
    return " anywhere in it" if found.complete else f" at any of {counted(found.points, 'point')}"


def _played(games: Games, way: Way) -> Iterator[str]:
    plays = [held_called(play, games.scenario) for play in way.plays]
    for i, play in enumerate(plays):
        moves = "; ".join(f"{player}, {label}: {action}" for player, label, action in play.moves)
        yield f"{'Or' if i else 'Then'} played: {moves}. It ends in {play.name}."
    if len(way.plays) > 1:
        yield "Which of these depends on where in it."


def _proviso(found: Conditions) -> Iterator[Block]:
    lines = [followed(found.concept)]
    if all(way.inequalities for way in found.ways):
        lines += _extent(found)
    if found.ways:
        lines.append(
            "Whether it is also the equilibrium that is reported, where there are several, is told "
            "by thresholds and regions."
        )
    yield Heading("How it was found", 3)
    yield Items((*lines, *(f"{capital(note)}." for note in found.notes)))


def _extent(found: Conditions) -> Iterator[str]:
    if not found.complete:
        yield (
            "Each way suffices; others may exist that were not met at the "
            f"{counted(found.points, 'point')} looked at. With one or two free parameters the "
            "answer is complete."
        )
    elif found.ways:
        yield "Elsewhere in the box, boundaries aside, there is none."


def conditions_latex(found: Conditions) -> str:
    """The conditions as one LaTeX formula; ways are joined by 'or', and no way is false."""
    if not found.ways:
        return r"\bot"
    ways = [
        r" \;\land\; ".join(one.latex for one in way.inequalities) or r"\top" for way in found.ways
    ]
    lines = " \\\\\n\\text{or}\\quad & ".join(ways)
    return f"\\begin{{aligned}}\n & {lines}\n\\end{{aligned}}"


def conditions_text(games: Games, found: Conditions) -> str:
    """The conditions as one JSON object."""
    whole = {
        **about(games),
        "given": given_object(found.fixed),
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
                "plays": [held_object(play) for play in way.plays],
                "sample": {name: str(value) for name, value in way.sample.items()},
            }
            for way in found.ways
        ],
        "latex": conditions_latex(found),
        "notes": list(found.notes),
        "seconds": round(found.seconds, 6),
    }
    return as_json(whole)
