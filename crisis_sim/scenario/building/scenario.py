"""From the fields of a file to a :class:`Scenario`: names resolved, formulas read.

Everything that can be said of one field by itself or against the names declared elsewhere is
checked here, and every problem is recorded at its place; what needs the whole story is checked in
:mod:`crisis_sim.scenario.whole`.
"""

from __future__ import annotations

import hashlib

from crisis_sim.scenario import model
from crisis_sim.scenario.building.ends import read_outcomes, read_terms
from crisis_sim.scenario.building.numbers import read_definitions, read_parameters, read_variables
from crisis_sim.scenario.building.story import read_situations
from crisis_sim.scenario.building.what_ifs import check_finding_names, read_assumptions
from crisis_sim.scenario.positions import Document
from crisis_sim.scenario.reader import Reader
from crisis_sim.scenario.scenario import Scenario
from crisis_sim.scenario.told_moves import with_moves_told
from crisis_sim.scenario.told_places import with_places_told

__all__ = ["build"]


def build(
    fields: model.File,
    document: Document,
    base: Scenario | None,
    *,
    name: str,
    file: str,
    text: str,
) -> Scenario:
    """The scenario of a file; ``base`` is the one whose numbers it uses.

    What is faulty is recorded in the document and replaced by something harmless.
    """
    reader = Reader(fields, document, base)
    parameters, definitions = read_parameters(reader), read_definitions(reader)
    situations, assumptions = read_situations(reader), read_assumptions(reader)
    situations = with_moves_told(situations, assumptions.values())
    outcomes = read_outcomes(reader)
    scenario = Scenario(
        name=name,
        file=file,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        title=fields.title,
        about=fields.about or "",
        begins=fields.begins or "",
        payoff_unit=fields.payoff_unit or "",
        sources=reader.sources,
        players=reader.players,
        parameters=reader.base_parameters | parameters,
        definitions=reader.base_definitions | definitions,
        variables=read_variables(reader),
        terms=read_terms(reader),
        start=fields.start,
        situations=with_places_told(situations, outcomes),
        outcomes=outcomes,
        assumptions=assumptions,
        findings=tuple(fields.findings),
        document=document,
    )
    reader.named(("start",), fields.start, fields.situations, "situation")
    for i, finding in enumerate(fields.findings):
        check_finding_names(reader, scenario.situations, ("findings", i), finding)
    return scenario
