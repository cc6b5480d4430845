"""What is tiny beside something else decides all the same, in every command alike."""

from __future__ import annotations

import csv
import itertools
import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from crisis_sim.gambit.read_efg import read_efg
from crisis_sim.solve.choose import solve_game
from crisis_sim.sweep.induction.kernel import LEAST_POINTS
from tests import exactly
from tests.cli import scale_games
from tests.cli.conftest import Ran, Run
from tests.exactly import as_fraction, plain

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "scale"
LOSSES = ("1e6", "1e8", "1e9", "1e10")
OLD_TOLERANCE = Fraction(1, 10**9)
"""Of the largest payoff range: within it actions used to count as tied."""

shared = pytest.mark.skipif(not CASES.is_dir(), reason="the shared cases are not here")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], str]:
    """Put a game into a file, and give its name."""

    def put(name: str, text: str) -> str:
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return put


def answer(run: Run, path: str, *options: str) -> list[dict[str, Any]]:
    """The equilibria that ``solve --json`` lists; nothing is said beside."""
    ran = run("solve", path, "--json", *options)
    assert (ran.status, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert told["warnings"] == []
    return list(told["equilibria"])


def played(one: dict[str, Any]) -> dict[str, str]:
    """What a pure equilibrium does at each information set."""
    return {
        label: next(action for action, share in held["actions"].items() if share == 1.0)
        for label, held in one["strategy"].items()
    }


def rows(run: Run, path: str, folder: Path, *options: str) -> list[dict[str, str]]:
    """The rows that ``sweep`` writes."""
    to = folder / "swept.csv"
    ran = run("sweep", path, *options, "-o", str(to), "--force")
    assert ran.status == 0
    with to.open() as file:
        return list(csv.DictReader(file))


def near(loss: str, *, tie: Fraction = Fraction(0)) -> list[str]:
    """Values at, and just inside and outside of what used to count as, a tie; as decimals."""
    tolerance = OLD_TOLERANCE * (Fraction(loss) + 1)
    shares = [Fraction(share) for share in ("0.5", "0.999999", "1.000001", "2", "1e-12")]
    away = [share * tolerance for share in shares] + [Fraction("1e-20")]
    values = [tie, *(tie + one for one in away), *(tie - one for one in away)]
    return [_decimal(value) for value in values if abs(value) <= 5]


def _decimal(value: Fraction) -> str:
    """The number as a decimal of at most thirty places, exactly."""
    scaled = value * 10**30
    assert scaled.denominator == 1
    whole, part = divmod(abs(scaled.numerator), 10**30)
    return f"{'-' if value < 0 else ''}{whole}.{str(part).rjust(30, '0')}".rstrip("0") + "0"


def test_the_decimals_of_these_tests() -> None:
    found = [_decimal(Fraction(text)) for text in ("-1/8", "2", "1e-30")]
    assert found == ["-0.1250", "2.0", f"0.{'0' * 29}10"]


@pytest.mark.parametrize("concept", ["spe", "sequential", "nash"])
@pytest.mark.parametrize("fortune", ["1", "5e13", "1e14"])
def test_a_penny_beside_a_fortune(
    run: Run, write: Callable[[str, str], str], concept: str, fortune: str
) -> None:
    path = write("penny.yaml", scale_games.BYSTANDER)
    (one,) = answer(run, path, "-c", concept, "-s", f"fortune={fortune}")
    assert played(one) == {"choice": "take it"}
    assert one["max_regret"] == 0.0
    (one,) = answer(run, path, "-c", concept, "-s", "penny=1e-25")
    assert played(one) == {"choice": "take it"}


def test_leaving_a_penny_is_told_by_verify(run: Run, write: Callable[[str, str], str]) -> None:
    path = write("penny.yaml", scale_games.BYSTANDER)
    told = json.loads(run("verify", path, "-p", "choice=leave it", "--json").out)
    assert told["nash"] is False
    assert told["players"]["A"]["regret"] == 0.01
    assert told["players"]["A"]["best_reply"] == {"choice": "take it"}
    assert told["players"]["B"]["regret"] == 0.0
    out = run("verify", path, "-p", "choice=leave it").out
    assert "Not a Nash equilibrium: A could gain 0.01" in out


@pytest.mark.parametrize("concept", ["spe", "sequential", "nash"])
def test_two_sizes(run: Run, write: Callable[[str, str], str], concept: str) -> None:
    path = write("sizes.efg", scale_games.TWO_SIZES)
    found = answer(run, path, "-c", concept)
    # Nash equilibria differ in what II does where play never comes.
    assert concept == "nash" or len(found) == 1
    assert all(one["payoffs"] == {"I": 0.5, "II": 7.0} for one in found)
    told = json.loads(run("verify", path, "-p", "first=go", "-p", "second=no", "--json").out)
    assert told["nash"] is False
    assert told["players"]["I"]["regret"] == 1.5
    told = json.loads(run("verify", path, "-p", "first=go", "-p", "second=yes", "--json").out)
    assert told["players"]["II"]["regret"] == 7e14 - 1


def test_a_threat_that_would_not_be_carried_out_is_not_subgame_perfect(
    run: Run, write: Callable[[str, str], str]
) -> None:
    path = write("sizes.efg", scale_games.TWO_SIZES)
    told = json.loads(run("verify", path, "-p", "first=stay", "-p", "second=yes", "--json").out)
    assert told["rational_everywhere"] is False


@pytest.mark.parametrize("concept", ["spe", "sequential", "nash"])
def test_a_range_that_no_float_holds(
    run: Run, write: Callable[[str, str], str], concept: str
) -> None:
    path = write("wide.efg", scale_games.OVERFLOW)
    (one,) = answer(run, path, "-c", concept)
    assert played(one) == {"s": "best"}
    ran = run("solve", path, "-c", concept)
    assert (ran.status, ran.err) == (0, "")
    assert "inf" not in ran.out.replace("information", "")
    assert "nan" not in ran.out
    told = json.loads(run("verify", path, "-p", "s=none", "--json").out)
    assert told["players"]["I"]["regret"] == 1.7e308


@pytest.mark.parametrize("concept", ["sequential", "nash"])
def test_near_ties_of_many_sizes(run: Run, write: Callable[[str, str], str], concept: str) -> None:
    found = answer(run, write("near.efg", scale_games.NEAR_TIES), "-c", concept)
    assert found
    assert all(one["max_regret"] == 0.0 for one in found)
    assert_no_regret(scale_games.NEAR_TIES, concept)
    for one in found:
        if concept == "sequential":
            assert one["strategy"]["b"]["actions"] == {"x": 0.0, "y": 1.0}
            assert one["strategy"]["d"]["actions"] == {"x": 0.0, "y": 1.0, "z": 0.0}


def assert_no_regret(text: str, concept: str) -> None:
    """Recomputed in fractions by the tests' own code."""
    game = read_efg(text)
    own = plain(game)
    for one in solve_game(game, concept).equilibria:
        assert one.exact is not None
        profile = [as_fraction(share) for share in one.exact.profile]
        assert not any(exactly.player_regrets(own, profile))
        if concept != "nash":
            beliefs = [None if b is None else as_fraction(b) for b in one.exact.beliefs]
            assert not any(exactly.agent_regrets(own, profile, beliefs))


@pytest.mark.parametrize("concept", ["spe", "sequential"])
def test_a_number_written_in_three_ways(
    run: Run, write: Callable[[str, str], str], concept: str
) -> None:
    path = write("written.yaml", scale_games.WRITTEN)
    found = answer(run, path, "-c", concept)
    assert sorted(played(one)["choice"] for one in found) == ["in one", "in parts", "thrice"]
    assert [one["max_regret"] for one in found] == [0.0] * 3
    for value in ("0.10", "1/10", "1e-1"):
        assert len(answer(run, path, "-c", concept, "-s", f"x={value}")) == 3
    for value, only in (("0.1000000000000000001", 1), ("0.0999999999999999999", 2)):
        assert len(answer(run, path, "-c", concept, "-s", f"x={value}")) == only


def test_a_number_written_in_three_ways_is_one_to_nash_dominance_and_verify(
    run: Run, write: Callable[[str, str], str]
) -> None:
    path = write("written.yaml", scale_games.WRITTEN)
    assert len(answer(run, path, "-c", "nash")) == 3
    told = json.loads(run("dominance", path, "--json").out)
    assert len(told["survive"]["A"]) == 3
    for action in ("thrice", "in one", "in parts"):
        told = json.loads(run("verify", path, "-p", f"choice={action}", "--json").out)
        assert told["nash"] is True


def points(folder: Path, **columns: Sequence[str]) -> str:
    """A table of points with these columns."""
    path = folder / "points.csv"
    lines = [",".join(columns), *map(",".join, zip(*columns.values(), strict=True))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_a_number_written_in_three_ways_is_one_along_a_parameter(
    run: Run, write: Callable[[str, str], str], tmp_path: Path
) -> None:
    path = write("written.yaml", scale_games.WRITTEN)
    near = points(tmp_path, x=["0.0999999999999999999", "0.1", "0.1000000000000000001"])
    swept = rows(run, path, tmp_path, "--points", near)
    assert [row["equilibria"] for row in swept] == ["2", "3", "1"]
    assert [row["tied"] for row in swept] == ["1", "1", "0"]
    told = json.loads(run("thresholds", path, "-x", "x", "--json").out)
    assert [one["exact"] for one in told["thresholds"]] == ["1/10"]


def test_the_points_of_a_grid_are_exact(
    run: Run, write: Callable[[str, str], str], tmp_path: Path
) -> None:
    """Floats add 0.1 up to 0.30000000000000004, and a third of 0.3 is no float."""
    path = write("written.yaml", scale_games.WRITTEN)
    grid = rows(run, path, tmp_path, "-x", "x=0:0.3:4")
    assert [row["equilibria"] for row in grid] == ["2", "3", "1", "1"]
    # A tie at 1/3, which is a point of the grid and no float.
    third = write("third.yaml", scale_games.WRITTEN.replace("0.3,", "1,").replace("0.1 + 0.2", "1"))
    thirds = rows(run, third, tmp_path, "-x", "x=0:1:4")
    assert [row["equilibria"] for row in thirds] == ["2", "3", "1", "1"]


@pytest.mark.parametrize(
    ("text", "tie", "concepts"),
    [
        (scale_games.VALVE, 0, ("spe", "sequential", "nash")),
        (scale_games.FOG, 1, ("sequential", "nash")),
    ],
    ids=["seen", "in fog"],
)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_valve_is_answered_alike_by_all(
    run: Run,
    write: Callable[[str, str], str],
    loss: str,
    text: str,
    tie: int,
    concepts: tuple[str, ...],
) -> None:
    path = write("valve.yaml", text)
    for value in near(loss, tie=Fraction(tie)):
        at = ("-s", f"W={loss}", "-s", f"g={value}")
        expected = pressing(Fraction(value) - tie)
        for concept in concepts:
            found = answer(run, path, *at, "-c", concept)
            assert {played(one)["visit"] for one in found} == expected, (value, concept)
            assert all("open" not in played(one).values() for one in found)
        told = json.loads(run("dominance", path, *at, "--json").out)
        left = {action for name in told["survive"]["I"] for action in expected if action in name}
        assert left == expected, value
        assert len(told["survive"]["I"]) == len(expected), value
        assert len(told["survive"]["O"]) == 1, value


def pressing(gain: Fraction) -> set[str]:
    """What the inspector may do."""
    return {"press", "pass"} if gain == 0 else {"press"} if gain > 0 else {"pass"}


@pytest.mark.parametrize(("text", "tie"), [(scale_games.VALVE, 0), (scale_games.FOG, 1)])
def test_verify_says_so_too(
    run: Run, write: Callable[[str, str], str], text: str, tie: int
) -> None:
    path = write("valve.yaml", text)
    profile = ("-p", "valve=keep shut", "-p", "visit=press")
    for value in near("1e9", tie=Fraction(tie)):
        told = json.loads(run("verify", path, *profile, "-s", f"g={value}", "--json").out)
        assert told["nash"] is (Fraction(value) >= tie), value


@pytest.mark.parametrize(("text", "tie"), [(scale_games.VALVE, 0), (scale_games.FOG, 1)])
@pytest.mark.parametrize("loss", LOSSES)
def test_sweeps_agree_at_near_ties(
    run: Run,
    write: Callable[[str, str], str],
    tmp_path: Path,
    loss: str,
    text: str,
    tie: int,
) -> None:
    path = write("valve.yaml", text)
    values = near(loss, tie=Fraction(tie))
    # Along an axis values that share a float are refused; in a table each is what is written.
    table = points(tmp_path, g=values, W=[loss] * len(values))
    swept = rows(run, path, tmp_path, "--points", table)
    assert len(swept) == len(values)
    for value, row in zip(values, swept, strict=True):
        assert_row(row, Fraction(value) - tie)


def assert_row(row: dict[str, str], above: Fraction) -> None:
    """A row of a sweep at a point so far above the tie."""
    assert row["status"] == "solved", above
    assert row["equilibria"] == ("2" if above == 0 else "1"), above
    assert row["tied"] == ("1" if above == 0 else "0"), above
    # Of two plays the one better for the first player is reported.
    assert float(row["p_fined"]) == (1.0 if above > 0 else 0.0), above
    assert float(row["p_quiet"]) == (0.0 if above > 0 else 1.0), above


@pytest.mark.parametrize(
    ("text", "tie", "points"),
    [(scale_games.VALVE, 0, 2 * (LEAST_POINTS // 2) + 1), (scale_games.FOG, 1, 501)],
)
def test_many_points_around_a_tie(
    run: Run, write: Callable[[str, str], str], tmp_path: Path, text: str, tie: int, points: int
) -> None:
    """As many as compiled code is made for; the grid's points are exact, the middle one the tie."""
    path = write("valve.yaml", text)
    low, high = (_decimal(tie + Fraction(sign, 10**9)) for sign in (-1, 1))
    swept = rows(run, path, tmp_path, "-x", f"g={low}:{high}:{points}")
    for place, row in enumerate(swept):
        assert_row(row, Fraction(place - points // 2))


def beside(name: str, tie: Fraction, points: int) -> str:
    """A table of points nearer to a tie than floats can tell, the tie in the middle."""
    step = Fraction(1, 10**19)
    values = [tie + (place - points // 2) * step for place in range(points)]
    return "\n".join([name, *map(_decimal, values)]) + "\n"


@pytest.mark.parametrize("points", [201, 2 * (LEAST_POINTS // 2) + 1])
def test_points_nearer_to_a_tie_than_floats_can_tell(
    run: Run, write: Callable[[str, str], str], tmp_path: Path, points: int
) -> None:
    """Three times the float 0.1 is more than the float 0.3."""
    path = write("written.yaml", scale_games.WRITTEN)
    table = write("points.csv", beside("x", Fraction(1, 10), points))
    counts = [row["equilibria"] for row in rows(run, path, tmp_path, "--points", table)]
    assert counts == ["2"] * (points // 2) + ["3"] + ["1"] * (points // 2)


def test_points_nearer_to_a_tie_than_floats_can_tell_in_fog(
    run: Run, write: Callable[[str, str], str], tmp_path: Path
) -> None:
    path = write("valve.yaml", scale_games.FOG)
    table = write("points.csv", beside("g", Fraction(1), 201))
    for place, row in enumerate(rows(run, path, tmp_path, "--points", table)):
        assert_row(row, Fraction(place - 100))


@pytest.mark.parametrize(("text", "tie"), [(scale_games.VALVE, 0), (scale_games.FOG, 1)])
def test_points_from_a_table(
    run: Run, write: Callable[[str, str], str], tmp_path: Path, text: str, tie: int
) -> None:
    path = write("valve.yaml", text)
    pairs = [(loss, value) for loss in LOSSES for value in near(loss, tie=Fraction(tie))]
    table = write("points.csv", "W,g\n" + "".join(f"{w},{g}\n" for w, g in pairs))
    swept = rows(run, path, tmp_path, "--points", table)
    for (_, value), row in zip(pairs, swept, strict=True):
        assert_row(row, Fraction(value) - tie)


@pytest.mark.parametrize(("text", "tie"), [(scale_games.VALVE, "0"), (scale_games.FOG, "1")])
@pytest.mark.parametrize("loss", LOSSES)
def test_thresholds_are_at_the_tie_alone(
    run: Run, write: Callable[[str, str], str], loss: str, text: str, tie: str
) -> None:
    path = write("valve.yaml", text)
    told = json.loads(run("thresholds", path, "-x", "g", "-s", f"W={loss}", "--json").out)
    assert [one["exact"] for one in told["thresholds"]] == [tie]
    assert [one["outcome"] for one in told["stretches"]] == ["quiet", "fined"]
    (one,) = told["thresholds"]
    assert len(one["equilibria"]["at"]["equilibria"]) == 2
    along = json.loads(run("thresholds", path, "-x", "W=1:1e11", "--json").out)
    assert along["thresholds"] == []
    assert [one["outcome"] for one in along["stretches"]] == ["fined"]


@pytest.mark.parametrize(("text", "tie"), [(scale_games.VALVE, 0), (scale_games.FOG, 1)])
def test_regions_meet_at_the_tie(
    run: Run, write: Callable[[str, str], str], text: str, tie: int
) -> None:
    path = write("valve.yaml", text)
    plane = ("-x", "W=1:1e11", "-x", "g=-5:5")
    told = json.loads(run("regions", path, *plane, "--json").out)
    assert {one["outcome"] for one in told["regions"]} == {"quiet", "fined"}
    shares = {one["outcome"]: one["share"] for one in told["regions"]}
    assert shares["fined"] == pytest.approx((5 - tie) / 10)
    for region in told["regions"]:
        for piece in region["pieces"]:
            gain = Fraction(piece["sample"][1])
            assert (gain > tie) == (region["outcome"] == "fined")


@pytest.mark.parametrize("at", [Fraction(1, 10**15), Fraction(-1, 10**15), Fraction(1, 2)])
def test_regions_and_thresholds_of_a_narrow_range(
    run: Run, write: Callable[[str, str], str], at: Fraction
) -> None:
    """Ranges that the old tolerance would have taken for a point."""
    path = write("valve.yaml", scale_games.VALVE)
    low, high = _decimal(at - Fraction(1, 10**18)), _decimal(at + Fraction(1, 10**18))
    told = json.loads(run("thresholds", path, "-x", f"g={low}:{high}", "--json").out)
    assert told["thresholds"] == []
    assert [one["outcome"] for one in told["stretches"]] == ["fined" if at > 0 else "quiet"]
    plane = ("-x", "W=1:1e11", "-x", f"g={low}:{high}")
    told = json.loads(run("regions", path, *plane, "--json").out)
    assert [one["outcome"] for one in told["regions"]] == ["fined" if at > 0 else "quiet"]


@pytest.mark.parametrize(
    ("text", "tie"), [(scale_games.VALVE, Fraction(0)), (scale_games.FOG, Fraction(1))]
)
def test_certified_shares_of_a_narrow_box(
    run: Run, write: Callable[[str, str], str], text: str, tie: Fraction
) -> None:
    path = write("valve.yaml", text)
    for low, high, share in ((-1, 3, 0.75), (1, 3, 1.0), (-3, -1, 0.0)):
        ends = [_decimal(tie + Fraction(end, 10**9)) for end in (low, high)]
        options = ("--outcome", "fined", "-x", f"g={':'.join(ends)}", "-x", "W=1:1e11")
        told = json.loads(run("certify", path, *options, "--json").out)
        assert told["tolerance_reached"] is True
        assert told["low"] <= share <= told["high"], (low, high)


@pytest.mark.parametrize("concept", ["spe", "sequential", "nash"])
@pytest.mark.parametrize(
    ("name", "text"),
    [("thirds.efg", scale_games.THIRDS), ("thirds.yaml", scale_games.THIRDS_SCENARIO)],
)
def test_probabilities_that_almost_add_up_to_one_are_divided_by_their_sum(
    run: Run, write: Callable[[str, str], str], concept: str, name: str, text: str
) -> None:
    path = write(name, text)
    found = answer(run, path, "-c", concept)
    assert sorted(played(one)["bet"] for one in found) == ["draw", "keep"]
    assert [one["max_regret"] for one in found] == [0.0, 0.0]
    for action in ("draw", "keep"):
        told = json.loads(run("verify", path, "-p", f"bet={action}", "--json").out)
        assert told["nash"] is True
        assert told["payoffs"]["I"] == 1.0
    checked = run("check", path)
    assert checked.status == 0
    assert "add up" in checked.out + checked.err or "normalised" in checked.out + checked.err


def test_a_sweep_divides_probabilities_by_their_sum(
    run: Run, write: Callable[[str, str], str], tmp_path: Path
) -> None:
    path = write("thirds.yaml", scale_games.THIRDS_SCENARIO)
    (row, other) = rows(run, path, tmp_path, "-x", "third=0.3333333333,0.33333333333")
    assert (row["equilibria"], row["tied"]) == ("2", "1")
    assert (other["equilibria"], other["tied"]) == ("2", "1")


@shared
@pytest.mark.parametrize("concept", ["auto", "spe", "sequential", "nash"])
def test_shared_scale_tie(run: Run, concept: str) -> None:
    path = str(CASES / "scale-tie.yaml")
    (one,) = answer(run, path, "-c", concept)
    assert played(one) == {"s": "better"}
    told = json.loads(run("verify", path, "-p", "s=worse", "--json").out)
    assert told["nash"] is False
    assert told["players"]["A"]["regret"] == 1.0


@shared
@pytest.mark.parametrize("concept", ["auto", "spe", "sequential", "nash"])
def test_shared_two_scales(run: Run, concept: str) -> None:
    path = str(CASES / "two-scales.efg")
    found = answer(run, path, "-c", concept)
    assert concept == "nash" or len(found) == 1
    for one in found:
        assert one["outcomes"] == {"z3": 1.0}
        assert one["payoffs"] == {"1": 2.0, "2": 5.0}
    told = json.loads(run("verify", path, "-p", "a=l", "-p", "b=r", "--json").out)
    assert told["nash"] is False
    assert told["players"]["1"]["regret"] == 2.0


@shared
@pytest.mark.parametrize("concept", ["auto", "spe", "sequential", "nash"])
def test_shared_ruin(run: Run, tmp_path: Path, concept: str) -> None:
    path = str(CASES / "ruin.yaml")
    for loss in LOSSES:
        (one,) = answer(run, path, "-c", concept, "-s", f"W={loss}")
        assert played(one) == {"choose": "hold", "answer": "stay"}
    if concept in ("auto", "spe", "sequential"):
        swept = rows(run, path, tmp_path, "-c", concept, "-x", f"W={','.join(LOSSES)}")
        assert [row["p_gain"] for row in swept] == ["1.0"] * 4
        assert [row["equilibria"] for row in swept] == ["1"] * 4


@shared
def test_shared_ruin_in_the_other_commands(run: Run) -> None:
    path = str(CASES / "ruin.yaml")
    told = json.loads(run("thresholds", path, "-x", "W=1:1e11", "--json").out)
    assert told["thresholds"] == []
    for loss in LOSSES:
        told = json.loads(run("dominance", path, "-s", f"W={loss}", "--json").out)
        assert [len(kept) for kept in told["survive"].values()] == [1, 1]
        assert "stay" in told["survive"]["S"][0]


@shared
@pytest.mark.parametrize("concept", ["auto", "sequential", "nash"])
def test_shared_past_the_tolerance(run: Run, concept: str) -> None:
    path = CASES / "past-the-tolerance.efg"
    found = answer(run, str(path), "-c", concept)
    assert found
    assert [one["max_regret"] for one in found] == [0.0] * len(found)
    assert_no_regret(path.read_text(), "nash" if concept == "nash" else "sequential")


@shared
@pytest.mark.parametrize("concept", ["auto", "spe", "sequential", "nash"])
def test_shared_scale_inf(run: Run, concept: str) -> None:
    (one,) = answer(run, str(CASES / "scale-inf.efg"), "-c", concept)
    assert played(one) == {"s": "good"}
    ran: Ran = run("solve", str(CASES / "scale-inf.efg"), "-c", concept)
    assert (ran.status, ran.err) == (0, "")


def test_the_values_of_these_tests_are_on_both_sides_of_the_old_tolerance() -> None:
    for loss in LOSSES:
        tolerance = OLD_TOLERANCE * (Fraction(loss) + 1)
        apart = [abs(Fraction(value)) for value in near(loss)]
        assert any(0 < one < tolerance for one in apart)
        if tolerance < 2:
            assert any(one > tolerance for one in apart)
    assert all(len(set(near(loss))) == len(near(loss)) for loss in LOSSES)
    assert len(list(itertools.chain(*map(near, LOSSES)))) > 40
