"""The story as a graph, and what assumptions, priors and citations make of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from crisis_sim.errors import InputError, ScenarioError
from crisis_sim.formula.write import text
from crisis_sim.scenario.citation import CitationError, parse_citations
from crisis_sim.scenario.given import exact
from crisis_sim.scenario.library import load
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.scenario.prior import parse_prior
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.scenario.story import tell
from crisis_sim.scenario.whole import unused
from tests.scenario.malformed_blocks import BASE


def strait(*edits: tuple[str, str]) -> Scenario:
    written = BASE
    for old, new in edits:
        assert old in written, old
        written = written.replace(old, new, 1)
    return parse_scenario(written, name="strait", file="strait.yaml")


@pytest.fixture(scope="module")
def cable() -> Scenario:
    return load("cuba-1962-cable")


def test_a_step_is_a_situation_in_a_state() -> None:
    scenario = strait()
    story = tell(scenario)
    assert story.steps[0].situation.name == "talk"
    assert story.steps[0].state == (0, 0, 0, 0)
    assert list(scenario.variables) == ["strait", "mood", "day", "warned"]
    entered = {(step.situation.name, step.state) for step in story.steps}
    assert len(entered) == len(story.steps)
    assert ("talk", (0, 1, 2, 0)) in entered


def test_nodes_are_counted_without_unfolding() -> None:
    """A talk has 3, 3 and 2 moves; a night doubles: 3 + (1 + 2 (3 + (1 + 2 * 2 ...)))."""
    last = 1 + 1 + (1 + 2)
    second = 1 + 1 + (1 + 2) + (1 + 2 * last)
    first = 1 + 1 + (1 + 2) + (1 + 2 * second)
    assert tell(strait()).nodes == first


def test_the_rest_is_what_the_other_events_leave() -> None:
    night = next(s for s in tell(strait()).steps if s.situation.name == "night")
    formulas = [text(edge.probability) for edge in night.edges if edge.probability is not None]
    assert formulas == ["risk", "1 - risk"]


def test_changes_use_the_state_before_the_move() -> None:
    story = tell(strait(("set: {day: day + 1}", "set: {day: day + 1, warned: day > 0}")))
    nights = [step.state for step in story.steps if step.situation.name == "night"]
    assert {(state[2], state[3]) for state in nights} == {(1, 0), (2, 1)}


def test_an_outcome_settles_issues_and_resets_the_others() -> None:
    story = tell(strait(("leave: war", "leave: {set: {strait: open}, to: war}")))
    ends = {(e.outcome, e.state[0]) for step in story.steps for e in step.edges if e.to < 0}
    assert ends == {("deal", 1), ("war", 0)}


def test_a_structural_parameter_shapes_the_tree() -> None:
    clock = load("cuba-1962-clock")
    nodes = [tell(clock, {"T": days}).nodes for days in (1, 2, 3, 4)]
    assert nodes[3] == 118
    assert sorted(set(nodes)) == nodes
    assert dict(tell(clock, {"T": 2}).structural) == {"T": 2}
    assert tell(load("cuba-1962-cable")).structural == {}


def test_a_bound_or_guard_that_no_value_satisfies_is_an_error_at_its_place() -> None:
    clock = load("cuba-1962-clock")
    with pytest.raises(ScenarioError, match=r"day would be 13, outside 0 to 12, when .*day = 12"):
        tell(clock, {"T": 20})
    with pytest.raises(InputError, match="T is not a finite number: inf"):
        tell(clock, {"T": float("inf")})


def test_guards_may_use_numbers_that_are_not_rational() -> None:
    scenario = strait(("when: day < 2", "when: day < sqrt(2) * 1.4"))
    assert tell(scenario).nodes == tell(strait()).nodes


def test_the_budget_is_the_callers() -> None:
    with pytest.raises(ScenarioError, match="the game is too large: 38 nodes, of 30 allowed"):
        tell(strait(), most=30)
    assert tell(strait(), most=38).nodes == 38


# Assumptions ---------------------------------------------------------------------------------


def test_assumptions_combine(cable: Scenario) -> None:
    both = cable.assuming("generals under control").assuming("NATO cheap")
    assert both.assumed == ("generals under control", "NATO cheap")
    assert {name: text(formula) for name, formula in both.overrides.items()} == {
        "pi": "0.1",
        "n": "2",
    }
    assert cable.assumed == ()
    assert "pi" not in both.bind({})
    assert both.assuming("NATO cheap").assumed == both.assumed


def test_assumptions_that_contradict_each_other(cable: Scenario) -> None:
    said = "'NATO cheap' and 'NATO dear' contradict each other: both give a value for 'n'"
    with pytest.raises(InputError, match=said):
        cable.assuming("NATO cheap", "NATO dear")
    with pytest.raises(InputError, match=r"has no assumption 'NATO chaep'\. .*'NATO cheap'"):
        cable.assuming("NATO chaep")


def test_assumptions_that_agree_do_not_contradict_each_other(cable: Scenario) -> None:
    under = cable.assuming("no talk of Turkey", "no secrets", "strikes ruled out")
    offer = {move.name: move.available for move in under.situations["offer"].moves}
    assert offer == {"none": True, "secret": False, "public": False, "strike": False}


def test_an_assumption_may_let_a_move_be_seen(cable: Scenario) -> None:
    under = cable.assuming("Moscow read like a book")
    assert [m.seen_by for m in cable.situations["moscow"].moves] == [frozenset({1})] * 2
    assert [m.seen_by for m in under.situations["moscow"].moves] == [frozenset({0, 1})] * 2


def test_an_assumption_may_put_a_formula_in_the_place_of_a_parameter(cable: Scenario) -> None:
    under = cable.assuming("an upset messenger")
    assert text(under.formulas["pi"]) == "pi_upset"
    assert under.roots_of(["pi"]) == {
        "pi_pressed",
        "pressed",
        "upset_pressed",
        "pi_calm",
        "upset_calm",
    }
    assert under.bind({"pi": 0.2})["pi"] == Fraction(1, 5)


def test_assumptions_that_together_make_a_formula_circular() -> None:
    scenario = strait(
        (
            "a dear war: {set: {cost: 50}}",
            "one: {set: {cost: 3 * p}}\n  two: {set: {p: cost / 10}}",
        )
    )
    with pytest.raises(InputError, match="under one and two, 'cost' is defined by itself: cost ->"):
        scenario.assuming("one", "two")


# Values --------------------------------------------------------------------------------------


def test_values_are_exact(cable: Scenario) -> None:
    assert cable.bind({"d": 0.913})["d"] == Fraction(913, 1000)
    assert cable.bind({})["sigma"] == Fraction(1, 3)
    assert exact(0.1) == Fraction(1, 10)
    assert exact(Fraction(1, 3)) == Fraction(1, 3)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Fraction(10**400), 10**400])
def test_values_that_are_no_finite_numbers(cable: Scenario, value: float) -> None:
    with pytest.raises(InputError, match="pi is not a finite number"):
        cable.bind({"pi": value})


def test_unknown_values_and_definitions_of_the_state(cable: Scenario) -> None:
    with pytest.raises(InputError, match="has no parameter 'pie'"):
        cable.bind({"pie": 1})
    with pytest.raises(InputError, match=r"'f' depends on the state of play; .*: fD, fF"):
        cable.bind({"f": 1})


def test_what_no_formula_uses() -> None:
    assert unused(strait()) == []
    assert unused(strait(("cost: 5", "cost: 5\n  spare: 1"))) == ["spare"]
    assert unused(strait(("risk: p / 2", "risk: p / 2\n  more: risk"))) == ["more"]


# Priors and citations ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("beta(3, 7)", 0.0, 1.0),
        ("beta(3, 7, -1, 2)", -1.0, 2.0),
        ("uniform(-3, 3)", -3.0, 3.0),
        ("triangular(0, 0.5, 2)", 0.0, 2.0),
        ("normal(0, 1)", -float("inf"), float("inf")),
        ("lognormal(0, 1)", 0.0, float("inf")),
    ],
)
def test_priors(written: str, low: float, high: float) -> None:
    prior = parse_prior(written)
    assert prior.support == (low, high)
    assert parse_prior(str(prior)) == prior


@pytest.mark.parametrize(
    "written",
    [
        *("", "beta", "beta()", "beta(1)", "beta(1, 2, 3)", "beta(0, 1)", "beta(1, 2, 3, 2)"),
        *("uniform(1, 1)", "uniform(nan, 1)", "uniform(a, b)", "triangular(0, 3, 2)"),
        *("normal(0, 0)", "normal(0, inf)", "lognormal(0, -1)", "cauchy(0, 1)", "beta(3, 7) + 1"),
    ],
)
def test_priors_that_are_none(written: str) -> None:
    with pytest.raises(ValueError, match=r"expected|unknown distribution"):
        parse_prior(written)


SOURCES = {"memo": 9, "cable": None, "history": None}


def test_citations() -> None:
    found = parse_citations("memo 1, 3-5; cable", SOURCES)
    assert [(one.source, one.paragraphs) for one in found] == [
        ("memo", (1, 3, 4, 5)),
        ("cable", ()),
    ]


@pytest.mark.parametrize(
    ("written", "paragraphs"),
    [
        ("history p. 12", ()),
        ("history ch. 3, pp. 40-42, 57", ()),
        ("history vol. II, chapter iv", ()),
        ("history p.12ff.", ()),
        ("history § 4", ()),
        ("history fig. A, note 7", ()),
        ("memo p. 400", ()),
        ("memo 3, p. 4", (3,)),
        ("memo p. 4, para. 6-7", (6, 7)),
        ("memo ¶ 3", (3,)),
    ],
)
def test_pages_and_chapters_are_cited_too(written: str, paragraphs: tuple[int, ...]) -> None:
    (found,) = parse_citations(written, SOURCES)
    assert found.paragraphs == paragraphs


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("memo 10", "paragraph 10 does not exist; the source has 9"),
        ("memo p. 4, ¶ 10", "paragraph 10 does not exist; the source has 9"),
        ("memo 0", "'0' is not a range of paragraphs"),
        ("memo 4-2", "'4-2' is not a range of paragraphs"),
        ("memo x", "expected paragraphs such as 7 or 10-11, or such as p. 12 .*, found 'x'"),
        ("history p. about 12", "found 'p. about 12'"),
        ("history p. 1-2-3", "found 'p. 1-2-3'"),
        ("history 12 pages", "found '12 pages'"),
        ("history p.", "found 'p.'"),
        ("mmeo 1", "unknown source 'mmeo'"),
        ("1", "expected a source and its paragraphs"),
        ("cable 1-9999", "more than 1,000 paragraphs are cited at once"),
    ],
)
def test_citations_that_are_none(written: str, said: str) -> None:
    with pytest.raises(CitationError, match=said):
        parse_citations(written, SOURCES)


def test_the_source_that_was_meant_is_asked_for() -> None:
    with pytest.raises(CitationError) as raised:
        parse_citations("mmeo 1", SOURCES)
    assert raised.value.hint == "Known here: cable, history, memo. Did you mean 'memo'?"


# Fields of several forms ---------------------------------------------------------------------


def test_short_forms_mean_the_same() -> None:
    short = strait()
    full = strait(
        ("A: The blockader", "A: {label: The blockader}"),
        ("cost: 5", "cost: {default: 5}"),
        ("risk: p / 2", "risk: {formula: p / 2}"),
        ("mood: [calm, tense]", "mood: {values: [calm, tense]}"),
        ("leave: war", "leave: {to: war}"),
        ("{A: 1, B: 2}", "{payoff: {A: 1, B: 2}}"),
    )
    assert full.players == short.players
    assert full.parameters == short.parameters
    assert full.definitions == short.definitions
    assert full.variables == short.variables
    assert full.situations == short.situations
    assert full.outcomes == short.outcomes


def test_numbers_are_read_as_written() -> None:
    scenario = strait(("cost: 5", "cost: 1/3"), ("default: 0.3", "default: 0.30000000000000001"))
    assert scenario.parameters["cost"].default == Fraction(1, 3)
    assert scenario.parameters["p"].default == Fraction("0.30000000000000001")


def test_words_of_yaml_1_1_are_words() -> None:
    scenario = strait(("mood: [calm, tense]", "mood: [calm, tense]\n  said: [no, yes, on, off, y]"))
    assert scenario.variables["said"].values == ("no", "yes", "on", "off", "y")


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_any_line_ending_and_a_byte_order_mark(ending: str) -> None:
    written = "\ufeff" + BASE.replace("\n", ending)
    assert parse_scenario(written, name="strait", file="strait.yaml").title == strait().title
    with pytest.raises(ScenarioError, match=r"strait.yaml:26:14: .* 'wars'"):
        parse_scenario(written.replace("leave: war", "leave: wars"), name="s", file="strait.yaml")


def test_numbers_of_a_shipped_scenario_can_be_used() -> None:
    scenario = strait(("title: A", "parameters from: cuba-1962-cable\ntitle: A"))
    assert scenario.parameters["pi"] == load("cuba-1962-cable").parameters["pi"]
    assert "h" in scenario.definitions
    assert "f" not in scenario.definitions
    assert "cable" in scenario.sources
    assert scenario.parameters["cost"].default == 5
