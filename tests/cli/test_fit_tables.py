"""``crisis-sim fit`` tells what it leaves out, pools and refuses of a table of counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run

HEAD = "information set,action,count\n"
PLAYED = ["threaten"] * 14 + ["do not threaten"] * 6
OTREE = (
    "participant.code,participant._is_bot,participant._index_in_pages,participant._max_page_index,"
    "session.code,session.is_demo,subsession.round_number,group.id_in_subsession,player.the_threat\n"
)

Fit = Callable[..., Ran]


@pytest.fixture
def fit(run: Run, tmp_path: Path) -> Fit:
    """Fit a table, given as text, and check that text and JSON tell the same notes."""

    def call(text: str, game: str = "brinkmanship") -> Ran:
        file = tmp_path / "counts.csv"
        file.write_text(text, encoding="utf-8")
        ran = run("fit", game, str(file))
        if ran.status:
            return ran
        told = " ".join(ran.out.split())
        for note in json.loads(run("fit", game, str(file), "--json").out)["notes"]:
            assert f"{note[0].upper()}{note[1:]}" in told
        return Ran(ran.status, told, ran.err)

    return call


def exported(
    *, bots: int = 0, demo: int = 0, unfinished: int = 0, sessions: int = 1, rounds: int = 1
) -> str:
    """What oTree exports of an app, with so many rows of each kind."""
    rows = []
    for i, action in enumerate([*PLAYED, *["do not threaten"] * bots]):
        bot, page = int(i >= len(PLAYED)), 3 if i < unfinished else 9
        rows.append(
            f"c{i},{bot},{page},9,s{i % sessions},{int(i < demo)},{1 + i % rounds},{i},{action}\n"
        )
    return OTREE + "".join(rows)


def test_rows_of_bots_are_left_out_with_a_word(fit: Fit) -> None:
    ran = fit(exported(bots=30))
    assert "of 20 choices" in ran.out
    assert "Left out: 30 rows played by bots ('participant._is_bot')" in ran.out
    assert "bots" not in fit(exported()).out
    truths = exported(bots=30).replace(",0,9,9", ",False,9,9").replace(",1,9,9", ",True,9,9")
    assert "of 20 choices" in fit(truths).out


def test_bots_alone_are_no_play(fit: Fit) -> None:
    ran = fit(OTREE + "a,1,9,9,s,0,1,1,threaten\n" * 3)
    assert ran.status == 2
    assert "no play was observed" in ran.err
    assert "left out: 3 rows played by bots" in ran.err


def test_bots_in_rows_of_an_information_set_and_an_action(fit: Fit) -> None:
    head = "participant._is_bot,player.information_set,player.action\n"
    rows = "0,the threat,threaten\n" * 3 + "1,the threat,do not threaten\n"
    ran = fit(head + rows)
    assert "of 3 choices" in ran.out
    assert "Left out: 1 row played by bots" in ran.out


def test_choices_of_groups_in_which_people_met_bots(fit: Fit) -> None:
    head = "participant._is_bot,group.id_in_subsession,group.the_threat\n"
    ran = fit(head + "0,1,threaten\n1,1,threaten\n0,2,threaten\n0,2,threaten\n1,3,threaten\n")
    assert "of 2 choices" in ran.out
    assert "Counted: 1 choice of groups in which people met bots" in ran.out


def test_demo_sessions_and_the_unfinished_are_counted_with_a_word(fit: Fit) -> None:
    ran = fit(exported(demo=4, unfinished=3))
    assert "of 20 choices" in ran.out
    assert "Counted: 4 rows of a demo session ('session.is_demo')" in ran.out
    told = (
        "Counted: 3 rows whose player did not reach the last page ('participant._index_in_pages')"
    )
    assert told in ran.out


def test_rounds_and_sessions_are_pooled_with_a_word(fit: Fit) -> None:
    ran = fit(exported(rounds=2, sessions=3))
    assert "Pooled: 2 rounds, whose plays are taken to be independent" in ran.out
    assert "Pooled: 3 sessions" in ran.out
    assert "Pooled" not in fit(exported()).out


def test_rounds_and_apps_side_by_side_are_pooled_with_a_word(fit: Fit) -> None:
    head = "brink.1.player.the_threat,brink.2.player.the_threat,other.1.player.the_threat\n"
    ran = fit(head + "threaten,do not threaten,\n" * 5 + "threaten,,threaten\n")
    assert "of 12 choices" in ran.out
    assert "Pooled for 'the threat': 3 columns, 'brink.1.player.the_threat'" in ran.out
    assert "Empty: 6 of 18 cells" in ran.out


GROUPS = "session.code,subsession.round_number,group.id_in_subsession,group.the_threat"


def test_a_group_is_one_of_a_session_a_round_and_a_column(fit: Fit) -> None:
    apart = "s1,1,1,threaten\ns1,1,1,threaten\ns2,1,1,do not threaten\ns2,2,1,threaten\n"
    assert "of 3 choices" in fit(f"{GROUPS}\n{apart}").out
    both = f"{GROUPS},group.the_reply_after_soft_threaten\n"
    assert "of 2 choices" in fit(f"{both}s1,1,1,threaten,defy\ns1,1,1,threaten,defy\n").out
    ran = fit(f"{GROUPS}\ns1,1,1,threaten\ns1,1,1,do not threaten\n")
    assert "'group.the_threat' was 'threaten' in another row of the group" in ran.err


SHARED = "withdraw,2\ndefy,1\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "info_set,move,n\nthe threat,threaten,9\n",
            "Call 'info_set' 'information set' and 'move'",
        ),
        ("situation,choice\nThe_threat,Threaten\n", "Call 'situation' 'information set' and 'choi"),
        ("situation,action,n\nthe reply,defy,9\n", "Call 'situation' 'information set'.\n"),
        ("student,choice\n1,threaten\n2,\n", "'choice' holds actions of 'the threat': call it 'th"),
        ("player.threat\nthreaten\n", "'player.threat' holds actions of 'the threat': call it 'pl"),
        (
            f"choice,count\n{SHARED}",
            "say which in a column 'information set', and call this one 'a",
        ),
        (
            ",threaten,do not threaten\nthe threat,14,6\n",
            "'threaten', 'do not threaten' are actions",
        ),
        (f"a,b,c\n1,2,3\n{HEAD}the threat,threaten,1\n", "seem to stand in line 3: delete what st"),
        ("player,action,n\nX,go,1\n", "and a row for each play. Information sets: the threat, "),
        ("a,b\n1,2\n", "Or a column for each information set, named after it, and a row for each"),
    ],
)
def test_columns_of_other_names_are_told_how_to_be_called(fit: Fit, text: str, told: str) -> None:
    ran = fit(text)
    assert ran.status == 2
    assert "expected the columns 'information set', 'action' and 'count'; missing: " in ran.err
    assert told in ran.err
    assert "1 problem\n" in ran.err


@pytest.mark.parametrize("title", ["Round 1", "Round 1,,", "Our class"])
def test_a_title_above_the_names_is_told(fit: Fit, title: str) -> None:
    ran = fit(f"{title}\n{HEAD}the threat,threaten,14\n")
    assert ran.status == 2
    assert f"line 1 seems to be a title, '{title.rstrip(',')}'; delete what stands" in ran.err


def wide(fields: str, rounds: int = 3, owner: str = "player") -> str:
    return ",".join(f"c.{k}.{owner}.{one}" for k in range(1, rounds + 1) for one in fields.split())


def test_all_rounds_side_by_side_are_counted(fit: Fit) -> None:
    head = f"participant.code,{wide('information_set action')}\n"
    first = "a,the threat,threaten,the threat,do not threaten,the threat,threaten\n"
    ran = fit(head + first + "b,the threat,threaten,the threat,threaten,,\n")
    assert "of 5 choices" in ran.out
    told = "Pooled: 3 rounds or apps side by side, 'c.1.player.information_set', 'c.2.player.inf"
    assert told in ran.out
    assert "Empty: 1 of 6 rounds, taken for rounds that were not reached" in ran.out
    row = "the threat,threaten,2,the threat,do not threaten,3\n"
    assert "of 5 choices" in fit(f"{wide('information_set action count', 2)}\n{row}").out


def test_a_round_without_an_action_is_a_fault_in_its_line(fit: Fit) -> None:
    ran = fit(f"{wide('information_set action', 2)}\nthe threat,threaten,the threat,\n")
    assert ran.status == 2
    assert "2:1: no action is given at 'the threat': the cell is empty" in ran.err


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (
            wide("information_set action", 2) + ",c.1.player.count",
            "some have a column of counts, and some none",
        ),
        (
            wide("information_set action") + "," + wide("information_set action", 1, "other"),
            "all name information sets; leave one kind",
        ),
        (wide("information_set action", 2, "group"), "stands in the row of each member of a group"),
        ("group.information_set,group.action", "stands in the row of each member of a group"),
    ],
)
def test_rounds_that_are_not_alike_are_refused(fit: Fit, head: str, told: str) -> None:
    ran = fit(head + "\n" + ",".join(["the threat"] * (head.count(",") + 1)) + "\n")
    assert ran.status == 2
    assert told in ran.err


def test_a_round_without_its_column_of_actions_is_told(fit: Fit) -> None:
    ran = fit(f"{wide('information_set action', 1)},c.2.player.action\nthe threat,threaten,x\n")
    assert "Passed over: the column 'c.2.player.action'" in ran.out


def test_fields_of_participants_and_sessions_hold_no_choices(fit: Fit) -> None:
    head = "participant.the_threat,session.config.the_threat,player.the_threat\n"
    ran = fit(head + "threaten,threaten,do not threaten\nthreaten,threaten,threaten\n")
    assert "of 2 choices" in ran.out
    for name in ("participant.the_threat", "session.config.the_threat"):
        assert f"Passed over: the column '{name}', which holds no choices of a player" in ran.out
    alone = fit("participant.the_threat\nthreaten\n")
    assert alone.status == 2
    assert "'participant.the_threat' holds no choices" in alone.err


def test_a_column_that_is_nearly_an_information_set_is_told(fit: Fit) -> None:
    ran = fit("player.the_threat,player.the_reply_after_sofft_threaten\nthreaten,defy\n")
    assert "Passed over: the column 'player.the_reply_after_sofft_threaten'" in ran.out
    assert "was 'the reply, after soft, threaten' meant?" in ran.out
    assert (
        "of 2 choices"
        in fit("player.the_threat,player.the_reply_after_soft_threaten\nthreaten,defy\n").out
    )


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("the threat,,3", "2:1: no action is given at 'the threat': the cell is empty; expected "),
        ("the threat,NA,3", "2:1: no action is given at 'the threat': found 'NA', a missing value"),
        (",threaten,3", "2:1: no information set is named: the cell is empty"),
        ("NA,threaten,3", "2:1: no information set is named: found 'NA', a missing value"),
        ("the threat,threaten,", "from 0 to 10^15; found an empty cell; write 0"),
        ("the threat,threaten,NA", "from 0 to 10^15; found 'NA', a missing value; write 0"),
        ("the threat,threaten,-1", "from 0 to 10^15; found '-1'"),
        ("the threat,threaten,1e300", "from 0 to 10^15; found '1e300'"),
        ("the threat,threaten,inf", "from 0 to 10^15; found 'inf'"),
        (
            "the threat,threaten,70%",
            "from 0 to 10^15; found '70%', a share; write in how many plays",
        ),
        ("the threat,threaten,TRUE", "from 0 to 10^15; found 'TRUE'"),
        ("Total,,20", "2:1: 'Total' seems to begin a row of totals; leave it out"),
        ("the threat,Sum,20", "2:1: 'Sum' at 'the threat' seems to be a total"),
        (",,20", "2:1: a count without a name seems to be a total"),
        ("information set,action,count", "2:1: the names of the columns stand here again"),
        ("Moscow,soft,3", "2:1: at 'Moscow' chance moves, nobody chooses"),
        (
            "the threat,defy,3",
            "'the threat' has no action 'defy', which is one at 'the reply, after soft, threaten'",
        ),
        ("the reply,defy,3", "'the reply' can mean 'the reply, after soft, threaten' and "),
    ],
)
def test_a_row_that_cannot_be_counted_is_one_clear_line(fit: Fit, row: str, message: str) -> None:
    ran = fit(f"{HEAD}{row}\nthe threat,threaten,5\n")
    assert ran.status == 2
    assert "1 problem\n" in ran.err
    assert message in ran.err


def test_several_rows_that_cannot_be_counted_are_told_at_once(fit: Fit) -> None:
    bad = ["the threat,NA,1", "the threat,threaten,-1", "the threat,threaten,NA", "NA,threaten,1"]
    ran = fit(HEAD + "the threat,threaten,5\n" + "\n".join(bad) + "\n")
    assert "4 problems" in ran.err
    for line in range(3, 7):
        assert f"counts.csv:{line}:1: " in ran.err


def test_what_is_wrong_alike_in_many_rows_is_told_once(fit: Fit) -> None:
    ran = fit("player.the_threat\n" + "1\n" * 500 + "0\n")
    assert "2 problems" in ran.err
    assert "The same in 499 further rows." in ran.err


def test_a_count_of_none_is_a_count(fit: Fit) -> None:
    ran = fit(HEAD + "the threat,threaten,0\nthe threat,do not threaten,7\n")
    assert "of 7 choices" in ran.out
    assert "-" not in ran.out.split("Observed and predicted")[0].split("choices.")[1]


def test_fractions_are_weights_and_shares_are_no_counts(fit: Fit) -> None:
    ran = fit(HEAD + "the threat,threaten,2.5\nthe threat,do not threaten,3\n")
    assert "of 5.5 choices" in ran.out
    assert "Taken as weights: 1 count with a fraction, 2.5 in line 2" in ran.out
    percent = fit(HEAD + "the threat,threaten,66.7\nthe threat,do not threaten,33.3\n")
    assert "which add up to 100 as percentages do" in percent.out
    for first, second in (("0.7", "0.3"), ("2/3", "1/3"), ("0.67", "0.34")):
        ran = fit(f"{HEAD}the threat,threaten,{first}\nthe threat,do not threaten,{second}\n")
        assert ran.status == 2
        assert "counts.csv:1:1: the counts add up to 1, as shares do" in ran.err


@pytest.mark.parametrize("name", ["share", "Proportion", "percent", "rel. freq."])
def test_shares_under_their_own_name_are_not_taken_for_plays(fit: Fit, name: str) -> None:
    rows = "the threat,threaten,0.7\nthe threat,do not threaten,0.3\n"
    ran = fit(f"information set,action,{name}\n{rows}")
    assert ran.status == 2
    assert f"the column '{name}' holds shares; expected how often" in ran.err
    plays = fit(f"information set,action,{name}\n{rows}{rows}")
    assert "of 4 choices" in plays.out


def test_rows_that_are_added_up_or_counted_one_by_one_are_told(fit: Fit) -> None:
    rows = "the threat,threaten,14\nthe threat,do not threaten,6\n"
    assert "Added up: the rows of 2 actions with more than one" in fit(HEAD + rows + rows).out
    assert "Added up" not in fit(HEAD + rows).out
    plays = "information set,action\n" + "the threat,threaten\n" * 5
    assert "No column of counts: one play counted for each row, 5" in fit(plays).out


def test_columns_that_could_be_meant_too_are_told(fit: Fit) -> None:
    rows = "the threat,threaten,14,3,threaten\nthe threat,do not threaten,6,4,threaten\n"
    ran = fit(f"information set,action,count,n,player.the_threat\n{rows}")
    assert "of 20 choices" in ran.out
    assert "Passed over: the column 'n'" in ran.out
    assert "Passed over: the column 'player.the_threat'" in ran.out


def test_two_columns_that_can_be_the_counts_are_not_chosen_from(fit: Fit) -> None:
    ran = fit("information set,action,freq,n\nthe threat,threaten,14,20\n")
    assert ran.status == 2
    assert "the columns 'n' and 'freq' can be the counts; call one of them 'count'" in ran.err


def test_rows_that_do_not_say_whether_a_bot_played_them(fit: Fit) -> None:
    ran = fit("participant._is_bot,player.the_threat\nmaybe,threaten\n,threaten\n0,threaten\n")
    assert "of 3 choices" in ran.out
    assert "Counted: 2 rows that do not say whether a bot played them" in ran.out


def test_the_index_and_commas_that_group_are_told(fit: Fit) -> None:
    ran = fit(
        ',information set,action,count\n1,the threat,threaten,14\n2,the threat,threaten,"1,000"\n'
    )
    assert "The column without a name names the rows and was left out" in ran.out
    assert "of 1,014 choices" in ran.out


ALIKE = """
title: Names alike
players: {A: Side A}
start: The gate
situations:
  The gate: {player: A, actions: {go in: the gate, stay: out, "none": out}}
  the gate: {player: A, actions: {offer 15: in, offer 1: out}}
outcomes:
  in: {payoffs: {A: 1}}
  out: {payoffs: {A: 0}}
"""


def test_names_that_are_spelled_alike_are_not_guessed_at(fit: Fit, tmp_path: Path) -> None:
    game = tmp_path / "alike.yaml"
    game.write_text(ALIKE)
    ran = fit(HEAD + "the_gate,stay,3\n", str(game))
    assert ran.status == 2
    assert "'the_gate' can mean 'The gate' and 'the gate'; write which" in ran.err
    assert "'the_gate' can mean" in fit("player.the_gate\nstay\n", str(game)).err
    exact = fit(HEAD + "The gate,none,3\nthe gate,offer_1,2\nthe gate,offer 1.0,1\n", str(game))
    assert "of 6 choices" in exact.out
    assert "of 2 choices" in fit("The gate,the gate\nnone,offer 15\n", str(game)).out
    for other in ("offer 1.5", "offer -1", "offer 1 5"):
        ran = fit(HEAD + f"the gate,{other},3\n", str(game))
        assert f"'the gate' has no action '{other}'" in ran.err
