"""Exact answers printed, and as tables in a notebook."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

pytest.importorskip("flint")

from crisis_sim.shown import Shown
from crisis_sim.study_files import load


class Cells(HTMLParser):
    """The texts of a table, by the tag that holds them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tag = ""
        self.found: dict[str, list[str]] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.tag = tag

    def handle_data(self, data: str) -> None:
        self.found.setdefault(self.tag, []).append(data)


def answers() -> dict[str, Shown]:
    study = load("brinkmanship")
    return {
        "3/5 to 7/8": study.thresholds("q"),
        "q = (3 - 3 * p) / (8 * p)": study.regions("p", "q"),
        "q >= 0.6 and q <= (3 - 3 * p) / (8 * p)": study.conditions("retreat", ["q", "p"]),
        "0.120585 to 0.136777": study.certify("retreat", tol=0.02, draws=10),
        "7/10 to 3/5": study.nearest(),
    }


@pytest.mark.parametrize("words", list(answers()))
def test_an_answer_shows_what_it_says(words: str) -> None:
    answer = answers()[words]
    assert words in str(answer)
    cells = Cells(answer._repr_html_()).found
    headings, rows = answer.table()
    assert cells["th"] == list(headings)
    assert cells["td"] == [cell for row in rows for cell in row]
    assert cells["caption"] == [answer.caption]
