"""A player has one short name in all that is told of a scenario; data name it by its key too."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import crisis_sim as cs
from crisis_sim.account import account_of
from crisis_sim.errors import CrisisSimError
from crisis_sim.figures.kinds import KINDS
from crisis_sim.plot.make_picture import make_picture
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request
from crisis_sim.scenario.library import shipped_path
from crisis_sim.scenario.span import Span
from crisis_sim.study import Study
from tests.cli.conftest import Run

KEYS = {"US": "keyed_one", "USSR": "keyed_two"}
SHORTS = {"keyed_one": "Wash", "keyed_two": "Mosk"}

COMMANDS = (
    "solve brinkmanship",
    "solve brinkmanship -c nash",
    "solve brinkmanship -c quantal",
    "solve brams-chicken -c nash",
    "solve cuba-1962-two-types",
    "compare cuba-1962-cable",
    "bargain cuba-1962-cable",
    "dominance brinkmanship",
    "thresholds brinkmanship -x p",
    "regions brinkmanship -x p -x q",
    "conditions brinkmanship --outcome war",
    "nearest brinkmanship",
    "certify brinkmanship --outcome war -x p",
    "simulate brinkmanship --plays 10",
    "sweep brinkmanship -x p=0:1:3 -o swept.csv",
    "verify brams-chicken -p Washington=blockade -p Moscow=maintain",
    "fit brams-chicken counts.csv",
)
COUNTS = "information_set,action,count\nWashington,blockade,3\nWashington,air strike,5\n"


def keyed(name: str, folder: Path) -> str:
    """A shipped scenario whose players have other keys, and short names."""
    text = shipped_path(name).read_text(encoding="utf-8")
    for old, new in KEYS.items():
        text = re.sub(rf"\b{old}: {{label: ", f"{new}: {{short: {SHORTS[new]}, label: ", text)
        text = re.sub(rf"(?<!label: )(?<!clash \()\b{old}\b(?! victory)", new, text)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "counts.csv").write_text(COUNTS, encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_texts_call_players_by_their_short_names(run: Run, command: str, tmp_path: Path) -> None:
    name, scenario, *words = command.split()
    told = run(name, keyed(scenario, tmp_path), *words)
    assert told.status == 0, told.err
    assert not re.findall(r".*keyed_.*", told.out)
    if name not in ("nearest", "certify"):
        assert any(short in told.out for short in SHORTS.values())


@pytest.mark.parametrize("command", ["solve brinkmanship", "bargain cuba-1962-cable"])
def test_objects_hold_the_keys_and_the_names(run: Run, command: str, tmp_path: Path) -> None:
    name, scenario = command.split()
    told = json.loads(run(name, keyed(scenario, tmp_path), "--json").out)
    assert told["player_names"] == {
        "keyed_one": {"short": "Wash", "label": "United States"},
        "keyed_two": {"short": "Mosk", "label": "Soviet Union"},
    }
    paid = told["equilibria"][0]["payoffs"] if name == "solve" else told["disagreement"]["payoffs"]
    assert list(paid) == list(KEYS.values())
    if name == "bargain":
        assert told["packages"][0]["refused_by"] == ["keyed_two (defiant)"]


def test_tables_of_results_have_them_as_well(tmp_path: Path) -> None:
    study = cs.load(keyed("cuba-1962-cable", tmp_path))
    solution = study.solve()
    tables = [
        solution,
        account_of(solution),
        study.bargain(),
        study.compare(),
        study.verify(solution.equilibria[0]),
    ]
    for one in tables:
        columns, rows = one.table()
        text = "\n".join([*columns, *(cell for row in rows for cell in row)])
        assert "keyed_" not in text, type(one)
        assert "Wash" in text or "Mosk" in text, type(one)


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"sensitivity", "page"}))
def test_figures_have_them_as_well(kind: str, tmp_path: Path) -> None:
    told = 0
    for name in ("brams-chicken", "brinkmanship", "cuba-1962-cable"):
        if kind in ("regions", "statics", "assumptions", "tornado") and name != "brinkmanship":
            continue
        picture = _picture(cs.load(keyed(name, tmp_path)), kind)
        if picture is not None:
            told += 1
            words = [*(label.text for label in picture.scene.labels), picture.alt, picture.caption]
            assert not [one for one in words if "keyed_" in one]
    assert told


def _picture(study: Study, kind: str) -> Picture | None:
    names = list(study.scenario.parameters)[: min(KINDS[kind].follows)]
    try:
        return make_picture(kind, Request(study, along=tuple(map(Span, names))))
    except CrisisSimError:
        return None


def test_a_short_name_that_is_anothers_gives_way_to_the_key(tmp_path: Path, run: Run) -> None:
    path = Path(keyed("brinkmanship", tmp_path))
    path.write_text(path.read_text(encoding="utf-8").replace("Mosk", "Wash"), encoding="utf-8")
    assert [one.short for one in cs.load(str(path)).scenario.players] == list(SHORTS)
    told = " ".join(run("check", str(path)).out.split())
    assert "Two players have the short name 'Wash': 'keyed_one' and 'keyed_two'." in told
