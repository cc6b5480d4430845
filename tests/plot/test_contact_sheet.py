"""Sheets of one scenario under different assumptions and values are different files."""

from __future__ import annotations

import crisis_sim as cs
from tools.contact_sheet import sheet_name


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
