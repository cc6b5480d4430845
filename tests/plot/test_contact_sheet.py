"""Sheets of one scenario under different assumptions and values are different files."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from tools.contact_sheet import WIDTHS, drawn, sheet_name


def test_files_are_apart_under_each_assumption_and_value() -> None:
    study = cs.load("brinkmanship")
    names = [
        sheet_name(one, given)
        for one in (study, study.assuming("a softer Moscow"), study.assuming("a hard Moscow"))
        for given in ({}, {"q": "0.3"}, {"q": "1/3"})
    ]
    assert len({*names}) == len(names)
    assert names[0] == "brinkmanship"
    assert names[5] == "brinkmanship-a_softer_Moscow-q=1_3"


def test_what_cannot_be_drawn_is_told_once(capsys: pytest.CaptureFixture[str]) -> None:
    told: set[str] = set()
    for width in WIDTHS:
        assert not list(drawn(cs.load("chain-store"), ["matrix"], width, {}, told))
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("chain-store-matrix: ")
