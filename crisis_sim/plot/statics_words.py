"""Comparative statics in words: what is played where, and what stands at the foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from crisis_sim.numbers.written import counted, told_up_to
from crisis_sim.plot.along import Along, PlayRun
from crisis_sim.plot.categories import categories_noted
from crisis_sim.plot.numbers import equals, exact_told, short_numbers, told_numbers
from crisis_sim.plot.player_scales import by_scale, scales_note
from crisis_sim.plot.symbols import meanings_told

__all__ = [
    "MOST_TOLD",
    "exactly_told",
    "extent_told",
    "paid_to",
    "sharing_axes",
    "stands_told",
    "statics_alt",
    "statics_notes",
    "values_told",
]

MOST_TOLD = 24
"""Jumps, stretches of thick lines, and of thin ones, that are told in words."""
MOST_LISTED = 6
"""Jumps whose values stand at the foot."""


def paid_to(data: Along, players: Sequence[int]) -> list[float]:
    """All that some players get anywhere."""
    plays = [play for sample in data.samples for play in sample.plays]
    return [play.payoffs[player] for player in players for play in plays]


def sharing_axes(data: Along) -> list[tuple[int, ...]]:
    """The players, those who share an axis together."""
    return by_scale([paid_to(data, [player]) for player in range(len(data.players))])


def statics_notes(data: Along) -> list[str]:
    """What the signs of the charts mean, for the foot."""
    notes: list[str] = []
    thick, others = _lines_told(data)
    if not {*others} <= {*thick}:
        notes.append("Thin lines, in the colours and dashes of their players: other equilibria.")
        notes.append("Outcomes: those of the thick lines.")
    elif others:
        notes.append("There are other equilibria, of the same outcomes and payoffs.")
    if data.breaks:
        values = exactly_told(data, data.breaks) if len(data.breaks) <= MOST_LISTED else ()
        unbroken = ", ".join(text.replace(" ", "\u00a0") for text in values)
        told = f": {unbroken}" if values else ""
        notes.append(f"Dashed uprights: values at which what is played changes{told}.")
    notes.append(categories_noted(data.held()))
    notes += [scales_note(sharing_axes(data)), meanings_told([data.parameter], math=True)]
    return [" ".join(filter(None, notes))]


def stands_told(data: Along, name: str) -> str:
    """What the triangle marks, the parameter called by ``name``; empty where there is none."""
    if data.here is None or not data.samples[0].x <= data.here <= data.samples[-1].x:
        return ""
    return f"The triangle marks {data.whose}, {equals(name, values_told(data, [data.here])[0])}."


def statics_alt(data: Along) -> str:
    """What the chart says, in words."""
    said = [f"Payoffs and outcomes of {data.title} along {extent_told(data)}."]
    jumps = (f"What is played changes at {at}." for at in exactly_told(data, data.breaks))
    said += told_up_to(MOST_TOLD, jumps, "jump")
    said += [
        f"At {at} itself, an end of the range, other equilibria hold."
        for at in values_told(data, data.edges)
    ]
    thick, others = _lines_told(data)
    first = (_alike(told, others[told]) for told in thick)
    thin = [_alike(told, count - 1) for told, count in others.items() if told not in thick]
    for heading, held in (("", first), ("Thin lines, other equilibria.", thin)):
        stretches = list(told_up_to(MOST_TOLD, held, "stretch", "stretches"))
        said += [heading, *stretches] if stretches else []
    said += [stands_told(data, data.parameter.name), meanings_told([data.parameter])]
    return " ".join(filter(None, said))


def _lines_told(data: Along) -> tuple[list[str], Counter[str]]:
    """What each stretch of the thick lines brings; and of others, with how many bring just that."""
    runs = [run for run in data.runs() if data.whole or len(run.xs) > 1]
    told = list(zip(runs, _stretches_told(data, runs), strict=True))
    return [text for run, text in told if run.first], Counter(
        text for run, text in told if not run.first
    )


def _alike(told: str, count: int) -> str:
    """What a stretch brings, and how many other equilibria bring the same."""
    others = counted(count, "other equilibrium brings", "other equilibria bring")
    return f"{told.removesuffix('.')}; {others} the same." if count else told


def extent_told(data: Along) -> str:
    """The parameter in words, with its range."""
    name, (low, high) = data.parameter.name, values_told(data, _range(data))
    return f"{data.parameter.label or name} ({name}), from {low} to {high}"


def _range(data: Along) -> list[float]:
    """The ends of the range."""
    return [data.samples[0].x, data.samples[-1].x]


def values_told(data: Along, values: Sequence[float]) -> list[str]:
    """Values of the parameter in words, told from the ends of the range and from the jumps."""
    known = [data.exact.get(value, value) for value in values]
    return told_numbers(known, [*_range(data), *data.breaks])


def exactly_told(data: Along, values: Sequence[float]) -> list[str]:
    """Values at which something changes, as a ladder has them."""
    pairs = zip(values, values_told(data, values), strict=True)
    return [exact_told(data.exact.get(value), text) for value, text in pairs]


def _place(data: Along, x: float) -> float:
    """A value, or the jump or end of the range next to which it was looked at."""
    nearest = min([*_range(data), *data.breaks], key=lambda one: abs(one - x))
    return x if data.whole or abs(nearest - x) > 4 * data.width else nearest


def _stretches_told(data: Along, runs: Sequence[PlayRun]) -> Iterator[str]:
    """What each stretch brings: at both of its ends where that is not the same."""
    ends = [(run.plays[0], run.plays[-1]) for run in runs]
    told = [
        short_numbers([play.payoffs[player] for pair in ends for play in pair])
        for player in range(len(data.players))
    ]
    for place, (run, pair) in enumerate(zip(runs, ends, strict=True)):
        groups = list(dict.fromkeys(name for play in pair for name in play.outcomes))
        shares = [
            _from_to(short_numbers([play.outcomes.get(name, 0.0) for play in pair]))
            for name in groups
        ]
        paid = [_from_to(texts[2 * place : 2 * place + 2]) for texts in told]
        where = _from_to(values_told(data, [_place(data, x) for x in (run.xs[0], run.xs[-1])]))
        outcomes = ", ".join(
            f"{data.ends.label(name)} {share}" for name, share in zip(groups, shares, strict=True)
        )
        payoffs = ", ".join(f"{name} {one}" for name, one in zip(data.players, paid, strict=True))
        yield f"From {where}: {outcomes}; payoffs {payoffs}."


def _from_to(texts: Sequence[str]) -> str:
    """A value, or two with what lies between them."""
    return " to ".join(dict.fromkeys(texts))
