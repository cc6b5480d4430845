"""The columns of a sweep's results, with their units and meanings, whatever file they go to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crisis_sim.scenario.scenario import Cited
from crisis_sim.shown import Brief
from crisis_sim.sweep.block import Kernel, Status
from crisis_sim.sweep.designs.plan import Plan
from crisis_sim.sweep.designs.points import Dimension, PointValues
from crisis_sim.sweep.results.answers import Answers
from crisis_sim.sweep.results.codes import Codes

__all__ = ["STATUS_WORDS", "Rows", "Sheet", "SheetColumn", "in_words", "make_rows", "make_sheet"]

Rows = Mapping[str, NDArray[Any]]
"""The columns of a sheet by name, at consecutive points."""

STATUS_WORDS = {
    Status.SOLVED: "solved",
    Status.UNDEFINED: "undefined",
    Status.NONE: "no equilibrium",
    Status.UNSOLVED: "not solved",
    Status.UNREACHED: "not reached",
}
COMPUTED, ASKED = "computed", "asked for"
"""How columns that come from no source came about."""
LONGEST_NAME = 32
"""What Stata allows."""
_STATA = ("if", "in", "using", "with", "long", "double", "float", "int", "byte", "strL")
_ARRAYS = (
    *("outcome", "outcome_column", "outcome_label", "outcome_category", "player", "player_column"),
    *("probability", "payoff", "equilibrium_code", "meaning"),
)
_TAKEN = frozenset((*_STATA, *_ARRAYS))
"""Words of Stata, and the names of what arrays have beside the columns."""


@dataclass(frozen=True, slots=True, repr=False)
class SheetColumn(Brief):
    """One column.

    Attributes
    ----------
    name : letters, digits and underscores, at most 32, so that every program takes it.
    kind : case, place, input, probability, payoff, code, count or flag.
    of : the parameter, outcome or player that it belongs to.
    label, unit : for the reader.
    dtype : its numpy type.
    meanings : what the numbers of a code or flag stand for.
    source : where an input comes from, as the scenario cites it; how anything else came about.
    category : of an outcome.
    """

    name: str
    kind: str
    of: str
    label: str
    unit: str
    dtype: str
    meanings: Mapping[int, str] = field(hash=False)
    source: str = COMPUTED
    category: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Sheet(Brief):
    """The columns of a sweep and what the sweep says of itself.

    Attributes
    ----------
    description : where the numbers come from; the same for the same sweep, whenever it is run.
    dimensions : of the points, the last one varying fastest.
    columns : in the order in which tables have them.
    equilibria : the words for each equilibrium code, from code 1 on.
    sets : the codes of the equilibria in each set, from set 1 on.
    """

    description: Mapping[str, Any]
    dimensions: tuple[Dimension, ...]
    columns: tuple[SheetColumn, ...]
    equilibria: tuple[str, ...]
    sets: tuple[tuple[int, ...], ...]

    @property
    def points(self) -> int:
        """How many points there are."""
        return int(np.prod([one.size for one in self.dimensions], dtype=np.int64))

    def of_kind(self, kind: str) -> tuple[SheetColumn, ...]:
        """The columns of one kind, in order."""
        return tuple(column for column in self.columns if column.kind == kind)


def in_words(column: SheetColumn) -> bool:
    """Whether tables hold the words that a column's codes stand for, known from the start."""
    return column.kind == "case" or column.name == "status"


def make_sheet(plan: Plan, kernel: Kernel, codes: Codes) -> Sheet:
    """The sheet of a plan's results.

    Raises nothing; names that would be equal, or are words of Stata, end in underscores.
    """
    scenario = plan.games.scenario
    description = {
        **plan.description,
        "concept": kernel.concept,
        "method": kernel.method,
        "reports": kernel.reports,
        "labels": {name: scenario.ends.label(name) for name in plan.outcomes},
        "categories": {name: scenario.ends.categories[name] for name in plan.outcomes},
    }
    sets = tuple(codes.sets)
    columns = _unique(
        [
            *_inputs(plan),
            *_outputs(plan),
            _code("equilibrium", "equilibrium reported", ("none that is pure", *codes.equilibria)),
            SheetColumn("equilibria", "count", "", "number of equilibria found", "1", "int32", {}),
            _code("equilibrium_set", "set of all equilibria found", _set_words(sets)),
            _flag("tied", "another action on the path is as good", {0: "no", 1: "yes"}),
            _flag("status", "what became of the point", STATUS_WORDS),
        ]
    )
    return Sheet(description, plan.design.dimensions, columns, tuple(codes.equilibria), sets)


def make_rows(
    plan: Plan, sheet: Sheet, maker: PointValues, answers: Answers, codes: Codes, start: int
) -> dict[str, NDArray[Any]]:
    """The columns at the points of a part, in the sheet's order."""
    stop = start + answers.points
    inputs = maker.values(start, stop)
    equilibrium, held = codes.add(answers)
    arrays: list[NDArray[Any]] = []
    if len(plan.design.cases) > 1:
        arrays.append(maker.cases(start, stop))
    if plan.design.listed:
        arrays.append(maker.places(len(plan.design.shape) - 1, start, stop))
    arrays += [inputs[name] for name in plan.design.names]
    arrays += list(answers.outcomes.T) + list(answers.payoffs.T)
    arrays += [equilibrium, answers.count, held, answers.tied, answers.status]
    return {
        column.name: np.ascontiguousarray(array, dtype=column.dtype)
        for column, array in zip(sheet.columns, arrays, strict=True)
    }


def _inputs(plan: Plan) -> Iterable[SheetColumn]:
    design, scenario = plan.design, plan.games.scenario
    if len(design.cases) > 1:
        words = dict(enumerate(design.dimensions[0].labels))
        yield SheetColumn("assuming", "case", "", "assumptions made", "", "int32", words, ASKED)
    if design.listed:
        last = design.dimensions[-1].name
        label = f"number of the {last}, from 0"
        yield SheetColumn(last, "place", "", label, "1", "int64", {}, ASKED)
    for name in design.names:
        one = scenario.parameters.get(name) or scenario.definitions[name]
        label = one.meaning or one.label or name
        source = _cited(one.cited)
        yield SheetColumn(name, "input", name, label, one.unit, "float64", {}, source)


def _cited(cited: Cited) -> str:
    """A source, and whether it states this, or who made it up."""
    status = cited.status or "unsourced"
    return f"{cited.source} ({status})" if cited.source else status


def _outputs(plan: Plan) -> Iterable[SheetColumn]:
    scenario = plan.games.scenario
    for name in plan.outcomes:
        label = f"probability of {scenario.ends.label(name)}"
        column = SheetColumn(f"p_{name}", "probability", name, label, "1", "float64", {})
        yield replace(column, category=scenario.ends.categories[name])
    for player in scenario.players:
        label = f"expected payoff of {player.label or player.name}"
        unit = scenario.payoff_unit
        yield SheetColumn(
            f"payoff_{player.name}", "payoff", player.name, label, unit, "float64", {}
        )


def _code(name: str, label: str, words: tuple[str, ...]) -> SheetColumn:
    return SheetColumn(name, "code", "", label, "", "int32", dict(enumerate(words)))


def _flag(name: str, label: str, words: Mapping[Any, str]) -> SheetColumn:
    return SheetColumn(
        name, "flag", "", label, "", "int8", {int(k): word for k, word in words.items()}
    )


def _set_words(sets: tuple[tuple[int, ...], ...]) -> tuple[str, ...]:
    found = [f"equilibri{'a' if len(one) > 1 else 'um'} {', '.join(map(str, one))}" for one in sets]
    return ("none that is pure", *found)


def _unique(columns: list[SheetColumn]) -> tuple[SheetColumn, ...]:
    taken = set(_TAKEN)
    found = []
    for column in columns:
        name = re.sub(r"\W", "_", column.name, flags=re.ASCII)[:LONGEST_NAME]
        name = name if re.match(r"[A-Za-z]", name) else f"v_{name}"[:LONGEST_NAME]
        number = 1
        base = name
        while name in taken:
            number += 1
            name = f"{base[: LONGEST_NAME - 1 - len(str(number))]}_{number}"
        taken.add(name)
        found.append(replace(column, name=name))
    return tuple(found)
