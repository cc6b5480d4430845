"""The equilibria along one parameter: what is played, what it brings, and where it jumps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from math import inf
from typing import Any

from crisis_sim.concept import Concept
from crisis_sim.concepts import CONCEPTS, concept_for, options_told
from crisis_sim.errors import CrisisSimError, InputError
from crisis_sim.exact.data.line import Held
from crisis_sim.exact.ranges import refuse_given
from crisis_sim.exact.thresholds import find_thresholds
from crisis_sim.game.game import Game
from crisis_sim.game.games import Games
from crisis_sim.game.parametric import ParametricGame
from crisis_sim.remedy import MessageParts
from crisis_sim.scenario.ends import Ends
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.ranges import as_parameter, whose
from crisis_sim.scenario.scenario import Parameter
from crisis_sim.scenario.span import Span
from crisis_sim.solve.solution import Solution
from crisis_sim.solve.solve_games import solve_games
from crisis_sim.strategy.evaluate import node_values, outcome_probabilities, uniform_profile

__all__ = ["Along", "PlayAlong", "PlayRun", "Sample", "along", "selection_told"]

GRID, HALVINGS = 33, 14
"""Values to begin with, and how often the interval around a jump is halved."""
SAMPLES = 48
"""Values over a whole range that is cut at exact thresholds."""
INSIDE = 1e-7
"""Share of a range left out at its ends, where a chance of 0 or 1 is a case of its own."""

VANISHING = 1e-4
"""Share of a value next to an end of a range that is taken for none at the end."""

Key = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlayAlong:
    """An equilibrium as it is played: ``key`` names the actions taken on the path.

    ``outcomes`` are probabilities by the outcomes' names.
    """

    key: Key
    payoffs: tuple[float, ...]
    outcomes: Mapping[str, float] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Sample:
    """All that was found at one value; the first play is the one that is reported."""

    x: float
    plays: tuple[PlayAlong, ...]

    @property
    def keys(self) -> tuple[Key, ...]:
        """The plays by name; the order matters, as the first is the one reported."""
        first, *rest = [play.key for play in self.plays] or [()]
        return (first, *sorted(set(rest)))


@dataclass(frozen=True, slots=True)
class PlayRun:
    """One play over an interval on which nothing jumps; ``first`` where it is the one reported."""

    key: Key
    xs: tuple[float, ...]
    plays: tuple[PlayAlong, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class Along:
    """A parameter's range: samples in order, and the values at which what is played changes.

    ``how`` tells the options by which it was found, ``selection`` which of several equilibria is
    the one reported. ``breaks`` are exact, or else known to
    ``width``. ``here`` is the value without being followed, None where that is not marked,
    ``whose`` tells what makes it that; ``edges`` are the ends of the range at which something else
    is played than beside them. ``exact`` has the breaks and edges that are rational.
    """

    parameter: Parameter
    players: tuple[str, ...]
    concept: str
    how: str
    selection: str
    samples: tuple[Sample, ...]
    breaks: tuple[float, ...]
    edges: tuple[float, ...]
    exact: Mapping[float, Fraction] = field(hash=False)
    here: float | None
    whose: str
    whole: bool
    width: float
    title: str
    ends: Ends = field(hash=False)

    def groups(self) -> dict[str, str]:
        """By outcome, what to call it: its label, or its category where the outcomes are many."""
        found: dict[str, None] = {}
        for sample in self.samples:
            for play in sample.plays[:1]:
                found |= dict.fromkeys(play.outcomes)
        return self.ends.called(found)

    def held(self) -> dict[str, list[str]]:
        """The labels of the outcomes of each category among them."""
        return self.ends.held_as(self.groups())

    def runs(self) -> list[PlayRun]:
        """The samples as unbroken lines: one for each play on each interval between breaks."""
        found: list[PlayRun] = []
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
                found.append(PlayRun(key, tuple(sample.x for sample in group), plays, place == 0))
        return found


def play_of(solution: Solution, which: int) -> PlayAlong:
    """What an equilibrium comes to: its moves on the path, payoffs, outcomes."""
    tree, one = solution.game.tree, solution.equilibria[which]
    reach = solution.reach(which)
    key = []
    for held in tree.information_sets:
        if reach[list(held.nodes)].sum() > 0.0:
            for action, choice in zip(held.actions, held.choices, strict=True):
                if one.profile[choice] > 0.0:
                    key.append((held.label, action))
    return PlayAlong(tuple(sorted(key)), tuple(one.payoffs.tolist()), dict(one.outcomes))


def along(
    games: Games,
    followed: Span | str,
    values: Values | None = None,
    *,
    concept: str = "auto",
    grid: int = GRID,
    **options: Any,
) -> Along:
    """What is played over a range of one parameter; ``options`` are those of the concept.

    Where the concept is that of the exact thresholds, jumps are exact and pure equilibria alone
    are shown; on a stretch without any, and for other concepts, the game is solved at the values
    of a grid, and each jump is closed in on by halving. Jumps between two neighbouring values that
    undo each other are then not found. A parameter that shapes the tree takes whole numbers alone.

    Raises
    ------
    InputError
        An unknown parameter or one that is given a value too, no range, or no equilibrium anywhere
        in it.
    """
    span, given = Span.of(followed), dict(values or {})
    name = span.name
    refuse_given([name], given)
    parameter = as_parameter(games.scenario, name, given)
    low, high = span.ends(games.scenario)
    finder = _Finder(games, name, given, concept, options)
    family = games.family(given)
    whole = name in family.structural
    if whole:
        first, last = -(-low // 1), high // 1
        count = int(last - first) + 1
        found = _Sampled([finder.at(float(first + step)) for step in range(count)])
    elif concept_for(concept, perfect=family.tree.perfect_information).pure:
        found = _exact(games, finder, (low, high), family)
    else:
        found = _Sampled(*finder.over((float(low), float(high)), grid))
    if not any(sample.plays for sample in found.samples):
        raise InputError(f"nowhere along {name} was an equilibrium found: ", *finder.failure)
    width = float(high - low) / (grid - 1) / 2**HALVINGS
    players = tuple(player.short for player in games.scenario.players)
    scenario = games.scenario
    return Along(
        parameter=parameter,
        players=players,
        concept=finder.concept,
        how=finder.how,
        selection=found.selection or CONCEPTS[finder.concept].order,
        samples=tuple(found.samples),
        breaks=tuple(found.breaks),
        edges=tuple(found.edges),
        exact=found.exact,
        here=float(parameter.default),
        whose=whose(scenario, name, given),
        whole=whole,
        width=width,
        title=scenario.title,
        ends=scenario.ends,
    )


@dataclass(frozen=True, slots=True)
class _Sampled:
    """What :class:`Along` holds of a range, by the same names."""

    samples: Sequence[Sample]
    breaks: Sequence[float] = ()
    edges: Sequence[float] = ()
    exact: Mapping[float, Fraction] = field(default_factory=dict, hash=False)
    selection: str = ""


def _exact(
    games: Games, finder: _Finder, ends: tuple[Fraction, Fraction], family: ParametricGame
) -> _Sampled:
    """Samples on every stretch between exact thresholds; those in the range, and at its ends."""
    found = find_thresholds(games, Span(finder.name, *ends), finder.values)
    finder.concept = found.concept
    span = float(ends[1] - ends[0])
    inside = [one for one in found.thresholds if one.before and one.after]
    breaks = [one.at.value for one in inside]
    edges = [one.at.value for one in found.thresholds if one not in inside]
    samples: list[Sample] = []
    mixed = False
    for stretch in found.stretches:
        low, high = stretch.low.value, stretch.high.value
        count = max(5, round(SAMPLES * (high - low) / span))
        if not stretch.standing.equilibria:
            more, jumps = finder.over((low, high), max(9, count))
            samples += more
            breaks += jumps
            mixed |= any(len(sample.plays) > 1 for sample in more)
            continue
        nudge = INSIDE * (high - low)
        for step in range(count):
            x = low + (high - low) * step / (count - 1)
            near = min(max(x, low + nudge), high - nudge)
            game = _first_defined(family, finder, (x, near))
            plays = [_held_play(game, held) for held in stretch.standing.equilibria]
            samples.append(Sample(x, tuple(plays)))
    ats = [one.at for one in found.thresholds]
    exact = {one.value: one.exact for one in ats if one.exact is not None}
    selection = selection_told(CONCEPTS[found.concept], mixed=mixed)
    return _Sampled(samples, sorted(breaks), edges, exact, selection)


def selection_told(concept: Concept, *, mixed: bool) -> str:
    """Which equilibrium is reported: where several are mixed alone, the first that is solved."""
    if not mixed or concept.selection == concept.order:
        return concept.selection
    return f"{concept.selection} Where none of them is pure: {concept.order}"


def _first_defined(family: ParametricGame, finder: _Finder, xs: Sequence[float]) -> Game:
    """The game at the first of some values at which its formulas are defined."""
    *before, last = xs
    for x in before:
        with suppress(CrisisSimError):
            return family.at({**finder.values, finder.name: x})
    return family.at({**finder.values, finder.name: last})


def _held_play(game: Game, held: Held) -> PlayAlong:
    """What a play comes to at values, from its moves on the path."""
    tree = game.tree
    numbers = {tree.labels[label]: number for number, label in enumerate(tree.set_label)}
    profile = uniform_profile(tree)
    for _, place, action in held.moves:
        one = tree.information_sets[numbers[place]]
        profile[one.choices.start : one.choices.stop] = 0.0
        profile[one.choices.start + one.actions.index(action)] = 1.0
    chances = outcome_probabilities(game, profile)
    pairs = zip(tree.outcomes, chances.tolist(), strict=True)
    outcomes = {name: chance for name, chance in pairs if chance > 0}
    key = tuple(sorted((place, action) for _, place, action in held.moves))
    return PlayAlong(key, tuple(node_values(game, profile)[0].tolist()), outcomes)


def _limit(near: PlayAlong, later: PlayAlong) -> PlayAlong:
    """A play one step before another one, continued for a step along the same line."""
    paid = zip(near.payoffs, later.payoffs, strict=True)
    chances = {n: _before(p, later.outcomes.get(n, p)) for n, p in near.outcomes.items()}
    outcomes = {name: min(1.0, chance) for name, chance in chances.items() if chance > 0.0}
    return PlayAlong(near.key, tuple(_before(one, other) for one, other in paid), outcomes)


def _before(near: float, later: float) -> float:
    """The value before two that are equally far apart; 0 where that is what they tend to."""
    value = 2 * near - later
    return value if abs(value) > VANISHING * abs(near) else 0.0


class _Finder:
    def __init__(
        self, games: Games, name: str, values: Values, concept: str, options: Mapping[str, Any]
    ) -> None:
        self.games, self.name, self.values, self.concept = games, name, values, concept
        self.options = options
        self.failure: MessageParts = ()
        self.how = ""

    def at(self, x: float) -> Sample:
        try:
            values = {**self.values, self.name: x}
            solution = solve_games(self.games, values, concept=self.concept, **self.options)
        except CrisisSimError as error:
            self.failure = error.args
            return Sample(x, ())
        self.concept, self.how = solution.concept, options_told(solution.options)
        count = len(solution.equilibria)
        return Sample(x, tuple(play_of(solution, which) for which in range(count)))

    def over(self, ends: tuple[float, float], grid: int) -> tuple[list[Sample], list[float]]:
        """Samples at the values of a grid, and around the jumps between them."""
        low, high = ends
        xs = [low + (high - low) * step / (grid - 1) for step in range(grid)]
        inside = 100 * INSIDE * (high - low)
        first, last = self.beside(low, inside), self.beside(high, -inside)
        return self.closed_in([first, *map(self.at, xs[1:-1]), last])

    def beside(self, x: float, step: float) -> Sample:
        """What is played a step from a value, with what it comes to at the value in the limit."""
        near, next_ = self.at(x + step), self.at(x + 2 * step)
        if near.keys != next_.keys:
            return replace(near, x=x)
        later = {play.key: play for play in next_.plays}
        return Sample(x, tuple(_limit(play, later[play.key]) for play in near.plays))

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
