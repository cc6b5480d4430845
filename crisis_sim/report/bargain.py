"""The bargaining view in prose, in tables and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator

from crisis_sim.bargain.disagreement import NO_AGREEMENT, agreements_of
from crisis_sim.bargain.view import NASH, BargainingView, Solved
from crisis_sim.game.games import Games
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.circumstances import given_object, payoff_unit
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.numbers import number, numbers_apart
from crisis_sim.scenario.given import Values
from crisis_sim.scenario.scenario import PLAIN, Scenario
from crisis_sim.sentence import capital, listed_and

__all__ = ["bargain_blocks", "bargain_text"]

OF_PACKAGES = {
    "zone": "it leaves no side worse off than no deal, on average over types.",
    "efficient": "no other package is better for one side and as good for all.",
    "refused by": "who would rather have no deal, once it knows what stands in brackets.",
}
"""What the columns of the table of packages mean."""
OF_SOLUTIONS = {
    NASH: "the product of what the sides gain over no deal is greatest (Nash 1950).",
    "Kalai-Smorodinsky": (
        "the least share that any side gains of the most it could is as great as can be (Kalai and "
        "Smorodinsky 1975)."
    ),
    "by lottery": "lots may be drawn among packages, each with the probability in brackets.",
    "gives up": "what a side falls short of the package that it likes best in the zone.",
}
"""What the solutions and the columns of their table mean."""
OF_ALL = ("by lottery", "gives up")


def bargain_blocks(games: Games, view: BargainingView) -> Iterator[Block]:
    """Disagreement, packages, solutions, and what each side gives up."""
    yield Prose(_conclusion(view, games.scenario))
    yield from map(Prose, _left_out(games.scenario))
    yield Heading("Without a deal")
    paid = zip(view.shorts, _told(view)[0], strict=True)
    said = f"{view.disagreement.name}: {', '.join(f'{n} {v}' for n, v in paid)}."
    if view.disagreement.outcomes:
        label = games.scenario.ends.label
        shares = [f"'{label(name)}' ({p:.3g})" for name, p in view.disagreement.outcomes]
        said += f" It ends with {' or '.join(shares)}."
    if view.disagreement.name == NO_AGREEMENT:
        said += " Moves that can only end in an agreement are taken away."
    yield Prose(capital(said))
    yield Heading("Packages")
    yield Prose(_which(view, games.scenario))
    yield _packages(view, games.scenario)
    yield Items(tuple(f"{term}: {meaning}" for term, meaning in OF_PACKAGES.items()))
    yield from payoff_unit(games.scenario)
    if view.solutions:
        yield Heading("Solutions")
        yield _solutions(view)
        names = dict.fromkeys(one.name for one in view.solutions)
        yield Items(tuple(f"{term}: {OF_SOLUTIONS[term]}" for term in (*names, *OF_ALL)))
        yield Heading("What it is made of")
        yield _terms(view, view.solutions[0])
    if view.notes:
        yield Items(view.notes)


def _conclusion(view: BargainingView, scenario: Scenario) -> str:
    """How many packages suit all sides, and the first solution."""
    zone, every = len(view.zone), len(view.packages)
    said = f"{zone or 'None'} of {every} packages {'leaves' if zone < 2 else 'leave'} nobody "
    said += f"worse off than no deal{_on_average(view)}."
    whole = [one for one in view.solutions if not one.lottery]
    if not whole:
        return said
    one = whole[0]
    paid = zip(view.shorts, map(number, one.payoffs), strict=True)
    worth = listed_and([f"{side} {value}" for side, value in paid])
    levels = view.packages[one.packages[0]].levels
    package = ", ".join(f"{scenario.variables[i].label} {level}" for i, level in levels.items())
    refuse = listed_and(view.packages[one.packages[0]].refusals(view.shorts) or [""])
    but = f", though {refuse} would rather have no deal" if refuse else ""
    return f"{said} By the {one.name} solution they settle on {package}: {worth}{but}."


def _on_average(view: BargainingView) -> str:
    """That the zone is one of averages, and how much of it no type refuses, where any does."""
    zone = [view.packages[place] for place in view.zone]
    sides = dict.fromkeys(view.shorts[who] for one in zone for who, _ in one.refused_by)
    if not sides:
        return ""
    count = sum(not one.refused_by for one in zone)
    knows = "knows its type" if len(sides) == 1 else "know their types"
    if not count:
        return f" on average, before {listed_and([*sides])} {knows}; some type refuses each"
    refused = f"{count} of them {'is' if count == 1 else 'are'} refused by no type"
    return f" on average, before {listed_and([*sides])} {knows}; {refused}"


def _which(view: BargainingView, scenario: Scenario) -> str:
    """How many of the combinations of levels are packages, and which."""
    every = math.prod(map(len, view.issues.values()))
    asked = any(scenario.variables[name].raised_by >= 0 for name in view.issues)
    gives = "give each side something that it asked for" if asked else "change something"
    count = len(view.packages)
    return f"{count:,} of {every:,} combinations of levels are packages: those that {gives}."


def _left_out(scenario: Scenario) -> Iterator[str]:
    """The parts of the payoff that belong to outcomes which settle issues, not to packages."""
    agreed = agreements_of(scenario)
    terms = [
        term
        for name in scenario.outcomes
        if name in agreed
        for term in scenario.outcomes[name].terms
    ]
    if parts := dict.fromkeys(term.label for term in terms if term.name != PLAIN):
        counts = "counts" if len(parts) == 1 else "count"
        yield (
            f"{capital(listed_and([*parts]))} {counts} only when the game is played, not in "
            "packages: a package is worth what it holds, an equilibrium with the same deal also "
            "what may come of it."
        )


def _told(view: BargainingView) -> list[tuple[str, ...]]:
    """What each side gets without a deal and by each package, told apart."""
    paid = [view.disagreement.payoffs, *(package.payoffs for package in view.packages)]
    return list(zip(*map(numbers_apart, zip(*paid, strict=True)), strict=True))


def _packages(view: BargainingView, scenario: Scenario) -> TableBlock:
    issues, count = list(view.issues), len(view.shorts)
    columns = (
        "",
        *(scenario.variables[one].label for one in issues),
        *view.shorts,
        "zone",
        "efficient",
        "refused by",
    )
    rows = tuple(
        (
            str(place),
            *(package.levels[issue] for issue in issues),
            *paid,
            "yes" if package.in_zone else "no",
            "yes" if package.efficient else "no",
            ", ".join(package.refusals(view.shorts)) or "-",
        )
        for place, (package, paid) in enumerate(zip(view.packages, _told(view)[1:], strict=True), 1)
    )
    first = 1 + len(issues)
    return TableBlock(columns, rows, frozenset({0, *range(first, first + count)}))


def _solutions(view: BargainingView) -> TableBlock:
    players = view.shorts
    columns = (
        "solution",
        "packages",
        *players,
        *(f"{name} gains" for name in players),
        *(f"{name} gives up" for name in players),
    )
    held = [view.disagreement.payoffs, *(package.payoffs for package in view.packages)]
    beside = list(zip(*held, strict=True))
    rows = tuple(
        (
            f"{one.name}, {'by lottery' if one.lottery else 'of packages'}",
            _chosen(one),
            *(
                numbers_apart([value], others)[0]
                for value, others in zip(one.payoffs, beside, strict=True)
            ),
            *map(number, (*one.gains, *one.gives_up)),
        )
        for one in view.solutions
    )
    return TableBlock(columns, rows, frozenset(range(2, len(columns))))


def _chosen(one: Solved) -> str:
    if one.lottery and len(one.packages) > 1:
        pairs = zip(one.packages, one.weights, strict=True)
        return ", ".join(f"{i + 1} ({weight:.3g})" for i, weight in pairs)
    return " or ".join(str(i + 1) for i in one.packages)


def _terms(view: BargainingView, one: Solved) -> TableBlock:
    package = view.packages[one.packages[0]]
    rows = [(name, *map(number, paid)) for name, paid in package.terms.items()]
    rows.append(("package", *_told(view)[1 + one.packages[0]]))
    columns = (f"package {one.packages[0] + 1}", *view.shorts)
    return TableBlock(columns, tuple(rows), frozenset(range(1, len(columns))))


def bargain_text(games: Games, view: BargainingView, given: Values) -> str:
    """One object: packages by number from 1, disagreement, zone and solutions."""

    def named(values: tuple[float, ...]) -> dict[str, float]:
        return dict(zip(view.players, values, strict=True))

    told = {
        **about(games),
        "given": given_object(given),
        "issues": {name: list(levels) for name, levels in view.issues.items()},
        "disagreement": {
            "name": view.disagreement.name,
            "concept": view.disagreement.concept or None,
            "options": dict(view.disagreement.options),
            "payoffs": named(view.disagreement.payoffs),
            "outcomes": dict(view.disagreement.outcomes),
            "others": [named(one) for one in view.disagreement.others],
        },
        "packages": [
            {
                "number": place,
                "levels": dict(package.levels),
                "payoffs": named(package.payoffs),
                "terms": {name: named(paid) for name, paid in package.terms.items()},
                "in_zone": package.in_zone,
                "efficient": package.efficient,
                "refused_by": package.refusals(view.players),
            }
            for place, package in enumerate(view.packages, 1)
        ],
        "zone": [place + 1 for place in view.zone],
        "best_in_zone": None if view.best is None else named(view.best),
        "solutions": [
            {
                "name": one.name,
                "lottery": one.lottery,
                "packages": [place + 1 for place in one.packages],
                "weights": list(one.weights),
                "payoffs": named(one.payoffs),
                "gains": named(one.gains),
                "gives_up": named(one.gives_up),
            }
            for one in view.solutions
        ],
        "notes": list(view.notes),
    }
    return as_json(told)
