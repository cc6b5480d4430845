"""A solution as one JSON object: versioned, documented, the same for every concept."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from crisis_sim.account import account_of
from crisis_sim.solve.solution import Solution
from crisis_sim.strategy.evaluate import reach_probabilities
from crisis_sim.study import Study

__all__ = ["SCHEMA_VERSION", "solution_object", "solution_text"]

SCHEMA_VERSION = 1


def solution_text(study: Study, solution: Solution) -> str:
    """The object as text; numbers that do not exist are null."""
    return json.dumps(_finite(solution_object(study, solution)), indent=2, ensure_ascii=False)


def solution_object(study: Study, solution: Solution) -> dict[str, Any]:
    """The object that ``crisis-sim solve --json`` prints."""
    from crisis_sim import __version__

    game = solution.game
    return {
        "version": SCHEMA_VERSION,
        "program": f"crisis-sim {__version__}",
        "scenario": study.scenario.name,
        "title": study.scenario.title,
        "digest": study.scenario.digest,
        "assumptions": list(study.scenario.assumed),
        "parameters": {name: float(value) for name, value in game.values.items()},
        "concept": solution.concept,
        "method": solution.method,
        "complete": solution.complete,
        "searched": solution.searched,
        "converged": solution.converged,
        "seconds": round(solution.seconds, 6),
        "size": {
            "nodes": game.tree.size,
            "terminals": len(game.tree.terminals),
            "information_sets": len(game.tree.set_player),
        },
        "equilibria": [_equilibrium(study, solution, i) for i in range(len(solution.equilibria))],
        "ties": list(solution.ties),
        "warnings": list(solution.warnings),
    }


def _equilibrium(study: Study, solution: Solution, which: int) -> dict[str, Any]:
    one = solution.equilibria[which]
    account = account_of(solution, which, study.family(solution.game.given))
    certificate = one.certificate
    return {
        "payoffs": dict(zip(solution.game.players, one.payoffs.tolist(), strict=True)),
        "outcomes": dict(one.outcomes),
        "categories": dict(account.categories),
        "causes": [
            {"category": c.category, "cause": c.cause, "probability": c.probability}
            for c in account.causes
        ],
        "terms": {
            term.name: dict(zip(solution.game.players, term.payoffs, strict=True))
            for term in account.terms
        },
        "strategy": _strategy(solution, which),
        "beliefs": _beliefs(account.beliefs),
        "max_regret": certificate.max_regret,
        "player_regret": certificate.player_regret,
        "agent_regret": certificate.agent_regret,
        "belief_error": certificate.belief_error,
        "refinements": dict(one.refinements),
        "variants": one.variants,
        "notes": list(one.notes),
    }


def _strategy(solution: Solution, which: int) -> dict[str, Any]:
    one = solution.equilibria[which]
    reach = reach_probabilities(solution.game, one.profile)
    return {
        held.label: {
            "player": solution.game.players[held.player],
            "reach": float(reach[list(held.nodes)].sum()),
            "actions": {
                action: float(one.profile[choice])
                for action, choice in zip(held.actions, held.choices, strict=True)
            },
        }
        for held in solution.game.tree.information_sets
    }


def _beliefs(lines: Any) -> dict[str, Any]:
    beliefs: dict[str, Any] = {}
    for line in lines:
        new = {"player": line.player, "on_path": line.on_path, "nodes": []}
        beliefs.setdefault(line.label, new)["nodes"].append(
            {"history": line.history, "belief": line.belief, "low": line.low, "high": line.high}
        )
    return beliefs


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    return value
