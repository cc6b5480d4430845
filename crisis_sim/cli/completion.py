"""Completion of what a scenario names."""

from __future__ import annotations

from collections.abc import Callable

import click

__all__ = ["complete_from"]


def complete_from(field: str) -> Callable[..., list[str]]:
    """Completion of names from one of the scenario's mappings."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
        del param
        from crisis_sim.errors import CrisisSimError
        from crisis_sim.scenario.library import load

        try:
            scenario = load(ctx.params["scenario"])
        except (CrisisSimError, KeyError):
            return []
        names = getattr(scenario, field)
        return [name for name in names if name.startswith(incomplete)]

    return complete
