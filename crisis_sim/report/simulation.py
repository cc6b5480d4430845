"""Simulated plays in prose and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_sim.game.games import Games
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.circumstances import given_object, payoff_unit
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.numbers import numbers_apart
from crisis_sim.simulate import Event, Simulation

__all__ = ["simulation_blocks", "simulation_text"]


def simulation_blocks(drawn: Simulation, shown: int) -> Iterator[Block]:
    """How often each outcome came about beside its probability, then some plays in full."""
    game, chances = drawn.solution.game, drawn.solution.equilibria[drawn.which].outcomes
    scenario = drawn.solution.family.scenario
    yield Prose(f"{drawn.played}.")
    rows = tuple(
        (
            scenario.ends.label(name),
            f"{count:,}",
            f"{count / len(drawn):.4f}",
            f"{chances.get(name, 0.0):.4f}",
        )
        for name, count in drawn.counts.items()
    )
    yield TableBlock(("outcome", "plays", "share", "probability"), rows, frozenset({1, 2, 3}))
    paid = drawn.solution.equilibria[drawn.which].payoffs
    names = game.shorts
    yield TableBlock(
        ("player", "mean payoff", "expected"),
        tuple(
            (name, *numbers_apart([mean, value]))
            for name, mean, value in zip(names, drawn.mean_payoffs, paid, strict=True)
        ),
        frozenset({1, 2}),
    )
    yield from payoff_unit(scenario)
    for place in range(min(shown, len(drawn))):
        play = drawn.play(place)
        yield Heading(f"Play {place + 1}: {scenario.ends.label(play.outcome)}", 2)
        yield Items(tuple(_told(drawn, event) for event in play.events))


def _told(drawn: Simulation, event: Event) -> str:
    when = ""
    if event.day == event.day:
        date = drawn.date(event.day)
        when = f"day {event.day:g}" + (f", {date.isoformat()}" if date else "") + ": "
    who = f"{drawn.solution.game.short(event.player)} " if event.player else ""
    return f"{when}{event.situation}: {who}{event.move}"


def simulation_text(games: Games, drawn: Simulation, shown: int) -> str:
    """One object: counts by outcome, mean payoffs, and the plays that are shown."""
    plays = [drawn.play(number) for number in range(min(shown, len(drawn)))]
    told = {
        **about(games),
        "parameters": {name: float(value) for name, value in drawn.solution.game.values.items()},
        "given": given_object(drawn.solution.game.given),
        "concept": drawn.solution.concept,
        "options": dict(drawn.solution.options),
        "equilibrium": drawn.which + 1,
        "plays": len(drawn),
        "seed": drawn.seed,
        "outcomes": dict(drawn.counts),
        "probabilities": dict(drawn.solution.equilibria[drawn.which].outcomes),
        "mean_payoffs": dict(
            zip(drawn.solution.game.players, drawn.mean_payoffs.tolist(), strict=True)
        ),
        "shown": [
            {
                "outcome": play.outcome,
                "days": play.days,
                "payoffs": dict(zip(drawn.solution.game.players, play.payoffs, strict=True)),
                "events": [
                    {
                        "situation": event.situation,
                        "player": event.player or None,
                        "move": event.move,
                        "day": event.day,
                    }
                    for event in play.events
                ],
            }
            for play in plays
        ],
    }
    return as_json(told)
