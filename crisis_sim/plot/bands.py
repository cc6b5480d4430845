"""The outcomes along a parameter as bands stacked by their probabilities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crisis_sim.plot.along import Along

__all__ = ["Stack", "bands_of", "outcome_names", "thin_bands"]

Stack = list[tuple[float, dict[str, float]]]
"""Values of the parameter with what is stacked there."""
THIN, NARROW = 0.08, 0.03
"""Shares of a chart's height and width below which a band's fill cannot be known."""
NEAR = 0.8
"""Share of a band's greatest thickness at which a line may lead to it."""


def outcome_names(data: Along) -> list[str]:
    """What the bands of the lower chart are called, from the bottom up."""
    return list(dict.fromkeys(data.groups().values()))


def bands_of(data: Along) -> list[Stack]:
    """What is stacked: an unbroken stretch, or a bar for a whole number."""
    return _bars(data) if data.whole else _stacks(data)


def thin_bands(data: Along) -> Iterator[tuple[str, tuple[float, float]]]:
    """The bands that are thin wherever they are, and a point in the middle of each at its most."""
    low, high = data.samples[0].x, data.samples[-1].x
    for place, name in enumerate(names := outcome_names(data)):
        found = [_thickest(stack, names[:place], name) for stack in bands_of(data)]
        wide = [stack[-1][0] - stack[0][0] >= NARROW * (high - low) for stack in bands_of(data)]
        if not any(one[0] >= THIN and far for one, far in zip(found, wide, strict=True)):
            yield name, max(found)[1]


def _thickest(stack: Stack, below: Sequence[str], name: str) -> tuple[float, tuple[float, float]]:
    """How thick a band is where it is thickest, and its middle near there, within the stretch."""
    inner, middle = stack[1:-1] or stack, (stack[0][0] + stack[-1][0]) / 2
    most = max(chances.get(name, 0.0) for _, chances in inner)
    thick = [one for one in inner if one[1].get(name, 0.0) >= NEAR * most]
    x, chances = min(thick, key=lambda one: abs(one[0] - middle))
    height = sum(chances.get(one, 0.0) for one in below) + chances.get(name, 0.0) / 2
    return most, (middle if inner is stack else x, height)


def _stacks(data: Along) -> list[Stack]:
    """Unbroken stretches of the reported equilibrium's outcomes."""
    named, groups = data.groups(), list[Stack]()
    before: object = None
    for sample in data.samples:
        if not sample.plays:
            before = None
            continue
        play = sample.plays[0]
        shares = _grouped(play.outcomes, named)
        if play.key != before:
            # A stretch begins where the one before it ended.
            groups.append([(groups[-1][-1][0], shares)] if groups and before else [])
        groups[-1].append((sample.x, shares))
        before = play.key
    return groups


def _bars(data: Along) -> list[Stack]:
    """A bar around each whole number."""
    named = data.groups()
    return [
        [(sample.x + side, _grouped(sample.plays[0].outcomes, named)) for side in (-0.3, 0.3)]
        for sample in data.samples
        if sample.plays
    ]


def _grouped(outcomes: Mapping[str, float], named: Mapping[str, str]) -> dict[str, float]:
    shares: dict[str, float] = {}
    for name, chance in outcomes.items():
        shares[named[name]] = shares.get(named[name], 0.0) + chance
    return shares
