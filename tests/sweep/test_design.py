"""Designs: which points there are, in which order, and what is refused."""

from __future__ import annotations

import itertools
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.errors import InputError
from crisis_sim.sweep.designs.axes import parse_axis
from crisis_sim.sweep.designs.plan import Plan, make_plan
from crisis_sim.sweep.designs.points_file import points_table, read_points

CLOCK = cs.load("cuba-1962-clock")
CABLE = cs.load("cuba-1962-cable")


def plan_for(*axes: str, study: cs.Study = CLOCK, **more: object) -> Plan:
    return make_plan(study, [parse_axis(text) for text in axes], **more)  # type: ignore[arg-type]


def test_points_run_through_every_combination_the_last_axis_fastest() -> None:
    plan = plan_for("pi=0,0.1,0.2", "n=2,12")
    assert plan.design.shape == (3, 2)
    columns = plan.design.column_maker().values(0, 6)
    pairs = list(zip(columns["pi"].tolist(), columns["n"].tolist(), strict=True))
    assert pairs == list(itertools.product([0, 0.1, 0.2], [2, 12]))


@pytest.mark.parametrize("sample", ["random", "sobol", "latin"])
def test_any_run_of_points_is_the_same_alone(sample: str) -> None:
    plan = plan_for("pi=0,0.1,0.2", "mu~prior", "n~beta(1, 2)", draws=37, sample=sample, seed=3)
    assert plan.design.shape == (3, 37)
    whole = plan.design.column_maker().values(0, 111)
    for start, stop in ((0, 5), (30, 45), (36, 111), (74, 75)):
        part = plan.design.column_maker().values(start, stop)
        for name, values in part.items():
            assert np.array_equal(values, whole[name][start:stop]), (name, start)
    assert np.array_equal(whole["mu"][:37], whole["mu"][37:74])


def test_draws_alone_take_every_parameter_that_matters_and_has_a_prior() -> None:
    names = plan_for(draws=10, values={"pi": 0.1}).design.names
    assert {"g", "sigma", "fD"} <= set(names)
    assert not {"pi", "T", "pressed"} & set(names)
    overridden = plan_for(draws=10, values={"h": 0.1}).design.names
    assert "sigma" not in overridden
    upset = plan_for(draws=10, study=CABLE, cases=[("an upset messenger",)]).design.names
    assert "pressed" not in plan_for(draws=10, study=CABLE).design.names
    assert "pressed" in upset


def test_a_structural_axis_makes_a_cell_for_each_value() -> None:
    plan = plan_for("pi=0:0.6:3", "T=2,3,4")
    assert [dict(cell.structural) for cell in plan.cells] == [{"T": 2}, {"T": 3}, {"T": 4}]


def test_alternatives_stand_after_the_scenario_as_it_is() -> None:
    plan = plan_for("pi=0:0.6:3", study=CABLE, cases=[("NATO cheap",), ("NATO dear",)])
    labels = plan.design.dimensions[0].labels
    assert labels == ("as it is", "NATO cheap", "NATO dear")
    assert plan.design.shape == (3, 3)


def test_a_table_of_points_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text('pi,"T"\n0.1,2\n0.2,3\n0.3,2\n')
    plan = plan_for(table=read_points(file))
    assert plan.design.shape == (3,)
    assert [dict(cell.structural) for cell in plan.cells] == [{"T": 2}, {"T": 3}]
    assert plan.design.column_maker().values(1, 3)["pi"].tolist() == [0.2, 0.3]


def test_cells_are_the_numbers_that_are_written(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text(
        "pi,mu,c\n1/3,0.1,0.12345678901234567890\n0.30000000000000004, 1/4 ,1e-3\n"
        "\n+.5,1e0,0.10000000000000001\n"
    )
    table = read_points(file)
    assert table.columns["mu"].tolist() == [0.1, 0.25, 1.0]
    assert table.columns["pi"].tolist() == [1 / 3, 0.30000000000000004, 0.5]
    assert table.exactly == {
        "pi": {0: Fraction(1, 3)},
        "c": {0: Fraction("0.12345678901234567890"), 2: Fraction("0.10000000000000001")},
    }
    assert table.digest != points_table(dict(table.columns), "points.csv").digest


def test_the_numbers_of_points_are_asked_for_by_name_and_place(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("mu\n1/3\n0.5\n")
    maker = plan_for("pi=0:1:4", table=read_points(file)).design.column_maker()
    columns = maker.values(2, 8)
    exact = maker.exact(2, columns)
    assert exact is not None
    third, half = Fraction(1, 3), Fraction(1, 2)
    expected = [(third, third), (third, half), (2 * third, third), (2 * third, half)]
    assert [(exact("pi", i), exact("mu", i)) for i in range(4)] == expected
    assert [exact.among(np.array([3, 0]))("mu", i) for i in range(2)] == [half, third]
    assert plan_for("pi=0.1,0.2").design.column_maker().exact(0, {}) is None


def test_values_that_shape_the_tree_are_exact(tmp_path: Path) -> None:
    plan = plan_for("T=2,7/2")
    assert [cell.structural["T"] for cell in plan.cells] == [2, Fraction(7, 2)]
    file = tmp_path / "points.csv"
    file.write_text("T\n3\n3.00000000000000000001\n")
    with pytest.raises(cs.InputError, match="two of its values differ by less than shown"):
        plan_for(table=read_points(file))


def test_columns_that_are_no_parameters_are_all_named(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("p,muu,pi\n0.1,0.2,0.3\n")
    told = r"points\.csv: no parameter or definition is called 'p', 'muu'\..*Did you mean 'pi'\?"
    with pytest.raises(cs.InputError, match=told):
        CLOCK.sweep(points=file)


def test_a_table_of_points_from_parquet(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    file = tmp_path / "points.parquet"
    pandas.DataFrame({"pi": [0.1, 0.2]}).to_parquet(file)
    assert read_points(file).columns["pi"].tolist() == [0.1, 0.2]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pi,mu\n0.1,x\n", "the column 'mu' holds text, 'x' in line 2, where a number"),
        ("pi,mu\n1,0.2\n\n0.1,x\n", "'mu' holds text among its numbers, 'x' in line 4"),
        ("pi,mu\n", "has names of columns, but no rows below them"),
        ("pi,pi\n1,2\n", "'pi' is the name of columns 1, 2"),
        ("pi,mu\n0.1,nan\n", "'mu' is missing in line 2"),
        ("pi,mu\n0.1,inf\n", "the column 'mu' holds an infinite number, 'inf' in line 2"),
        ("pi,mu\n0.1,0.2,0.3\n", "2 names over 3 columns in line 2"),
        ("", "is empty; expected names of columns, and rows below"),
    ],
)
def test_a_table_with_mistakes_is_refused(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "points.csv"
    file.write_text(text)
    with pytest.raises(cs.InputError, match=message):
        read_points(file)


def test_points_of_other_programs(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_bytes(";Pi;MU\n0;0,1;1/3\n1;0,3;0,5\n".encode("utf-16"))
    table = read_points(file, ["pi", "mu", "T"])
    assert {name: one.tolist() for name, one in table.columns.items()} == {
        "pi": [0.1, 0.3],
        "mu": [1 / 3, 0.5],
    }
    assert table.exactly == {"mu": {0: Fraction(1, 3)}}
    assert list(plan_for(table=table).remarks()) == [
        "the column without a name names the rows and was left out"
    ]
    file.write_text("pi,PI\n1,2\n")
    with pytest.raises(cs.InputError, match="the columns 'pi', 'PI' are one name"):
        read_points(file, ["Pi"])


@pytest.mark.parametrize("cells", ["US,SU", "1962-10-16,1962-10-27", "0:30:00,0:40:00"])
def test_a_column_of_texts_that_is_no_parameter_is_left_out(tmp_path: Path, cells: str) -> None:
    file = tmp_path / "points.csv"
    first, second = cells.split(",")
    file.write_text(f"case,pi\n{first},0.1\n{second},0.2\n")
    table = read_points(file, ["pi", "mu"])
    assert {name: one.tolist() for name, one in table.columns.items()} == {"pi": [0.1, 0.2]}
    assert table.notes == ("the column 'case' holds text, is no parameter, and was left out",)
    with pytest.raises(cs.InputError, match="the column 'case' holds"):
        read_points(file)


def test_many_texts_are_left_out_too(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("case,pi\n" + "".join(f"c{row},0.1\n" for row in range(60)))
    assert list(read_points(file, ["pi"]).columns) == ["pi"]


PI_MU = "Write names in the first row, as pi,mu, and below it a row of values for each point"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("case,war\nUS,0.1\n", "is called 'case', 'war'. Known here: mu, pi. Write names in"),
        (
            "case\nUS\n",
            "is called 'case'. Known here: mu, pi. Write names in the first row, as pi,",
        ),
        ("case,note\nUS,x\n", "is called 'case', 'note'. Known here: mu, pi. Write names in the"),
        ("x,m\n1,1\n", "'m'. Known here: mu, pi. Did you mean 'mu'? Write names in the first row"),
        ("parameter,value\npi,0.1\nMU,0.2\n", f"'parameter' holds names of parameters. {PI_MU}"),
        ("case,name,value\n1,pi,1\n1,mu,2\n", f"'name' holds names of parameters. {PI_MU}"),
        ("pi,0.1\nmu,0.2\n", f"'pi' holds names of parameters. {PI_MU}"),
        ("case,pi\n7,0.1\n", "no parameter or definition is called 'case'; leave it out"),
        ("index,pi\n0,0.1\n2,0.2\n", "is called 'index'; leave it out"),
        ("year,pi,m\n1,1,1\n", "is called 'year', 'm'; leave 'year' out. Known here: mu, pi"),
        ("year,place,pi\n1,1,1\n", "is called 'year', 'place'; leave them out. Known here"),
        ("year,place\n1,1\n", "is called 'year', 'place'. Known here"),
        ("m,pi\n1,1\n", "is called 'm'. Known here: mu, pi. Did you mean 'mu'?"),
        ("0.1,0.2\n0.3,0.4\n", f"expected names in the first row, found '0.1', '0.2'. {PI_MU}"),
        ("pi,mu\nn.a.,1\n0.1,1\n", "'n.a.' in line 2; write a number, or leave the row out"),
        ("pi,mu\n~0.1,1\n", "holds text, '~0.1' in line 2; write 0.1"),
        ("pi,mu\n2.Jan,1\n0.1,1\n", "'2.Jan' in line 2; write 2.1, if a spreadsheet made it"),
        ("case,pi\n7,0.1\nUS,0.2\n", "the column 'case' holds text among its numbers"),
        ("pi,mu\nlow,0.1\n", "the column 'pi' holds text, 'low' in line 2"),
    ],
)
def test_what_is_not_for_certain_a_name_of_the_points_stays(
    tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "points.csv"
    file.write_text(text)
    with pytest.raises(cs.InputError) as caught:
        read_points(file, ["pi", "mu"])
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["index", "case", "Row number"])
@pytest.mark.parametrize("first", [0, 1])
def test_a_column_that_numbers_the_rows_is_left_out(tmp_path: Path, name: str, first: int) -> None:
    file = tmp_path / "points.csv"
    file.write_text(f"{name},pi\n{first},0.1\n{first + 1},0.2\n")
    table = read_points(file, ["pi", "mu"])
    assert list(table.columns) == ["pi"]
    assert table.notes == (f"the column '{name}' numbers the rows and was left out",)
    assert list(read_points(file, [name, "pi"]).columns) == [name, "pi"]


def test_the_index_that_pandas_writes_for_stata_is_left_out(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    file = tmp_path / "points.dta"
    pandas.DataFrame({"pi": [0.1, 0.3]}).to_stata(file)
    assert read_points(file, ["pi"]).columns["pi"].tolist() == [0.1, 0.3]


def test_missing_cells_of_points_are_told_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    file.write_text("pi,mu,T\n0.1,NA,\n0.1,0.5,\n0.1,,\n")
    with pytest.raises(cs.InputError) as raised:
        read_points(file)
    assert "'mu' is missing in line 2 and 1 further row: write a number, or leave the row out" in (
        str(raised.value)
    )
    assert "'T' is missing in line 2 and 2 further rows: write a number, or leave the column" in (
        str(raised.value)
    )


def test_a_table_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(cs.InputError, match="cannot read"):
        read_points(tmp_path / "none.csv")
    with pytest.raises(cs.InputError, match="Is a directory"):
        read_points(tmp_path)


@pytest.mark.parametrize(
    ("axes", "more", "message"),
    [
        (["pie=0:1:3"], {}, "no parameter 'pie'.*Did you mean 'pi'"),
        (["pi=0:1:3", "pi=1,2"], {}, "pi is swept twice"),
        (["pi=0:1:3"], {"values": {"pi": 1}}, "both swept and given"),
        ([], {}, "nothing varies"),
        (["T~uniform(2, 4)"], {}, "T shapes the tree"),
        (["h~prior"], {}, "h has no prior"),
        (["pi=0:1:3"], {"sample": "sobel", "draws": 3}, "Did you mean 'sobol'"),
        (["pi=0:1:3"], {"seed": 5}, "^seed is for draws, of which there are none"),
        (["pi=0:1:3"], {"sample": "sobol"}, r"^sample is for draws, .*\(draws\)$"),
        (["mu~prior"], {"table": points_table({"pi": [0.1]}, "t")}, "not both"),
        (["f=1,2"], {"study": CABLE}, "depends on the state"),
        (["pi=0:1:3"], {"study": CABLE, "cases": [("NATO chaep",)]}, "Did you mean 'NATO cheap'"),
        (["pi=0:1:9999999", "mu=0:1:9999999"], {}, "too many"),
    ],
)
def test_a_design_that_makes_no_sense_is_refused(
    axes: list[str], more: dict[str, object], message: str
) -> None:
    with pytest.raises(cs.CrisisSimError, match=message):
        plan_for(*axes, **more)


def test_a_game_from_gambit_has_nothing_to_sweep(tmp_path: Path) -> None:
    file = tmp_path / "game.efg"
    file.write_text(
        'EFG 2 R "t" { "A" }\n\np "" 1 1 "" { "a" "b" } 0\nt "" 1 "" { 1 }\nt "" 2 "" { 0 }\n'
    )
    with pytest.raises(cs.InputError, match="has no parameters; write it as a scenario"):
        plan_for("x=1,2", study=cs.load(file))


def test_values_beyond_their_range_are_remarked_on() -> None:
    assert list(plan_for("pi=0:0.6:3").remarks()) == []
    remarks = list(plan_for("pi=0:0.9:3").remarks())
    assert remarks == ["pi goes from 0 to 0.9, beyond its range, 0 to 0.6"]


@pytest.mark.parametrize(
    ("axis", "noted"),
    [
        ("pi=0,5", True),
        ("mu=0,1", True),
        ("pi=0,9", False),
        ("T=2,3", False),
        ("T=12,3", False),
    ],
)
def test_two_values_are_noted_where_one_decimal_may_be_meant(axis: str, noted: bool) -> None:
    decimal = axis.partition("=")[2].replace(",", ".")
    said = f"{axis} was read as two values: a decimal is written {decimal}"
    assert (said in plan_for(axis).remarks()) is noted


def test_axes_are_given_by_name_or_as_text() -> None:
    study = cs.load("brinkmanship")
    named = study.sweep({"q": "0.5:0.9:3", "p": "prior"}, draws=4)
    written = study.sweep(["q=0.5:0.9:3", "p~prior"], draws=4)
    assert named.sheet.description == written.sheet.description
    assert named.values("p").tolist() == written.values("p").tolist()


def test_points_are_read_once_or_when_they_are_swept(tmp_path: Path) -> None:
    study, path = cs.load("brinkmanship"), tmp_path / "points.csv"
    path.write_text("P,q\n0.1,0.2\n0.3,0.4\n")
    points = study.points(path)
    read, named = study.sweep(points=points), study.sweep(points=path)
    assert read.sheet.description == named.sheet.description
    assert points.columns["p"].tolist() == [0.1, 0.3]


def test_a_sweep_that_could_not_be_run_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^resume=True is for a file of results: name .* path$"):
        cs.Study.check_sweep(None, resume=True)
    with pytest.raises(InputError, match=r"^force=True is for a file of results: name .* path$"):
        CLOCK.sweep_to(None, pi="0:0.6:3", force=True)
    with pytest.raises(InputError, match=r"cannot write 'swept\.xls'"):
        cs.Study.check_sweep(tmp_path / "swept.xls")
    cs.Study.check_sweep(tmp_path / "swept.csv", resume=True)
