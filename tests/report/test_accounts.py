"""What reports say of scenarios, dominance and certified shares, read back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest

import crisis_sim as cs
from crisis_sim.gambit.read import read_gambit
from crisis_sim.report.bargain import bargain_blocks
from crisis_sim.report.blocks import Block, Items, Prose, TableBlock, markdown
from crisis_sim.report.certify import certify_blocks
from crisis_sim.report.dominance import dominance_blocks
from crisis_sim.report.exact_numbers import standing_object
from crisis_sim.report.nearest import nearest_blocks
from crisis_sim.report.regions import regions_blocks
from crisis_sim.report.scenario import scenario_blocks
from crisis_sim.report.simulation import simulation_blocks
from crisis_sim.report.solution import solution_blocks
from crisis_sim.report.thresholds import thresholds_blocks
from crisis_sim.report.verification import verification_blocks
from crisis_sim.solve.dominance import iterated_dominance

DILEMMA = b'NFG 1 R "dilemma" { "A" "B" } { { "c" "d" } { "c" "d" } } ""\n3 3 4 0 0 4 1 1'


def prose(blocks: Iterable[Block]) -> str:
    return " ".join(block.text for block in blocks if isinstance(block, Prose))


def items(blocks: Iterable[Block]) -> list[str]:
    return [item for block in blocks if isinstance(block, Items) for item in block.items]


def test_chance_alone_has_probabilities() -> None:
    study = cs.load("brinkmanship")
    told = items(scenario_blocks(study.scenario, study.game(), numbers=True))
    moves = {line.split(" -> ")[0].split(",")[0]: line for line in told if " -> " in line}
    assert len(moves) == 8
    likely = {name for name, line in moves.items() if "with probability" in line}
    assert likely == {"soft", "hard", "it fires", "it does not"}
    assert moves["soft"] == "soft, with probability 1 - p = 0.7 [kind = soft] -> the threat (dixit)"


def test_what_dominance_leaves_and_takes_away() -> None:
    game = read_gambit(DILEMMA, "dilemma.nfg").game
    blocks = list(dominance_blocks(iterated_dominance(game), game.tree))
    kept, gone = [block for block in blocks if isinstance(block, TableBlock)]
    assert kept.rows == (("A", "d"), ("B", "d"))
    assert [row[:4] for row in gone.rows] == [("1", "A", "c", "d"), ("1", "B", "c", "d")]
    assert "more" not in prose(blocks)


@pytest.mark.parametrize("reached", [True, False])
def test_a_share_that_was_not_reached_says_so(reached: bool) -> None:
    study = cs.load("brinkmanship")
    found = study.certify("war", ["p", "q"], tol=0.2, draws=10)
    assert found.reached
    told = prose(certify_blocks(study, replace(found, reached=reached)))
    assert ("not yet within 0.2" in told) == (not reached)


def test_what_holds_at_a_place_as_an_object() -> None:
    assert standing_object(None) is None
    first = cs.load("brinkmanship").thresholds("p").stretches[0].standing
    held = standing_object(first)
    assert held is not None
    assert held["outcome"] == first.name
    assert [one["outcomes"] for one in held["equilibria"]] == [
        list(one.outcomes) for one in first.equilibria
    ]


def test_causes_of_one_equation_are_told_with_it_once() -> None:
    study = cs.load("brinkmanship")
    found = study.thresholds("p")
    (one,) = found.thresholds
    (cause,) = one.indifferences
    causes = tuple(replace(cause, equation=f"{name} = 0") for name in ("x", "x", "y"))
    blocks = thresholds_blocks(
        study, replace(found, thresholds=(replace(one, indifferences=causes),))
    )
    told = "".join(markdown(blocks)).replace("\n", " ")
    assert told.count(cause.words[1:]) == 3
    assert told.count(": x = 0.") == told.count(": y = 0.") == 1


def test_no_more_is_told_where_all_that_goes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    game = read_gambit(DILEMMA, "dilemma.nfg").game
    for most, said in ((2, False), (1, True)):
        monkeypatch.setattr("crisis_sim.report.dominance.MOST_ROWS", most)
        blocks = dominance_blocks(iterated_dominance(game), game.tree)
        assert ("more" in prose(blocks)) == said


def test_columns_of_numbers_are_said_to_be_such() -> None:
    chicken, cable = cs.load("brams-chicken"), cs.load("cuba-1962-cable")
    clock, brink = cs.load("cuba-1962-clock"), cs.load("brinkmanship")
    profile = {"Washington": {"blockade": 1}, "Moscow": {"withdraw": 1}}
    dilemma = read_gambit(DILEMMA, "dilemma.nfg").game
    reports = [
        verification_blocks(chicken, chicken.verify(profile)),
        thresholds_blocks(chicken, chicken.thresholds("clash_US")),
        bargain_blocks(clock, clock.bargain()),
        regions_blocks(brink, brink.regions("p", "q")),
        simulation_blocks(cable.simulate(plays=20), 3),
        dominance_blocks(iterated_dominance(dilemma), dilemma.tree),
    ]
    for table in [one for report in reports for one in report if isinstance(one, TableBlock)]:
        for place, cells in enumerate(zip(*table.rows, strict=True)):
            digits = all(re.fullmatch(r"(≈ )?[-\d.,]*( %)?", cell) for cell in cells)
            numbers = digits and bool({*cells} - {"", "-"})
            assert numbers == (place in table.numbers), (table.columns[place], cells)


def test_play_that_mixes_says_between_what_each_side_is_indifferent() -> None:
    study = cs.load("brams-revised")
    told = markdown(solution_blocks(study.solve(concept="nash")))
    assert "Why nobody departs from it" in told
    assert (
        "Washington: is indifferent between 'blockade' and 'air strike'; each brings 2.5." in told
    )
    assert "Moscow: is indifferent between 'withdraw' and 'maintain'; each brings 2.5." in told
    logit = markdown(solution_blocks(study.solve(concept="quantal", precision=1)))
    assert "indifferent" not in logit
    assert "What each move would bring" in logit


@pytest.mark.parametrize(
    ("name", "concept", "stand"),
    [
        ("beer-and-quiche", "sequential", ["parts: ", "senders and receivers: "]),
        ("brams-chicken", "nash", []),
    ],
)
def test_the_words_of_the_search_are_explained_where_they_stand(
    name: str, concept: str, stand: list[str]
) -> None:
    lines = items(solution_blocks(cs.load(name).solve(concept=concept)))
    terms = ("parts: ", "senders and receivers: ")
    assert [one for one in terms if any(line.startswith(one) for line in lines)] == stand


def test_nearest_says_first_what_is_asked() -> None:
    study = cs.load("brinkmanship")
    for outcome, asked in (("", "the end is another"), ("war", "'war' comes about or no longer")):
        found = study.nearest(outcome, ["p"])
        told = prose(nearest_blocks(study, found))
        assert told.startswith("Asked is the smallest change of the parameters, each as a share")
        assert asked in told
