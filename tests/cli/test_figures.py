"""Figures, the bargaining view and simulated plays from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crisis_sim.cli.figure import PYTHONS
from crisis_sim.cli.flags import flag_of
from crisis_sim.figures.kinds import KINDS, kinds_taking
from crisis_sim.figures.options import FIGURE_OPTIONS
from crisis_sim.option import Option
from tests.cli.conftest import Run

CABLE = "cuba-1962-cable"


def test_the_help_tells_of_every_kind_and_who_takes_an_option(run: Run) -> None:
    told = " ".join(run("figure", "--help").out.split()).lower()
    assert all(f" {kind} {one.about}".lower() in told for kind, one in KINDS.items())
    for option in FIGURE_OPTIONS.values():
        kinds = ", ".join(kinds_taking(option.name))
        meaning = f"{kinds}: {option.meaning}" if kinds else option.meaning
        assert (meaning.lower() in told) == (option.name not in PYTHONS)


@pytest.mark.parametrize(
    "option",
    [one for one in FIGURE_OPTIONS.values() if one.name not in PYTHONS],
    ids=lambda one: one.name,
)
def test_an_option_of_other_kinds_is_refused_though_it_changes_nothing(
    run: Run, tmp_path: Path, option: Option
) -> None:
    default = option.default
    given = [] if isinstance(default, bool) else ["p" if default in ((), None) else str(default)]
    if option.counted:
        given = ["1"]
    flag, takers = flag_of(option.name), kinds_taking(option.name)
    for kind in set(KINDS) - set(takers or KINDS):
        ran = run("figure", kind, "brinkmanship", "-o", str(tmp_path / "x.svg"), flag, *given)
        told = f"Error: {flag} is for {', '.join(takers)}, not for {kind}\n"
        assert (ran.status, ran.err) == (2, told)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("page", ["-x", "p", "-x", "q"]),
        ("tree", ["--vertical", "--from", "the reply, after soft, threaten"]),
        ("matrix", ["--no-title", "--columns", "1"]),
        ("statics", ["-x", "q=0.2:0.9"]),
        ("thresholds", ["-x", "p", "--style", "nature"]),
        ("regions", ["-x", "p", "-x", "q=0.5:1", "--grey"]),
        ("risk", ["--outcome", "general war"]),
        ("timelines", ["--plays", "50", "--seed", "2"]),
        ("assumptions", ["--title", "Side by side"]),
    ],
)
def test_every_kind_is_written_with_its_words(
    run: Run, tmp_path: Path, kind: str, options: list[str]
) -> None:
    file = tmp_path / "figure.tex"
    ran = run("figure", kind, "brinkmanship", "-o", str(file), *options)
    assert ran.status == 0, ran.err
    assert ran.out.splitlines() == [str(file), f"{file}.txt"]
    text = file.read_text(encoding="utf-8")
    assert r"\begin{tikzpicture}" in text
    words = file.with_name("figure.tex.txt").read_text(encoding="utf-8")
    described, _, rest = words.partition("\n\nCaption: ")
    caption, _, signed = rest.partition("\nWritten by crisis-sim, ")
    assert described in text.replace("\n% ", "\n")
    assert "Brinkmanship" in caption
    assert signed
    if "--title" in options:
        assert "{Side by side}" in text


def test_the_same_command_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    written = []
    for number in range(2):
        file = tmp_path / f"{number}.pdf"
        assert (
            run("figure", "regions", "brinkmanship", "-x", "p", "-x", "q", "-o", str(file)).status
            == 0
        )
        written.append(file.read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["pie", CABLE], "no kind of figure 'pie'. Possible here:\n  page"),
        (["statics", CABLE], "follows one parameter (-x), not 0. Known here: mu"),
        (["regions", CABLE, "-x", "pi"], "follows two parameters (-x), not 1"),
        (["matrix", CABLE, "--full", "--plays", "9"], "not for matrix\n--plays is for timelines"),
        (["tree", CABLE, "--title", "A", "--no-title"], "exclude each other"),
        (["statics", CABLE, "-x", "po"], "no parameter 'po'"),
        (["tree", CABLE, "--from", "nowhere"], "nothing here is called 'nowhere'"),
        (["tree", CABLE, "-e", "9"], "there is no equilibrium 9"),
        (["tree", CABLE, "--style", "vogue"], "unknown style 'vogue'. Known here: default"),
        (["bargain", "brinkmanship"], "has no issues"),
    ],
    ids=lambda one: one[0] if isinstance(one, list) else "",
)
def test_mistakes_say_what_is_possible(
    run: Run, tmp_path: Path, words: list[str], said: str
) -> None:
    ran = run("figure", *words, "-o", str(tmp_path / "x.svg"))
    assert ran.status == 2
    assert said in ran.err
    assert not list(tmp_path.iterdir())


def test_an_unwritable_or_unknown_file_is_refused_before_anything_is_solved(
    run: Run, tmp_path: Path
) -> None:
    ran = run("figure", "tree", "no-such-scenario", "-o", str(tmp_path / "x.gif"))
    assert "'.gif' is not a kind of figure. Possible here: .svg, .pdf, .png, .tex" in ran.err
    ran = run("figure", "tree", "no-such-scenario", "-o", str(tmp_path / "none" / "x.svg"))
    assert "x.svg: No such file" in ran.err


def test_the_bargaining_view_as_one_object(run: Run) -> None:
    told = json.loads(run("bargain", CABLE, "-s", "d=0.913", "--json").out)
    nash = next(
        one for one in told["solutions"] if one["name"] == "Nash bargaining" and not one["lottery"]
    )
    (number,) = nash["packages"]
    package = told["packages"][number - 1]
    assert package["number"] == number in told["zone"]
    assert package["levels"]["turkey"] == "secret"
    assert nash["payoffs"] == package["payoffs"]
    assert nash["gains"]["US"] == pytest.approx(-3 - told["disagreement"]["payoffs"]["US"])


def test_the_bargaining_view_in_tables(run: Run) -> None:
    ran = run("bargain", CABLE, "--disagreement", "war by accident")
    assert "General war by accident: US -100, USSR -100." in ran.out
    assert "Kalai" in ran.out
    assert run("bargain", "brinkmanship").status == 2
    assert "Did you mean" in run("bargain", CABLE, "--disagreement", "standof").err


def test_bargaining_tells_what_types_refuse(run: Run) -> None:
    told = " ".join(run("bargain", CABLE).out.split())
    assert (
        "10 of 11 packages leave nobody worse off than no deal on average, before USSR knows its "
        "type; 4 of them are refused by no type." in told
    )
    assert "11 of 24 combinations of levels are packages" in told
    assert "Moves that can only end in an agreement are taken away." in told
    assert told.index(
        "Leak and exposure count only when the game is played, not in packages: a package is worth "
    ) < (told.index("Without a deal"))
    told = " ".join(run("bargain", CABLE, "-a", "no counter-offer", "-s", "pi=0.2").out.split())
    assert "USSR -5.521, though USSR (defiant) would rather have no deal." in told
    told = " ".join(run("bargain", "cuba-1962-clock").out.split())
    assert "11 of 11 packages leave nobody worse off than no deal. By" in told


def test_simulated_plays_as_one_object_and_in_prose(run: Run) -> None:
    told = json.loads(run("simulate", CABLE, "--plays", "200", "--seed", "5", "--json").out)
    assert told["plays"] == sum(told["outcomes"].values()) == 200
    assert len(told["shown"]) == 3
    assert told["shown"][0]["events"][1]["player"] == "US"
    prose = run("simulate", CABLE, "--plays", "200", "--seed", "5", "--show", "1").out
    assert "day 0, 1962-10-27: the offer: US Turkey in secret" in prose


def test_the_caption_lies_beside_the_figure_and_is_printed(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "risk.svg"
    ran = run("figure", "risk", CABLE, "-a", "no talk of Turkey", "--caption", "-o", str(target))
    caption = ran.out.splitlines()[-1]
    changed = "Turkey in secret, Turkey in public and strike ruled out at the offer"
    assert f"Assuming no talk of Turkey ({changed}); all else as in the scenario." in caption
    words, _, rest = (tmp_path / "risk.svg.txt").read_text(encoding="utf-8").partition("\n\n")
    assert words.startswith("Assuming no talk of Turkey. Risk of war")
    assert rest.startswith(f"Caption: {caption}\n")


def test_the_figures_of_a_folder_name_what_was_assumed(run: Run, tmp_path: Path) -> None:
    run("run", "brinkmanship", "-a", "a softer Moscow", "-s", "q=0.5", "-o", str(tmp_path / "out"))
    figures = sorted((tmp_path / "out" / "figures").glob("*.txt"))
    assert {one.name.partition(".")[0] for one in figures} >= {
        "tree",
        "tree-full",
        "risk",
        "assumptions",
    }
    for one in figures:
        told = one.read_text(encoding="utf-8")
        assert told.startswith("Assuming a softer Moscow; with q = 0.5. "), one.name
        assert "Caption: " in told
