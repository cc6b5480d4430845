"""Negotiation game theory for crises.

>>> import crisis_sim as cs
>>> cs.load("brams-chicken").solve(concept="nash")
<NashSolution: The crisis as Chicken: nash, 3 equilibria; all there are>
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crisis_sim.errors import (
    CrisisSimError,
    GivenError,
    InputError,
    MissingExtra,
    NotSolved,
    ScenarioError,
    WorkerLost,
)
from crisis_sim.version import __version__

if TYPE_CHECKING:
    from crisis_sim.scenario.library import shipped
    from crisis_sim.scenario.span import Span
    from crisis_sim.study import Study
    from crisis_sim.study_files import load
    from crisis_sim.time_limits import time_limit

__all__ = [
    "CrisisSimError",
    "GivenError",
    "InputError",
    "MissingExtra",
    "NotSolved",
    "ScenarioError",
    "Span",
    "Study",
    "WorkerLost",
    "__version__",
    "load",
    "shipped",
    "time_limit",
]

_LAZY = {
    "Span": "crisis_sim.scenario.span",
    "Study": "crisis_sim.study",
    "load": "crisis_sim.study_files",
    "shipped": "crisis_sim.scenario.library",
    "time_limit": "crisis_sim.time_limits",
}


def __dir__() -> list[str]:
    """What there is to use."""
    return __all__


def __getattr__(name: str) -> Any:
    """Import on first use what is heavy, so that ``import crisis_sim`` is quick."""
    if name not in _LAZY:
        raise AttributeError(f"module 'crisis_sim' has no attribute '{name}'")
    import importlib

    return getattr(importlib.import_module(_LAZY[name]), name)
