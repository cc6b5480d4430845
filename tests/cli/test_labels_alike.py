"""Situations and outcomes of one label go by their names in all that is told of a scenario."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path

import pytest
import yaml

import crisis_sim as cs
from crisis_sim.account import account_of
from crisis_sim.errors import CrisisSimError
from crisis_sim.figures.kinds import KINDS
from crisis_sim.plot.make_picture import make_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.report.blocks import Block, TableBlock
from crisis_sim.report.conclusion import done
from crisis_sim.scenario.library import load
from crisis_sim.scenario.load import parse_scenario
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.scenario.span import Span
from crisis_sim.study import Study
from tests.cli.conftest import Run

RAW = "rawlabel"
"""What the file calls every situation and every outcome."""

COMMANDS = (
    "show brinkmanship",
    "show cuba-1962-cable --numbers",
    "check brinkmanship",
    "solve brinkmanship",
    "solve cuba-1962-cable -c quantal",
    "solve brams-chicken -c nash",
    "compare cuba-1962-cable",
    "bargain cuba-1962-cable",
    "bargain cuba-1962-cable --disagreement 'limited war'",
    "dominance brinkmanship",
    "thresholds brinkmanship -x p",
    "regions brinkmanship -x p -x q",
    "conditions brinkmanship --outcome war",
    "nearest brinkmanship",
    "certify brinkmanship --outcome war -x p",
    "simulate brinkmanship --plays 10",
    "sweep brinkmanship -x p=0:1:3 -o swept.csv",
    "verify brams-chicken -p Washington=blockade -p Moscow=maintain",
    "run brinkmanship -o folder",
)


def alike(name: str, folder: Path) -> str:
    """A shipped scenario whose situations and outcomes all have one label."""
    data = deepcopy(load(name).document.data)
    for one in (*data["situations"].values(), *data["outcomes"].values()):
        one["label"] = RAW
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    return str(path)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_texts_tell_them_apart(run: Run, command: str, tmp_path: Path) -> None:
    name, scenario, *words = shlex.split(command)
    path = alike(scenario, tmp_path)
    told = run(name, path, *words)
    assert told.status == 0, told.err
    assert RAW not in told.out.casefold()
    written = [one for one in tmp_path.rglob("*") if one.is_file() and one.name != Path(path).name]
    assert not [one for one in written if RAW.encode() in one.read_bytes().lower()]


def test_objects_and_tables_do_as_well(run: Run, tmp_path: Path) -> None:
    path = alike("cuba-1962-cable", tmp_path)
    for name in ("solve", "compare", "bargain", "simulate"):
        told = run(name, path, "--json")
        assert told.status == 0, told.err
        assert RAW not in told.out.casefold()
    study = cs.load(path)
    solution = study.solve()
    told = [solution, account_of(solution), study.bargain(), study.compare(), study.simulate()]
    for one in told:
        columns, rows = one.table()
        assert (
            RAW not in "\n".join([*columns, *(cell for row in rows for cell in row)]).casefold()
        ), type(one)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"sensitivity", "page"}))
def test_figures_do_as_well(kind: str, tmp_path: Path) -> None:
    told = 0
    for name in ("brams-chicken", "brinkmanship", "cuba-1962-cable"):
        if kind in ("regions", "statics", "assumptions", "tornado") and name != "brinkmanship":
            continue
        picture = _picture(cs.load(alike(name, tmp_path)), kind)
        if picture is not None:
            told += 1
            words = [*(label.text for label in picture.scene.labels), picture.alt, picture.caption]
            assert not [one for one in words if RAW in one.casefold()]
    assert told


def _picture(study: Study, kind: str) -> Picture | None:
    names = list(study.scenario.parameters)[: min(KINDS[kind].follows)]
    try:
        return make_picture(kind, Request(study, along=tuple(map(Span, names))))
    except CrisisSimError:
        return None


PLACES = """\
title: T
players: {A: {label: A}, B: {label: B}}
start: n
situations:
  n:
    chance:
      l: {label: same, probability: 0.5, seen by: [A], to: one}
      h: {label: same, probability: 0.5, seen by: [A], to: one2}
  one: {label: place, player: A, actions: {go: two, no: {label: stop, to: left}}}
  one2: {label: place, player: A, actions: {go: two, no: left}}
  two: {player: B, information set: B waits, actions: {"yes": good, nay: bad}}
outcomes:
  left: {payoffs: {A: 0, B: 0}}
  good: {payoffs: {A: 1, B: 1}}
  bad: {payoffs: {A: -1, B: 0.5}}
"""


@pytest.fixture
def places(tmp_path: Path) -> str:
    path = tmp_path / "places.yaml"
    path.write_text(PLACES, encoding="utf-8")
    return str(path)


def test_a_situation_has_one_name_wherever_it_is_told(run: Run, places: str) -> None:
    assert "place" not in run("show", places).out
    solved = json.loads(run("solve", places, "--json").out)
    assert list(solved["equilibria"][0]["strategy"]) == ["one", "B waits", "one2"]
    told = run("solve", places).out
    assert "One, if l: A plays 'go'. One2, if h: A plays 'go'." in told
    assert "A, one: plays 'go'" in told
    assert "A, one2: plays 'go'" in told
    played = run("verify", places, "-p", "one=go", "-p", "one2=no", "-p", "two=yes")
    assert played.status == 0
    assert "'go' at one2" in played.out
    tree = _picture(cs.load(places), "tree")
    assert tree is not None
    words = {label.text for label in tree.scene.labels}
    assert not [word for word in words if "place" in word.casefold()]


def test_a_finding_is_of_the_situation_that_it_names(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "found.yaml"
    turned = PLACES.replace(
        "player: A, actions: {go: two, no: left}", "player: A, actions: {go: left, no: two}"
    )
    found = "findings: [{claim: C, strategy: {one: {go: 1}, one2: {no: 1}}}]\n"
    path.write_text(turned + found, encoding="utf-8")
    assert run("check", str(path), "--findings").status == 0


def test_where_a_situation_is_played_by_another_name_show_tells_it(run: Run, places: str) -> None:
    assert "two (B, information set 'B waits')" in run("show", places).out
    heads = [row[0] for row in _rows(cs.load("brams-chicken").show().blocks)]
    assert (
        "Moscow after a blockade (USSR, information set 'Moscow', not told from Moscow after an "
        "air strike)"
    ) in heads


def _rows(blocks: Iterable[Block]) -> Iterator[tuple[str, ...]]:
    for block in blocks:
        if isinstance(block, TableBlock):
            yield from block.rows


def test_a_place_without_anything_before_it_is_at_first() -> None:
    study = cs.load("chain-store").assuming("bound to the end")
    told = " ".join(done(account_of(study.solve())))
    assert "rival plays 'stay out' at first, after stay out, and after stay out, stay out." in told


def test_a_situation_of_the_same_label_counts_too() -> None:
    text = (
        "title: T\nplayers: {A: The first}\nstart: s\n"
        "situations: {s: {label: peace, player: A, actions: {go: calm, stay: war}}}\n"
        "outcomes: {calm: {label: peace, payoffs: {A: 1}}, war: {payoffs: {A: 0}}}\n"
    )
    one: Scenario = parse_scenario(text, name="t", file="t.yaml")
    assert dict(one.called) == {"s": "s", "calm": "calm", "war": "war"}
    assert one.ends.label("calm") == "calm"
