"""Sentences in the words of figures begin with a capital letter, whatever players are called."""

from __future__ import annotations

import re

import pytest

import crisis_sim as cs
from crisis_sim.figures.kinds import KINDS

SMALL = ("beer-and-quiche", "chain-store", "selten-horse", "asymmetric-escalation", "cheap-talk")
"""Scenarios whose players' names begin with a small letter."""


def beginnings(text: str) -> list[str]:
    """What follows a full stop, and what begins the text."""
    return re.findall(r"(?:^|(?<=[.!?] ))([a-z][\w~-]*[^.]{0,30})", text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SMALL)
def test_sentences_begin_with_a_capital_letter(kind: str, name: str) -> None:
    study = cs.load(name)
    names = study.scenario.parameters
    axes = [one for one, parameter in names.items() if parameter.range][: max(KINDS[kind].follows)]
    options = {"samples": 16} if kind == "sensitivity" else {}
    try:
        picture = study.figure(kind, *axes, **options)
    except cs.CrisisSimError:
        return
    for text in (picture.alt, picture.caption):
        found = [one for one in beginnings(text) if re.split(r"\W", one)[0] not in names]
        assert found == []


@pytest.mark.parametrize("kind", ["thresholds", "regions", "page"])
def test_reasons_begin_with_a_capital_letter(kind: str) -> None:
    axes = ("strong",) if kind == "thresholds" else ("strong", "taste")
    picture = cs.load("beer-and-quiche").figure(kind, *axes)
    for text in (picture.alt, " ".join(one.text for one in picture.scene.labels)):
        assert "Rival is indifferent" in text
        assert not re.search("(?:rival|guest) is indifferent", text)


def test_what_begins_small_is_found() -> None:
    assert beginnings("guest plays. rival plays 0.5. Nobody.") == ["guest plays", "rival plays 0"]
