"""The equilibria along one parameter: what is played, what it brings, and where it jumps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import inf

from crisis_sim.errors import CrisisSimError, InputError, nearest
from crisis_sim.scenario.scenario import Parameter, Values, exact
from crisis_sim.solve.solution import Solution
from crisis_sim.study import Study

__all__ = ["Along", "Play", "Run", "Sample", "along", "parameter_range", "play_of"]

GRID, HALVINGS = 33, 14
"""Values to begin with, and how often the interval around a jump is halved."""
INSIDE = 1e-7
"""Share of a range left out at its ends, where a chance of 0 or 1 is a case of its own."""

Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Play:
    """An equilibrium as it is played: ``key`` names the actions taken on the path.

    ``outcomes`` are probabilities by category, as the scenario groups its outcomes.
    """

    key: Key
    payoffs: tuple[float, ...]
    outcomes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Sample:
    """All that was found at one value; the first play is the one that is reported."""

    x: float
    plays: tuple[Play, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """The plays by name; the order matters, as the first is the one reported."""
        first, *rest = [play.key for play in self.plays] or [()]
        return (first, *sorted(set(rest)))


@dataclass(frozen=True, slots=True)
class Run:
    """One play over an interval on which nothing jumps; ``first`` where it is the one reported."""

    key: Key
    xs: tuple[float, ...]
    plays: tuple[Play, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Along:
    """A parameter's range: samples in order, and the values at which what is played changes.

    ``breaks`` are exact to ``width``. ``here`` is the value that the scenario gives.
    """

    parameter: Parameter
    players: tuple[str, ...]
    concept: str
    samples: tuple[Sample, ...]
    breaks: tuple[float, ...]
    here: float
    whole: bool
    width: float

    def runs(self) -> list[Run]:
        """The samples as unbroken lines: one for each play on each interval between breaks."""
        found: list[Run] = []
        groups: list[list[Sample]] = [[]]
        for sample in self.samples:
            held = groups[-1]
            if held and held[-1].keys != sample.keys:
                groups.append([])
            groups[-1].append(sample)
        for group in groups:
            for place, key in enumerate(dict.fromkeys(play.key for play in group[0].plays)):
                plays = tuple(
                    next(play for play in sample.plays if play.key == key) for sample in group
                )
                found.append(Run(key, tuple(sample.x for sample in group), plays, place == 0))
        return found


def parameter_range(
    study: Study, name: str, low: float | None = None, high: float | None = None
) -> tuple[Parameter, Fraction, Fraction]:
    """A parameter with the range asked for, or else its own.

    Raises InputError for an unknown parameter, one without a range, or an empty range.
    """
    parameters = study.scenario.parameters
    if name not in parameters:
        known = nearest(name, parameters, most=40)
        raise InputError(f"{study.scenario.name} has no parameter '{name}'. {known}")
    parameter = parameters[name]
    least = parameter.low if low is None else exact(low, name)
    greatest = parameter.high if high is None else exact(high, name)
    if least is None or greatest is None:
        raise InputError(f"{name} has no range; give one, such as {name}=0:1")
    if least >= greatest:
        raise InputError(f"{name}: {float(least):g} is not below {float(greatest):g}")
    return parameter, least, greatest


def play_of(study: Study, solution: Solution, which: int) -> Play:
    """What an equilibrium comes to: its moves on the path, payoffs, outcomes by category."""
    tree, one = solution.game.tree, solution.equilibria[which]
    reach = solution.reach(which)
    key = []
    for held in tree.information_sets:
        if reach[list(held.nodes)].sum() > 1e-12:
            for action, choice in zip(held.actions, held.choices, strict=True):
                if one.profile[choice] > 1e-9:
                    key.append((held.label, action))
    outcomes: dict[str, float] = {}
    for name, chance in one.outcomes.items():
        category = study.scenario.category_of(name)
        outcomes[category] = outcomes.get(category, 0.0) + chance
    return Play(tuple(key), tuple(one.payoffs.tolist()), outcomes)


def along(
    study: Study,
    name: str,
    values: Values | None = None,
    *,
    ends: tuple[float | None, float | None] = (None, None),
    concept: str = "auto",
    grid: int = GRID,
) -> Along:
    """Solve over a range of one parameter, and close in on each jump by halving.

    Jumps between two neighbouring values of the grid that undo each other are not found. Costs a
    solution for each of ``grid`` values, and 14 more for each jump. A parameter that shapes the
    tree takes whole numbers alone. Where a method does not apply there are no plays.
    """
    given = dict(values or {})
    parameter, low, high = parameter_range(study, name, *ends)
    family = study.family(given)
    whole = family is not None and name in family.structural
    finder = _Finder(study, name, given, concept)
    if whole:
        first, last = -(-low // 1), high // 1
        xs = [float(first + step) for step in range(int(last - first) + 1)]
    else:
        xs = [float(low + (high - low) * step / (grid - 1)) for step in range(grid)]
    inside = 0.0 if whole else INSIDE * float(high - low)
    nudged = [xs[0] + inside, *xs[1:-1], xs[-1] - inside]
    samples = [replace(finder.at(at), x=x) for at, x in zip(nudged, xs, strict=True)]
    breaks: list[float] = []
    if not whole:
        samples, breaks = finder.closed_in(samples)
    if not any(sample.plays for sample in samples):
        raise InputError(f"nowhere along {name} was an equilibrium found: {finder.failure}")
    here = float(study.scenario.bind(given).get(name, parameter.default))
    width = float(high - low) / (grid - 1) / 2**HALVINGS
    players = tuple(player.name for player in study.scenario.players)
    concept_name = finder.concept
    return Along(
        parameter, players, concept_name, tuple(samples), tuple(breaks), here, whole, width
    )


class _Finder:
    def __init__(self, study: Study, name: str, values: Values, concept: str) -> None:
        self.study, self.name, self.values, self.concept = study, name, values, concept
        self.failure = ""

    def at(self, x: float) -> Sample:
        try:
            solution = self.study.solve({**self.values, self.name: x}, concept=self.concept)
        except CrisisSimError as error:
            self.failure = str(error)
            return Sample(x, ())
        self.concept = solution.concept
        count = len(solution.equilibria)
        return Sample(x, tuple(play_of(self.study, solution, which) for which in range(count)))

    def closed_in(self, samples: Sequence[Sample]) -> tuple[list[Sample], list[float]]:
        """The samples with those around each jump, and the jumps."""
        dense = [samples[0]]
        for right in samples[1:]:
            dense += [*self.between(dense[-1], right, HALVINGS), right]
        found = [(a.x + b.x) / 2 for a, b in pairwise(dense) if a.keys != b.keys]
        least = 4 * (samples[-1].x - samples[0].x) / (len(samples) - 1) / 2**HALVINGS
        apart = [b for a, b in pairwise([-inf, *found]) if b - a > least]
        return dense, apart

    def between(self, left: Sample, right: Sample, halvings: int) -> list[Sample]:
        """Samples between two, as long as what is played differs."""
        if left.keys == right.keys or halvings == 0:
            return []
        middle = self.at((left.x + right.x) / 2)
        before = self.between(left, middle, halvings - 1)
        return [*before, middle, *self.between(middle, right, halvings - 1)]
