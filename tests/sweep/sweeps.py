"""Sweeps shared by the tests, solved point by point so that they depend on no other kernel."""

from __future__ import annotations

from typing import Any

import crisis_sim as cs
from crisis_sim.sweep.designs.axes import parse_axis
from crisis_sim.sweep.designs.plan import Plan, make_plan
from crisis_sim.sweep.results.result import SweepResult, sweep_in_memory
from crisis_sim.sweep.running.solve_part import PartSolver
from tests.sweep.point_kernel import PointKernel

CLOCK = cs.load("cuba-1962-clock")
BRINK = cs.load("brinkmanship")


def plan_for(*axes: str, study: cs.Study = CLOCK, **more: Any) -> Plan:
    return make_plan(study, [parse_axis(text) for text in axes], **more)


def point_solver(plan: Plan) -> PartSolver:
    return PartSolver(plan, PointKernel)


def swept(plan: Plan) -> SweepResult:
    return sweep_in_memory(plan, solver=point_solver(plan))
