"""Rows that are many plays, as programs write that count equal rows."""

from __future__ import annotations

import pytest

import crisis_sim as cs
from crisis_sim.errors import ScenarioError
from crisis_sim.profiles.counts import PlayedCounts, parse_counts

ONE = "the threat,count\nthreaten,14\ndo not threaten,6\n"
FROM_R = '"","the.threat","Freq"\n"1","threaten",14\n"2","do not threaten",6\n'


def played(text: str) -> PlayedCounts:
    return parse_counts(text, cs.load("brinkmanship").game())


def refused(text: str) -> str:
    with pytest.raises(ScenarioError) as caught:
        played(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (ONE, "count"),
        (ONE.replace("count", "n"), "n"),
        (ONE.replace("count", "0"), "0"),
        (ONE.replace("count", "_freq"), "_freq"),
        (FROM_R, "Freq"),
        ("session,the threat,n\nA,threaten,9\nB,threaten,5\nA,do not threaten,6\n", "n"),
        ("participant.code,player.the_threat,count\na,threaten,14\nb,do not threaten,6\n", "count"),
    ],
)
def test_a_row_counts_as_often_as_it_says(text: str, name: str) -> None:
    found = played(text)
    assert found.counts.tolist()[:2] == [14, 6]
    assert f"counted: each row as often as '{name}' says" in found.notes


def test_rows_of_several_choices_count_for_each() -> None:
    text = (
        "the threat;the reply, after soft, threaten;n\n"
        "threaten;withdraw;8\nthreaten;defy;6\ndo not threaten;;6\n"
    )
    assert played(text).counts.tolist()[:4] == [14, 6, 8, 6]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ONE.replace("count", "weight"), "'weight' can be the counts; call it 'count', or leave"),
        (ONE.replace("count", "students"), "'students' can be the counts; call it 'count', or"),
        (
            "information set,action,weight\nthe threat,threaten,14\n",
            "'weight' can be the counts; call it 'count', or leave it out",
        ),
        (
            ONE.replace("14", "many"),
            "how often 'threaten' was taken, from 0 to 10^15; found 'many'",
        ),
        (ONE.replace("14", "0.7").replace("6", "0.3"), "the counts add up to 1, as shares do"),
        (
            "the threat,proportion\nthreaten,0.7\ndo not threaten,0.3\n",
            "the column 'proportion' holds shares",
        ),
        (ONE + "Total,20\n", "'Total' at 'the threat' seems to be a total; leave its row out"),
        (ONE + ",20\n", "a count without a name seems to be a total"),
        ("the threat,n,freq\nthreaten,14,70\n", "'n' and 'freq' can be the counts"),
        (
            "n,the threat\n1,threaten\n2,threaten\n3,do not threaten\n",
            "the column 'n' seems to number the rows; leave it out, or call it 'count'",
        ),
        (
            "group.the_threat,group.id_in_subsession,count\nthreaten,1,2\n",
            "'group.the_threat' is a group's; leave 'count' out",
        ),
    ],
)
def test_what_is_no_count_is_refused(text: str, said: str) -> None:
    assert said in refused(text)


def test_rows_that_may_have_been_counted_are_told() -> None:
    text = "the threat,country\nthreaten,France\ndo not threaten,Chad\n"
    assert "no column of counts: one play counted for each row, 2" in played(text).notes
    plays = "id,the threat\n7,threaten\n9,threaten\n"
    assert not any("no column of counts" in note for note in played(plays).notes)


def test_counts_under_a_prefix_are_told_to_be_passed_over() -> None:
    text = "player.the_threat,player.count\nthreaten,3\nthreaten,4\n"
    assert "passed over: the column 'player.count'" in played(text).notes


def test_columns_of_several_prefixes_are_told_to_be_taken_together() -> None:
    text = "information set,action,count\nthe threat,threaten,14\nthe threat,do not threaten,6\n"
    assert not any("taken together" in note for note in played(text).notes)
    prefixed = ",".join(f"a.1.player.{name}" for name in text.split("\n")[0].split(","))
    assert not any("together" in one for one in played(prefixed + text[text.index("\n") :]).notes)
    found = played(text.replace("count", "a.count"))
    assert found.counts.tolist()[:2] == [14, 6]
    said = "taken together: the columns 'information set', 'action', 'a.count'"
    assert said in found.notes


NAMES = [
    *("Count of action", "Sum of count", "number of plays", "N plays", "tally", "sum", "nb"),
    *("effectif", "#", "no.", "Count (n)", "absolute frequency", "value_counts", "COUNT(*)"),
    "n()",
]
LONG = "information set;action;{}\nthe threat;threaten;14\nthe threat;do not threaten;6\n"
WIDE = "the threat;{}\nthreaten;14\ndo not threaten;6\n"


@pytest.mark.parametrize("form", [LONG, WIDE])
@pytest.mark.parametrize("name", NAMES)
def test_numbers_under_a_strange_name_are_not_passed_over(name: str, form: str) -> None:
    said = refused(form.format(name))
    assert f"the column '{name}' may hold counts: call it 'count', or leave it out if" in said
    assert played(form.format("count")).counts.tolist()[:2] == [14, 6]


@pytest.mark.parametrize("name", ["participant", "id", "Session ID", "age", "participant.payoff"])
def test_numbers_that_are_no_counts_are_passed_over(name: str) -> None:
    assert played(LONG.format(name)).counts.tolist()[:2] == [1, 1]


def test_rows_of_one_action_are_plays_whatever_stands_beside_them() -> None:
    assert played(LONG.format("tally") + "the threat;threaten;3\n").counts.tolist()[:2] == [2, 1]
    assert played(LONG.format("sum").replace("14", "1").replace("6", "1")).counts.sum() == 2
    assert "'a', 'b' may hold counts: call that of counts" in refused(
        "the threat;a;b\nthreaten;4;5\ndo not threaten;6;7\n"
    )


def test_actions_as_columns_are_told() -> None:
    said = refused("the threat,withdraw,defy\nthreaten,10,4\ndo not threaten,0,6\n")
    assert "'withdraw', 'defy' are actions: write a row for each with how often" in said


@pytest.mark.parametrize(
    "text",
    [
        "the threat;threaten;14\nthe threat;do not threaten;6\n",
        "the threat;threaten;14\nthe threat;do not threaten;6\nin all;;20\n",
        "threaten;the threat\ndo not threaten;the threat\n",
        "threaten\ndo not threaten\nthreaten\n",
    ],
)
def test_a_first_row_of_values_is_told(text: str) -> None:
    said = refused(text)
    assert "irst row seems to hold values: write names in a row above" in said
