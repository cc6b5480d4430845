"""A solution in prose and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from crisis_sim.account import Account, BeliefLine, Deviation, Mixture, Step, account_of
from crisis_sim.concept import Promise
from crisis_sim.concepts import CONCEPTS, title_of
from crisis_sim.remedy import Remedy
from crisis_sim.report.apart import apart_blocks
from crisis_sim.report.blocks import Block, Heading, Items, Prose, TableBlock
from crisis_sim.report.conclusion import RARE, conclusion
from crisis_sim.report.glossary import OFF_PATH, PARTS, SENDERS, TERMS, VARIANTS, explained
from crisis_sim.report.numbers import (
    exact_probability,
    interval,
    number,
    numbers_apart,
    probability,
)
from crisis_sim.report.regret import regret_told
from crisis_sim.report.sources import cited_in, source_blocks
from crisis_sim.scenario.ends import Ends
from crisis_sim.scenario.scenario import PLAIN
from crisis_sim.sentence import capital, listed_and
from crisis_sim.solve.nash.answers import NashSolution
from crisis_sim.solve.refine.limit_of_logit import LIMIT_OF_LOGIT
from crisis_sim.solve.refine.refinements import INTUITIVE, PASSIVE
from crisis_sim.solve.solution import Equilibrium, Solution

__all__ = ["headline", "solution_blocks"]

MOST_LINES = 60
"""Lines of one list or table; what is beyond is counted, not told."""

SHORT = {PASSIVE: "passive", INTUITIVE: "intuitive", LIMIT_OF_LOGIT: "logit"}


def solution_blocks(solution: Solution, *, which: int | None = None) -> Iterator[Block]:
    """The whole account of a solution.

    ``which`` picks one equilibrium; otherwise the first is told in full and the others in brief.
    """
    if not solution.equilibria:
        yield Prose(headline(solution))
        yield from _searching(solution)
        yield from _warnings(solution)
        return
    shown = 0 if which is None else which
    account = account_of(solution, shown)
    scenario = solution.family.scenario
    yield Prose(f"{_counted(solution)}{_kinds(solution)}. {CONCEPTS[solution.concept].meaning}")
    yield from _warnings(solution)
    yield Prose(" ".join(conclusion(solution, shown, account, scenario)))
    yield from _ties(solution)
    if len(solution.equilibria) > 1:
        overview = _overview(solution, scenario.ends)
        terms = [VARIANTS] if VARIANTS in overview.columns else []
        if lines := explained((*terms, *_tested(solution))):
            yield Prose("What the table below tells of each equilibrium:")
            yield Items(lines)
        yield overview
        yield from apart_blocks(solution, [row[1:] for row in overview.rows])
    yield from _equilibrium(solution, shown, account)
    yield Heading("How it was found")
    chosen = CONCEPTS[solution.concept].order if len(solution.equilibria) > 1 else ""
    yield Prose(" ".join(filter(None, (headline(solution), chosen))))
    yield from _searching(solution)


def _searching(solution: Solution) -> Iterator[Block]:
    """The words in which it is told what was searched, those that stand there."""
    told = headline(solution)
    words = {PARTS: r"\bparts?\b", SENDERS: r"\bsenders\b"}
    if lines := explained(term for term, word in words.items() if re.search(word, told)):
        yield Items(lines)


def _counted(solution: Solution) -> str:
    """How many equilibria there are, of which kind."""
    kind = title_of(solution.concept)
    count = len(solution.equilibria)
    if count == 0:
        return f"No {kind} was found"
    told = f"One {kind}" if count == 1 else f"{count} {kind.removesuffix('um')}a"
    found = "" if solution.complete else " found"
    return told + found + _variants_told([one.variants for one in solution.equilibria])


def _kinds(solution: Solution) -> str:
    """What is known of those that are not listed: that they lie in continua, or none is pure."""
    components = solution.components if isinstance(solution, NashSolution) else ()
    if ends := [one for one in components if not one.isolated]:
        many = sum(len(one.equilibria) for one in ends)
        continua = "a continuum" if len(ends) == 1 else f"{len(ends)} continua"
        return f"; {many} of them are ends of {continua} of equilibria"
    every = any(one.kind == "pure" and one.complete for one in solution.searched)
    if solution.complete or not every:
        return ""
    pure = [one.pure for one in solution.equilibria]
    if not any(pure):
        return "; there is no pure one"
    if not all(pure):
        return ", all that are pure among them"
    return ": all that are pure" if len(pure) > 1 else ": the only pure one"


def _variants_told(variants: Sequence[int]) -> str:
    """That equilibria played alike count as one, and how many there are if they do not."""
    if not any(number > 1 for number in variants):
        return ""
    differently = "" if len(variants) == 1 else " that are played differently"
    if not all(variants):
        return differently
    every = _count(sum(variants))
    return f"{differently} ({every} with those that differ only where play never comes)"


def headline(solution: Solution) -> str:
    """How many equilibria there are, how they were found, and what was searched."""
    whole = "complete for" if solution.searched[0].complete else "not complete; searched"
    none = "" if solution.equilibria else _kinds(solution)
    text = f"{_counted(solution)}{none}, by {solution.method}; {whole} {solution.extent}."
    if solution.equilibria:
        text += " " + regret_told([one.certificate for one in solution.equilibria])
    return text


def _warnings(solution: Solution) -> Iterator[Block]:
    lines = [f"Warning: {warning}." for warning in solution.warnings]
    if not solution.converged:
        lines.insert(0, "Warning: the method stopped before it converged.")
    if lines:
        yield Items(tuple(lines))


def _ties(solution: Solution) -> Iterator[Block]:
    where = " in some equilibrium" if len(solution.equilibria) > 1 else ""
    if lines := _first(f"Tie{where}: {tie} are equally good." for tie in solution.ties):
        yield Items(tuple(lines))


def _first(lines: Iterable[str]) -> list[str]:
    """The first lines, and how many more there are."""
    every = list(lines)
    more = len(every) - MOST_LINES
    return every if more <= 0 else [*every[:MOST_LINES], f"And {more:,} more of this kind."]


def _tested(solution: Solution) -> list[str]:
    """The refinements that were tested."""
    return list(dict.fromkeys(name for one in solution.equilibria for name in one.refinements))


def _overview(solution: Solution, ends: Ends) -> TableBlock:
    refinements = _tested(solution)
    counted = any(one.variants for one in solution.equilibria)
    rows = []
    paid = zip(*(one.payoffs.tolist() for one in solution.equilibria), strict=True)
    told = list(zip(*map(numbers_apart, paid), strict=True))
    ends_told = [
        next((ends.label(name) for name in one.outcomes), "-") for one in solution.equilibria
    ]
    differ = len({*ends_told}) > 1 or any(len(one.outcomes) > 1 for one in solution.equilibria)
    for i, one in enumerate(solution.equilibria):
        outcome = [ends_told[i]] if differ else []
        passed = [_passed(one.refinements.get(name)) for name in refinements]
        variants = [_count(one.variants)] if counted else []
        rows.append((str(i + 1), *outcome, *told[i], *variants, *passed))
    short = [SHORT.get(name, name) for name in refinements]
    columns = (
        "",
        *(["most likely outcome"] if differ else []),
        *solution.game.shorts,
        *([VARIANTS] if counted else []),
        *short,
    )
    first = 1 + differ
    last = first + len(solution.game.players) + counted
    return TableBlock(columns, tuple(rows), frozenset({0, *range(first, last)}))


def _count(variants: int) -> str:
    """A count that may have a hundred digits; 0 where nothing was counted."""
    return f"{variants or '-'}" if variants < 10**9 else f"{Decimal(variants):.1e}"


def _passed(verdict: bool | None) -> str:
    return "?" if verdict is None else "yes" if verdict else "no"


def _equilibrium(solution: Solution, which: int, account: Account) -> Iterator[Block]:
    one, scenario = solution.equilibria[which], solution.family.scenario
    if len(solution.equilibria) > 1:
        yield Heading(f"Equilibrium {which + 1}")
    yield Heading("What happens", 3)
    if account.sources:
        yield Prose("At the end of a line stands the source.")
    yield Items(tuple(_path(account)))
    yield Heading("What comes of it", 3)
    yield _outcomes(one, account, scenario.ends)
    yield from _causes(account)
    yield from _payoffs(solution, one, account)
    yield from _departures(account, sure=solution.promise is not Promise.APPROXIMATE)
    yield from _beliefs(account)
    yield from _refinements(one, several=len(solution.equilibria) > 1)
    if one.notes:
        yield Items(tuple(f"{capital(note)}." for note in one.notes))
    cited = cited_in(scenario, (*account.sources, *(term.source for term in account.terms)))
    yield from source_blocks(scenario, cited, 3)


def _departures(account: Account, *, sure: bool) -> Iterator[Block]:
    """What other moves would bring, and what each of several that are played brings.

    ``sure`` says that nobody gains by any.
    """
    if not account.deviations and not account.mixtures:
        return
    yield Heading("Why nobody departs from it" if sure else "What each move would bring", 3)
    if account.deviations:
        yield Prose("What another move would bring, if all then played on as the equilibrium says:")
    mixed = (_mixture(account.short(one.player), one, sure=sure) for one in account.mixtures)
    threats = (_threat(account.short(one.player), one) for one in account.deviations)
    yield Items(tuple(_first((*mixed, *threats))))


def _mixture(player: str, one: Mixture, *, sure: bool) -> str:
    """That a player is indifferent between actions, or what each brings where it is not."""
    values = {action: number(value) for action, value in one.values.items()}
    if sure and len({*values.values()}) == 1:
        played = listed_and([f"'{action}'" for action in values])
        each = next(iter(values.values()))
        return f"{player}, {one.label}: is indifferent between {played}; each brings {each}."
    told = listed_and([f"'{action}' brings {value}" for action, value in values.items()])
    return f"{player}, {one.label}: {told}."


def _path(account: Account) -> Iterator[str]:
    likely = [step for step in account.steps if step.reach >= RARE]
    yield from _first(_step(account.short(one.player), one) for one in likely)
    rare = len(account.steps) - len(likely) + account.unlisted
    if rare:
        places, each = ("place is", "") if rare == 1 else ("places are", "each ")
        yield f"{rare:,} further {places} reached, {each}with less than {RARE:g}."


def _step(player: str, step: Step) -> str:
    if len(step.played) == 1:
        choice = f"plays '{next(iter(step.played))}'"
    else:
        parts = (
            f"'{action}' with {exact_probability(share, step.exact.get(action))}"
            for action, share in step.played.items()
        )
        choice = "plays " + ", ".join(parts)
    reach = "" if step.reach == 1 else f" (reached with probability {probability(step.reach)})"
    day = f" [day {number(step.day)}]" if step.day else ""
    cited = f" ({'; '.join(step.sources)})" if step.sources else ""
    return f"{player}, {step.label}: {choice}{reach}{day}{cited}."


def _outcomes(one: Equilibrium, account: Account, ends: Ends) -> TableBlock:
    likely = list(one.outcomes.items())[:MOST_LINES]
    rows = [(ends.label(name), probability(p)) for name, p in likely]
    if len(one.outcomes) > len(likely):
        left = max(0.0, 1.0 - sum(p for _, p in likely))
        rows.append((_others(len(one.outcomes) - len(likely)), probability(left)))
    gathers = Counter(ends.categories.values())
    categories = {name: p for name, p in account.categories.items() if gathers[name] > 1}
    if not categories:
        return TableBlock(("outcome", "probability"), tuple(rows), frozenset({1}))
    under = [ends.categories[name] for name, _ in likely] + [""] * len(rows)
    every = [(name, kind, p) for (name, p), kind in zip(rows, under, strict=False)]
    every += [("in all", name, probability(p)) for name, p in categories.items()]
    return TableBlock(("outcome", "category", "probability"), tuple(every), frozenset({2}))


def _others(count: int) -> str:
    return "one other" if count == 1 else f"any of {count:,} others"


def _causes(account: Account) -> Iterator[Block]:
    if any(cause.probability > 0 for cause in account.causes):
        rows = [(c.category, c.cause, probability(c.probability)) for c in account.causes]
        yield TableBlock(("danger", "cause", "probability"), tuple(rows), frozenset({2}))


def _payoffs(solution: Solution, one: Equilibrium, account: Account) -> Iterator[Block]:
    players = solution.game.players
    least = [_least_loss(account, player) for player in players]
    parts = account.terms if [term.name for term in account.terms] != [PLAIN] else ()
    rows = [
        (
            "what the outcome pays" if term.name == PLAIN else term.name,
            *map(number, term.payoffs, least),
            term.source,
        )
        for term in parts
    ]
    rows.append(("expected payoff", *map(number, one.payoffs, least), ""))
    width = 1 + len(players) + any(row[-1] for row in rows)
    varies = len(one.outcomes) > 1 or any(step.reach < 1 for step in account.steps)
    part = "part of the payoff" + (", on average" if varies else "")
    columns = (part if parts else "", *solution.game.shorts, "source")[:width]
    told = tuple(row[:width] for row in rows)
    yield TableBlock(columns, told, frozenset(range(1, len(players) + 1)))
    if account.types:
        lines = [
            (
                account.short(line.player),
                line.knowing,
                probability(line.probability),
                number(line.payoff, _least_loss(account, line.player)),
            )
            for line in account.types
        ]
        columns = ("player", "once it knows", "probability", "expects")
        yield TableBlock(columns, tuple(lines), frozenset({2, 3}))


def _least_loss(account: Account, player: str) -> float:
    """The smallest loss by a departure that is told of a player; 0 where there is none."""
    losses = [one.loss for one in account.deviations if one.player == player and one.loss > 0]
    return min(losses, default=0.0)


def _threat(player: str, one: Deviation) -> str:
    likely = list(one.follows.items())[:3]
    ends = [f"'{name}' ({probability(p)})" if p != 1 else f"'{name}'" for name, p in likely]
    more = " or others" if len(one.follows) > 3 else ""
    value, best = number(one.value, one.loss), number(one.best, one.loss)
    price = f"{value} instead of {best} ({number(one.loss)} less)"
    return (
        f"{player}, {one.label}: '{one.action}' would bring "
        f"{price if one.loss > 0 else f'{value} as well'}, leading to {' or '.join(ends)}{more}."
    )


def _beliefs(account: Account) -> Iterator[Block]:
    lines = list(_without_complements(account.beliefs))
    on_path = [line for line in lines if line.on_path]
    matter = [line for line in lines if not line.on_path and _matters(line)]
    indifferent = {
        line.information_set for line in lines if not line.on_path and not _matters(line)
    } - {line.information_set for line in matter}
    if on_path or matter:
        yield Heading("What is believed", 3)
        told = (*on_path, *matter)
        columns = ("player", "where", "that it was", "belief", "beliefs that serve")[
            : 5 if matter else 4
        ]
        rows = [
            (account.short(line.player), *_belief_row(line))[: len(columns)]
            for line in told[:MOST_LINES]
        ]
        yield TableBlock(columns, tuple(rows), frozenset({3, 4}) & {*range(len(columns))})
        if matter:
            yield Prose(f"Off the path: {TERMS[OFF_PATH]} There any belief in the interval serves.")
        if len(told) > MOST_LINES:
            yield Prose(f"And {len(told) - MOST_LINES:,} more of this kind.")
    if indifferent:
        where = "off the path" if matter else "where play never comes (off the path)"
        places = "place" if len(indifferent) == 1 else "places"
        yield Prose(f"At {len(indifferent)} further {places} {where} any belief will do.")


def _without_complements(lines: Sequence[BeliefLine]) -> Iterator[BeliefLine]:
    """Of the beliefs at two nodes only the second: the first is what is left."""
    by_set: dict[int, list[BeliefLine]] = {}
    for line in lines:
        by_set.setdefault(line.information_set, []).append(line)
    for held in by_set.values():
        yield from held[1:] if len(held) == 2 else held


def _matters(line: BeliefLine) -> bool:
    low, high = (line.low, line.high) if line.exact is None else line.exact
    return low > 0 or high < 1


def _belief_row(line: BeliefLine) -> tuple[str, ...]:
    where = line.label if line.on_path else f"{line.label} (off the path)"
    bounds = "" if line.on_path else interval(line.low, line.high, line.exact)
    belief = exact_probability(line.belief, line.exact_belief)
    return where, line.history, belief, bounds


def _refinements(one: Equilibrium, *, several: bool) -> Iterator[Block]:
    if not one.refinements:
        return
    lists: Mapping[str, Sequence[str]] = {
        "passes": [name for name, verdict in one.refinements.items() if verdict],
        "fails": [name for name, verdict in one.refinements.items() if verdict is False],
        "is undecided on": [name for name, verdict in one.refinements.items() if verdict is None],
    }
    parts = [f"{verb} {', '.join(names)}" for verb, names in lists.items() if names]
    untested = ""
    if several and LIMIT_OF_LOGIT not in one.refinements:
        untested = f" Not tested: {LIMIT_OF_LOGIT} ({Remedy('solve()', logit=True)} tests it)."
    place = "above" if several else "below"
    tests = (
        f"refinements (tests of what may be believed after an unexpected move, explained {place})"
    )
    yield Prose(f"Of the {tests} it {'; it '.join(parts)}.{untested}")
    if not several:
        yield Items(explained(one.refinements))
