"""Every shipped scenario says what is known of its game, and that is what comes out.

The findings in the files are checked by solving. Below them, the answers of the literature are
worked out again without any solver: by counting strategies, by closed forms, by certificates of
the profiles that the sources name.
"""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import nashpy
import numpy as np
import pytest
from ruamel.yaml import YAML

from crisis_sim.findings import check_finding
from crisis_sim.formula.evaluate import RATIONALS, evaluate
from crisis_sim.game.game import Game
from crisis_sim.game.normal_form import reduced_normal_form
from crisis_sim.scenario.citation import parse_citations
from crisis_sim.scenario.library import shipped, shipped_path
from crisis_sim.scenario.model import Finding
from crisis_sim.scenario.reduce import at_state
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.scenario.story import tell
from crisis_sim.scenario.whole import unused
from crisis_sim.strategy.certificate import certify
from crisis_sim.strategy.evaluate import bayes_beliefs, node_values, outcome_probabilities
from crisis_sim.study import Study
from crisis_sim.study_files import load as load_study

TOL = 1e-9
SCENARIOS = shipped()
DOCS = Path(__file__).resolve().parent.parent / "docs" / "scenarios.md"


@cache
def load(name: str) -> Study:
    """A shipped scenario, read once."""
    return load_study(name)


def _is_mixed(finding: Finding) -> bool:
    """Whether the sequential equilibrium that it names is mixed."""
    chances = [p for situation in finding.strategy.values() for p in situation.values()]
    return finding.concept == "sequential" and any(0 < p < 1 for p in chances)


def _findings() -> Iterator[object]:
    for name in SCENARIOS:
        for finding in load(name).scenario.findings:
            claim = textwrap.shorten(finding.claim, 70, placeholder=" ...")
            yield pytest.param(name, finding, id=f"{name}: {claim}")


def _assumptions() -> Iterator[object]:
    for name in SCENARIOS:
        for assumption in load(name).scenario.assumptions:
            yield pytest.param(name, assumption, id=f"{name}: {assumption}")


# What every scenario owes its reader ---------------------------------------------------------


@pytest.mark.parametrize(("name", "finding"), list(_findings()))
def test_finding_holds(name: str, finding: Finding) -> None:
    assert check_finding(load(name), finding).departures == ()


@pytest.mark.parametrize(("name", "assumption"), list(_assumptions()))
def test_assumption_asks_a_question_and_solves(name: str, assumption: str) -> None:
    study = load(name).assuming(assumption)
    assert study.scenario.assumptions[assumption].question.endswith("?")
    solution = study.solve()
    for one in solution.equilibria:
        assert one.certificate.holds(TOL)
    if solution.concept == "spe":
        assert solution.equilibria


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario_is_whole(name: str) -> None:
    scenario, own = load(name).scenario, _file(name)
    assert scenario.findings
    assert not {*own.get("parameters", {}), *own.get("definitions", {})} & set(unused(scenario))
    for parameter in scenario.parameters.values():
        assert parameter.range is not None, f"{parameter.name} has no range"
        assert parameter.meaning, f"{parameter.name} has no meaning"
        assert parameter.cited.status, f"{parameter.name} has no status"


@pytest.mark.parametrize("name", SCENARIOS)
def test_sources_are_cited(name: str) -> None:
    file = _file(name)
    sources = load(name).scenario.sources
    cited = set(_cited(file))
    assert sources
    assert cited
    assert set(file.get("sources", {})) <= cited


def _file(name: str) -> dict[str, Any]:
    text = shipped_path(name).read_text(encoding="utf-8")
    return dict(YAML(typ="safe").load(text))


def _cited(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _cited(one)
    if isinstance(part, Mapping):
        for key, value in part.items():
            if key == "source":
                for text in [value] if isinstance(value, str) else value:
                    names = dict.fromkeys(text.replace(";", " ").split())
                    yield from (one.source for one in parse_citations(text, names))
            yield from _cited(value)


def test_documentation_has_a_section_for_each() -> None:
    titles = [
        line[4:] for line in DOCS.read_text(encoding="utf-8").splitlines() if line[:4] == "### "
    ]
    assert sorted(titles) == SCENARIOS


# Two by two games, against the published tables ------------------------------------------------

Table = dict[tuple[str, str], tuple[int, int]]
CHICKEN: Table = {
    ("blockade", "withdraw"): (3, 3),
    ("blockade", "maintain"): (2, 4),
    ("air strike", "withdraw"): (4, 2),
    ("air strike", "maintain"): (1, 1),
}
REVISED: Table = {
    ("blockade", "withdraw"): (3, 3),
    ("blockade", "maintain"): (1, 4),
    ("air strike", "withdraw"): (2, 2),
    ("air strike", "maintain"): (4, 1),
}
STAG_HUNT: Table = {
    ("wait", "wait"): (4, 4),
    ("wait", "mobilise"): (1, 3),
    ("mobilise", "wait"): (3, 1),
    ("mobilise", "mobilise"): (2, 2),
}


def _table(game: Game, first: int = 0) -> Table:
    """The normal form of a game of two players; player ``first`` names the rows."""
    form = reduced_normal_form(game).form
    table = {}
    for cell in itertools.product(*(range(n) for n in form.shape)):
        names = [form.strategies[player][choice] for player, choice in enumerate(cell)]
        payoffs = [int(form.payoffs[(player, *cell)]) for player in range(2)]
        order = (first, 1 - first)
        table[names[order[0]], names[order[1]]] = (payoffs[order[0]], payoffs[order[1]])
    return table


def _pure_nash(table: Table) -> set[tuple[str, str]]:
    rows = {row for row, _ in table}
    columns = {column for _, column in table}
    return {
        (row, column)
        for (row, column), (one, two) in table.items()
        if one == max(table[other, column][0] for other in rows)
        and two == max(table[row, other][1] for other in columns)
    }


@pytest.mark.parametrize(
    ("name", "published", "equilibria"),
    [
        ("brams-chicken", CHICKEN, {("blockade", "maintain"), ("air strike", "withdraw")}),
        ("brams-revised", REVISED, set()),
        ("security-dilemma", STAG_HUNT, {("wait", "wait"), ("mobilise", "mobilise")}),
    ],
)
def test_two_by_two(name: str, published: Table, equilibria: set[tuple[str, str]]) -> None:
    assert _table(load(name).game()) == published
    assert _pure_nash(published) == equilibria


@pytest.mark.parametrize("name", ["brams-chicken", "brams-revised", "security-dilemma"])
def test_mixed_equilibrium_of_two_by_two(name: str) -> None:
    finding = next(f for f in load(name).scenario.findings if len(f.payoffs) == 2 and not f.outcome)
    table = {"brams-chicken": CHICKEN, "brams-revised": REVISED}.get(name, STAG_HUNT)
    (a, b), (c, d) = (
        tuple(table[row, column] for column in dict.fromkeys(x for _, x in table))
        for row in dict.fromkeys(x for x, _ in table)
    )
    first = Fraction(d[1] - c[1], a[1] - b[1] - c[1] + d[1])
    second = Fraction(d[0] - b[0], a[0] - b[0] - c[0] + d[0])
    value = tuple(
        first * (second * a[i] + (1 - second) * b[i])
        + (1 - first) * (second * c[i] + (1 - second) * d[i])
        for i in range(2)
    )
    assert value == (Fraction(5, 2), Fraction(5, 2))
    assert list(finding.payoffs.values()) == [2.5, 2.5]
    both_first = {"security-dilemma": "peace kept"}.get(name, "compromise")
    assert finding.probabilities[both_first] == first * second


def _nash_findings() -> Iterator[object]:
    for name in SCENARIOS:
        for finding in load(name).scenario.findings:
            if finding.concept == "nash" and len(load(name).scenario.players) == 2:
                claim = textwrap.shorten(finding.claim, 70, placeholder=" ...")
                yield pytest.param(name, finding, id=f"{name}: {claim}")


@pytest.mark.parametrize(("name", "finding"), list(_nash_findings()))
def test_nash_finding_by_another_program(name: str, finding: Finding) -> None:
    assuming = [finding.assuming] if isinstance(finding.assuming, str) else finding.assuming
    game = load(name).assuming(*assuming).game(finding.at)
    reduced = reduced_normal_form(game)
    mixed = list(nashpy.Game(*reduced.form.payoffs).vertex_enumeration())
    assert finding.equilibria in (None, len(mixed))
    wanted = dict(finding.probabilities) | ({finding.outcome: 1.0} if finding.outcome else {})
    held = []
    for pair in mixed:
        profile = reduced.behaviour(pair)
        assert certify(game, profile).holds(TOL)
        found = outcome_probabilities(game, profile)
        chances = dict(zip(game.tree.outcomes, found.tolist(), strict=True))
        values = dict(zip(game.players, node_values(game, profile)[0].tolist(), strict=True))
        held.append(
            all(np.isclose(chances[end], p, atol=TOL) for end, p in wanted.items())
            and all(np.isclose(values[who], p, atol=TOL) for who, p in finding.payoffs.items())
        )
    assert any(held)


# Bargaining with two types -----------------------------------------------------------------------


def test_risky_demand_below_the_threshold() -> None:
    study = load("bargaining-range")
    rng = np.random.default_rng(1995)
    for _ in range(40):
        p, c, low, high, q = (
            round(float(x), 3)
            for x in rng.uniform([0.2, 0.01, 0.0, 0.21, 0.0], [0.6, 0.2, 0.2, 0.4, 1.0])
        )
        solution = study.solve(p=p, cA=c, cL=low, cH=high, q=q)
        assert len(solution.equilibria) == 1
        war = solution.equilibria[0].outcomes.get("war", 0.0)
        assert war == pytest.approx(q if q < (high - low) / (c + high) else 0.0, abs=TOL)


# Profiles that the sources name, certified ---------------------------------------------------


def _profile(game: Game, plan: Mapping[str, Mapping[str, float]]) -> np.ndarray:
    """The profile in which each information set follows the longest key that begins its label."""
    profile = np.zeros(int(game.tree.choice_start[-1]))
    for one in game.tree.information_sets:
        key = max((k for k in plan if one.label.startswith(k)), key=len)
        profile[one.choices.start : one.choices.stop] = [plan[key].get(a, 0.0) for a in one.actions]
    return profile


def _certified(game: Game, profile: np.ndarray) -> Mapping[str, float]:
    """Outcome probabilities of a profile that reaches everything, once it is proved."""
    beliefs = bayes_beliefs(game, profile)
    reached = [set_.nodes for set_ in game.tree.information_sets]
    assert not any(np.isnan(beliefs[list(nodes)]).any() for nodes in reached if len(nodes) > 1)
    beliefs = np.where(np.isnan(beliefs), 1.0, beliefs)
    assert certify(game, profile, beliefs).holds(TOL)
    chances = outcome_probabilities(game, profile)
    return dict(zip(game.tree.outcomes, chances.tolist(), strict=True))


@pytest.mark.parametrize(("a", "worst"), [(0.5, 2.0), (0.25, 2.0), (0.9, 2.0), (0.7, 5.0)])
def test_audience_costs(a: float, worst: float) -> None:
    undecided = -worst / (1 + a)
    firm = 1 / (1 - undecided)
    challenge = a / worst / firm
    bluff = (challenge - a / worst) / (1 - a / worst)
    resist = 1 / (1 + a)
    game = load("audience-costs").game(a=a, L=worst)
    profile = _profile(
        game,
        {
            "the crisis, after resolute": {"challenge": 1},
            "the crisis, after irresolute": {"challenge": bluff, "leave it": 1 - bluff},
            "the reply": {"resist": resist, "concede": 1 - resist},
            "the brink, after resolute": {"stand firm": 1},
            "the brink, after irresolute": {"back down": 1},
        },
    )
    outcomes = _certified(game, profile)
    assert outcomes["war"] == pytest.approx(a / worst * resist)
    assert outcomes["status quo"] == pytest.approx(1 - challenge)
    assert outcomes["backed down"] == pytest.approx((challenge - a / worst) * resist)


def test_audience_costs_in_the_published_case() -> None:
    holding = next(f for f in load("audience-costs").scenario.findings if _is_mixed(f))
    assert holding.probabilities["war"] == pytest.approx(1 / 6)
    assert 1 - holding.probabilities["status quo"] == pytest.approx(7 / 12)
    assert holding.probabilities["backed down"] == pytest.approx(1 / 3 * 2 / 3)


def test_beer_and_quiche_with_a_weak_guest() -> None:
    game = load("beer-and-quiche").game(strong=0.1)
    profile = _profile(
        game,
        {
            "breakfast, after strong": {"beer": 1},
            "breakfast, after weak": {"beer": 1 / 9, "quiche": 8 / 9},
            "after beer": {"duel": 0.5, "let it be": 0.5},
            "after quiche": {"duel": 1},
        },
    )
    assert _certified(game, profile)["no duel"] == pytest.approx(0.1)


# Types and threats, by a second hand -------------------------------------------------------------


def _escalation(challenger_hard: int, tactical: int, strategic: int) -> str:
    """Backward induction on the published order of preferences, worst first."""
    challenger = ["EE-", "DE", "EE+", "DD", "ED", "SQ", "DC"]
    defender = ["EE-", "ED", "EE+", "DD-", "DC", "DD+", "DE", "SQ"]

    def rank(order: list[str], outcome: str, hard: Mapping[str, int]) -> int:
        sign = "+" if hard.get(outcome) else "-"
        return order.index(outcome + sign if outcome in hard else outcome)

    def challenger_picks(*ends: str) -> str:
        return max(ends, key=lambda end: rank(challenger, end, {"EE": challenger_hard}))

    def defender_picks(*ends: str) -> str:
        return max(ends, key=lambda end: rank(defender, end, {"DD": tactical, "EE": strategic}))

    in_kind = challenger_picks("DD", defender_picks("ED", "EE"))
    escalated = challenger_picks("DE", "EE")
    return challenger_picks("SQ", defender_picks("DC", in_kind, escalated))


@pytest.mark.parametrize("hard", list(itertools.product((0, 1), repeat=3)))
def test_asymmetric_escalation(hard: tuple[int, int, int]) -> None:
    names = {"SQ": "status quo", "DC": "defender concedes", "DD": "limited conflict"}
    expected = "DC" if hard[0] and not (hard[1] and hard[2]) else "SQ"
    assert _escalation(*hard) == expected
    values = dict(zip(("challenger_hard", "tactical_hard", "strategic_hard"), hard, strict=True))
    solution = load("asymmetric-escalation").solve(values)
    assert [dict(one.outcomes) for one in solution.equilibria] == [{names[expected]: 1.0}]


# The chain store in twenty towns -------------------------------------------------------------


def _chain_store_totals(scenario: Scenario, towns: int, bound: int) -> tuple[int, ...]:
    """Backward induction on the situations and states, far fewer than the nodes of the tree."""
    story = tell(scenario, {"towns": towns, "bound": bound}, most=10**12)

    @cache
    def payoffs(state: tuple[int, ...]) -> tuple[int, ...]:
        known = dict(zip(scenario.variables, map(Fraction, state), strict=True))
        formulas = zip(*(term.payoffs for term in scenario.terms), strict=True)
        return tuple(
            sum(int(evaluate(at_state(scenario, f, known), RATIONALS, {})) for f in own if f)
            for own in formulas
        )

    @cache
    def value(step: int) -> tuple[int, ...]:
        player = story.steps[step].situation.player
        ends = (payoffs(e.state) if e.to < 0 else value(e.to) for e in story.steps[step].edges)
        return max(ends, key=lambda end: end[player])

    return value(0)


def test_chain_store_in_twenty_towns() -> None:
    scenario = load("chain-store").scenario
    assert _chain_store_totals(scenario, 20, 0) == (40, 40)
    assert _chain_store_totals(scenario, 20, 17) == (91, 23)
    assert _chain_store_totals(scenario, 6, 3) == (21, 9)


@pytest.mark.slow
def test_chain_store_in_eight_towns() -> None:
    solution = load("chain-store").solve(towns=8)
    assert [one.payoffs.tolist() for one in solution.equilibria] == [[16, 16]]


# Cheap talk, by every way of reporting ------------------------------------------------------------


def _told(b: Fraction) -> list[Fraction]:
    """The minister's loss in each pure equilibrium, by trial of every way of reporting."""
    states = [Fraction(0), Fraction(1, 2), Fraction(1)]
    losses = []
    for report in itertools.product(range(3), repeat=3):
        decided = {}
        for word in set(report):
            meant = [state for state, said in zip(states, report, strict=True) if said == word]
            decided[word] = sum(meant, Fraction(0)) / len(meant)
        if all(
            (decided[said] - state - b) ** 2 <= min((d - state - b) ** 2 for d in decided.values())
            for state, said in zip(states, report, strict=True)
        ):
            errors = [(decided[w] - s) ** 2 for s, w in zip(states, report, strict=True)]
            losses.append(sum(errors, Fraction(0)) / 3)
    return sorted(losses)


@pytest.mark.parametrize(
    ("b", "count", "least"),
    [
        ("0.1", 27, "0"),
        ("0.2", 21, "0"),
        ("0.25", 21, "0"),
        ("0.26", 15, "1/24"),
        ("0.375", 15, "1/24"),
        ("0.38", 9, "1/6"),
    ],
)
def test_cheap_talk(b: str, count: int, least: str) -> None:
    losses = _told(Fraction(b))
    assert len(losses) == count
    assert losses[0] == Fraction(least)
    solution = load("cheap-talk").solve(b=float(Fraction(b)))
    found = sorted(-float(one.payoffs[1]) for one in solution.equilibria if one.pure)
    assert found == pytest.approx([float(loss) for loss in losses])


# Selten's horse, by every profile ------------------------------------------------------------


def test_selten_horse_has_two_kinds_of_nash_equilibrium() -> None:
    study = load("selten-horse")
    form = reduced_normal_form(study.game()).form
    found = set()
    for cell in itertools.product(*(range(n) for n in form.shape)):
        payoffs = [float(form.payoffs[(player, *cell)]) for player in range(3)]
        best = [
            max(form.payoffs[(i, *cell[:i], k, *cell[i + 1 :])] for k in range(form.shape[i]))
            for i in range(3)
        ]
        if payoffs == best:
            found.add(tuple(payoffs))
    assert found == {(3.0, 2.0, 2.0), (1.0, 1.0, 1.0)}
    assert [one.payoffs.tolist() for one in study.solve().equilibria] == [[1, 1, 1]]
