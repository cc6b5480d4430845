"""The whole of a scenario in one folder: report, tables, figures and the solution as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from crisis_sim.account import account_of, exact_share
from crisis_sim.comparison import Case, compare_each
from crisis_sim.concepts import concept_for
from crisis_sim.game.games import Games
from crisis_sim.interruption import undivided
from crisis_sim.provenance import provenance_of
from crisis_sim.report.blocks import Block, Heading, Items, PictureFile, Prose, markdown
from crisis_sim.report.circumstances import circumstances, given_object
from crisis_sim.report.comparison import comparison_blocks
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.folder_figures import FolderFigure, draw_charts, draw_trees
from crisis_sim.report.folder_files import (
    COLUMNS,
    LIST,
    REPORT,
    SOLUTION,
    about_tables,
    no_folder,
    table_path,
)
from crisis_sim.report.folder_list import check_folder, earlier_in, list_of
from crisis_sim.report.json_object import solution_text
from crisis_sim.report.numbers import written_exactly
from crisis_sim.report.scenario import scenario_blocks
from crisis_sim.report.solution import solution_blocks
from crisis_sim.reporter import Reporter, nobody
from crisis_sim.scenario.given import Values
from crisis_sim.solve.solution import Solution
from crisis_sim.solve.solve_games import solve_games
from crisis_sim.strategy.evaluate import reach_probabilities
from crisis_sim.time_limits import IN_TIME, share_of_time
from crisis_sim.whole_file import write_together

__all__ = ["write_folder"]

Rows = Sequence[Sequence[object]]


@undivided()
def write_folder(
    games: Games,
    folder: str | Path,
    values: Values,
    *,
    concept: str,
    force: bool = False,
    report: Reporter = nobody,
    **options: Any,
) -> list[Path]:
    """Solve and write everything, or nothing; the paths of the files.

    ``options`` are those of the concept. ``report`` is told how many files were made. Figures for
    which there is no time are left out, and it is told that as well.

    What an earlier run left there and this one does not write is removed, if nobody changed it
    since.

    Raises
    ------
    InputError
        The folder has no name, or cannot be made or written to;
        it holds files of these names that are not as they were written here, without ``force``.
    NotSolved
        The concept does not apply to this game.
    """
    folder = check_folder(folder, force=force)
    earlier = earlier_in(folder)
    solving = {"concept": concept, **options}
    files: dict[Path, bytes] = {}
    for path, held in _files(games, folder, values, solving, report):
        files[path] = _bytes(held)
        report(len(files), path.name)
    files[folder / LIST] = list_of(folder, games.scenario.name, files)
    made: list[Path] = []
    try:
        for path in files:
            made += _make(path.parent)
        write_together(files, look=lambda: check_folder(folder, force=force))
    except BaseException:
        for one in reversed(made):
            with suppress(OSError):
                one.rmdir()
        raise
    earlier.remove(files)
    return list(files)


def _bytes(held: str | bytes) -> bytes:
    return held.encode("utf-8") if isinstance(held, str) else held


def _files(
    games: Games, folder: Path, values: Values, solving: Mapping[str, Any], report: Reporter
) -> Iterator[tuple[Path, str | bytes]]:
    """Each file and what it holds."""
    perfect = games.family(values).tree.perfect_information
    chosen = concept_for(solving["concept"], perfect=perfect)
    more = {"logit": True} if "logit" in chosen.options else {}
    with share_of_time(0.8):
        solution = solve_games(games, values, **{**more, **solving})
    with share_of_time():
        cases = compare_each(games, values, solved=solution, **solving)
    yield folder / SOLUTION, solution_text(games, solution) + "\n"
    tables = _tables(games, solution, cases)
    yield about_tables(folder), _about(games, values, tables)
    for name, rows in tables.items():
        yield table_path(folder, name), _csv([[*COLUMNS[name]], *rows])
    figures = folder / "figures"
    trees: list[FolderFigure] = []
    charts: list[FolderFigure] = []
    if solution.equilibria:
        trees += draw_trees(games, solution, values, figures)
        charts += draw_charts(games, cases, values, figures, **solving)
    for one in (*trees, *charts):
        yield from one.files.items()
        if one.late:
            report(0, f"{one.title}: not drawn {IN_TIME}\n")
    yield folder / REPORT, markdown(_report(games, solution, cases, values, trees, charts))


def _not_drawn(one: FolderFigure) -> str:
    return f"{one.title}: not drawn. {one.refused}."


def _about(games: Games, values: Values, tables: Iterable[str]) -> str:
    """What the tables were made of, what their columns are, and what outcomes are called."""
    scenario = games.scenario
    whole = {
        **about(games),
        "given": given_object(values),
        "outcome_labels": {name: scenario.ends.label(name) for name in scenario.outcomes},
        "columns": {f"{name}.csv": dict(COLUMNS[name]) for name in tables},
    }
    return as_json(whole) + "\n"


def _make(folder: Path) -> list[Path]:
    """The folders that had to be made, the outermost first."""
    missing = [one for one in (*reversed(folder.parents), folder) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise no_folder(folder, error) from None
    return missing


def _csv(rows: Rows) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows(rows)
    return held.getvalue()


def _report(
    games: Games,
    solution: Solution,
    cases: Sequence[Case],
    values: Values,
    trees: Sequence[FolderFigure],
    charts: Sequence[FolderFigure],
) -> Iterator[Block]:
    scenario = games.scenario
    yield Heading(scenario.title, 1)
    if scenario.about:
        yield Prose(scenario.about)
    yield from (Prose(line) for line in circumstances(games, values))
    if any(one.files for one in trees):
        yield PictureFile("figures/tree.svg", f"Game tree of {scenario.title}")
    yield from solution_blocks(solution)
    if len(cases) > 1:
        yield Heading("Assumptions side by side")
        yield from comparison_blocks(games, cases)
    yield from _charts(charts, [one for one in trees if one.refused])
    yield Heading("The scenario")
    yield from map(_lower, scenario_blocks(scenario, solution.game, numbers=True))
    found = provenance_of(scenario)
    gaps = [f"{name}, paragraphs {', '.join(map(str, p))}" for name, p in found.unused_paragraphs]
    if gaps:
        yield Prose("Paragraphs that nothing cites:")
        yield Items(tuple(gaps))
    yield Prose(f"Scenario {scenario.name}, SHA-256 {scenario.digest}.")


def _charts(charts: Sequence[FolderFigure], missing: Sequence[FolderFigure]) -> Iterator[Block]:
    if charts or missing:
        yield Heading("Figures")
    for one in charts:
        if one.files:
            yield PictureFile(f"figures/{one.name}.svg", one.title)
    if refused := tuple(_not_drawn(one) for one in (*missing, *charts) if one.refused):
        yield Items(refused)


def _lower(block: Block) -> Block:
    return Heading(block.text, block.level + 1) if isinstance(block, Heading) else block


def _tables(games: Games, solution: Solution, cases: Sequence[Case]) -> dict[str, Rows]:
    tables: dict[str, Rows] = {
        "parameters": _parameters(games, solution),
        "equilibria": _equilibria(solution),
        "strategy": _strategy(solution),
        "beliefs": _beliefs(solution),
    }
    if len(cases) > 1:
        tables["assumptions"] = _assumptions(solution, cases)
    return tables


def _parameters(games: Games, solution: Solution) -> Rows:
    rows: list[Sequence[object]] = []
    for one in games.scenario.parameters.values():
        bounds = [None if bound is None else float(bound) for bound in one.range or (None, None)]
        value = float(solution.game.values[one.name])
        cited = (one.cited.status, one.cited.source, one.meaning)
        rows.append((one.name, value, float(one.default), *bounds, one.unit, *cited))
    return rows


def _equilibria(solution: Solution) -> Rows:
    rows: list[Sequence[object]] = []
    for i, one in enumerate(solution.equilibria, 1):
        for player, payoff in zip(solution.game.players, one.payoffs.tolist(), strict=True):
            rows.append((i, "payoff", player, payoff))
        rows += [(i, "probability", name, share) for name, share in one.outcomes.items()]
        rows.append((i, "max regret", "", one.certificate.max_regret))
    return rows


def _strategy(solution: Solution) -> Rows:
    rows: list[Sequence[object]] = []
    for i, one in enumerate(solution.equilibria, 1):
        reach = reach_probabilities(solution.game, one.profile)
        for held in solution.game.tree.information_sets:
            player = solution.game.players[held.player]
            share = float(reach[list(held.nodes)].sum())
            for action, choice in zip(held.actions, held.choices, strict=True):
                exact = exact_share(one, choice)
                told = "" if exact is None or written_exactly(exact) else str(exact)
                taken = (action, float(one.profile[choice]), told)
                rows.append((i, player, held.label, share, *taken))
    return rows


def _beliefs(solution: Solution) -> Rows:
    rows: list[Sequence[object]] = []
    for i in range(len(solution.equilibria)):
        for line in account_of(solution, i).beliefs:
            where = (line.player, line.label, line.history)
            rows.append((i + 1, *where, line.belief, line.low, line.high))
    return rows


def _assumptions(solution: Solution, cases: Sequence[Case]) -> Rows:
    rows: list[Sequence[object]] = []
    for case in cases:
        if case.solution is None or case.account is None:
            continue
        count, one = len(case.solution.equilibria), case.solution.equilibria[0]
        for player, payoff in zip(solution.game.players, one.payoffs.tolist(), strict=True):
            rows.append((case.name, count, "payoff", player, payoff))
        for name, share in case.account.categories.items():
            rows.append((case.name, count, "probability", name, share))
    return rows
