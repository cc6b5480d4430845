"""The cable over two hazards: shares of outcomes against the point solver, point by point."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import crisis_sim as cs
from crisis_sim.solve.sequential.solve_sequential import solve_sequential
from crisis_sim.sweep.designs.axes import parse_axis
from crisis_sim.sweep.designs.plan import make_plan
from crisis_sim.sweep.results.result import sweep_in_memory

TOL = 1e-9


@pytest.mark.slow
def test_the_shares_of_outcomes_are_those_of_the_point_solver(tmp_path: Path) -> None:
    cable = cs.load("cuba-1962-cable")
    plan = make_plan(cable, [parse_axis("pi=0:0.6:7"), parse_axis("h=0:0.2:7")])
    swept = sweep_in_memory(plan)
    outcomes = tuple(cable.scenario.outcomes)
    expected = np.zeros(len(outcomes))
    for i, pi in enumerate(swept.sheet.dimensions[0].values.tolist()):
        for j, h in enumerate(swept.sheet.dimensions[1].values.tolist()):
            found = solve_sequential(cable.game(pi=pi, h=h), mixed=False).equilibria
            assert swept.values("equilibria")[i, j] == len(found)
            passive = [one for one in found if one.refinements["passive beliefs"]] or list(found)
            one = max(passive, key=lambda one: tuple(one.payoffs))
            expected += [one.outcomes.get(name, 0.0) for name in outcomes]
            assert swept.payoff("US")[i, j] == pytest.approx(one.payoffs[0], abs=TOL)
    shares = {one.name: one.mean for one in swept.summary.shares if not one.category}
    assert list(shares.values()) == pytest.approx((expected / 49).tolist(), abs=TOL)
    path = swept.save(tmp_path / "regions.nc")
    xarray = pytest.importorskip("xarray")
    with xarray.open_dataset(path, engine="h5netcdf") as opened:
        means = opened.probability.mean(("pi", "h")).to_series()
        assert means.to_dict() == pytest.approx(shares, abs=TOL)
        assert opened.pi.attrs["units"] == "probability per day"
