"""A solution as one JSON object: versioned, documented, the same for every concept."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from crisis_sim.account import Account, account_of, exact_share
from crisis_sim.game.games import Games
from crisis_sim.game.tree import InformationSet
from crisis_sim.numbers.unproved import in_digits
from crisis_sim.report.circumstances import given_object
from crisis_sim.report.envelope import about, as_json
from crisis_sim.report.numbers import written_exactly
from crisis_sim.report.regret import regret_fields
from crisis_sim.solve.solution import Equilibrium, Solution
from crisis_sim.strategy.evaluate import reach_probabilities

__all__ = ["solution_text"]


MOST_SETS = 20_000
"""With more information sets, ``strategy`` holds those on the path alone."""

MOST_ENTRIES = 2_000
"""Outcomes and ties listed at most, the likeliest outcomes first."""


def solution_text(games: Games, solution: Solution) -> str:
    """The object as text; numbers that do not exist are null."""
    return as_json(solution_object(games, solution))


def solution_object(games: Games, solution: Solution) -> dict[str, Any]:
    """The object that ``crisis-sim solve --json`` prints."""
    game = solution.game
    return {
        **about(games),
        "parameters": {name: float(value) for name, value in game.values.items()},
        "given": given_object(game.given),
        "concept": solution.concept,
        "options": dict(solution.options),
        "method": solution.method,
        "complete": solution.complete,
        "searched": [asdict(one) for one in solution.searched],
        "converged": solution.converged,
        "seconds": round(solution.seconds, 6),
        "size": {
            "nodes": game.tree.size,
            "terminals": len(game.tree.terminals),
            "information_sets": len(game.tree.set_player),
        },
        "equilibria": [_equilibrium(solution, i) for i in range(len(solution.equilibria))],
        "ties": list(solution.ties[:MOST_ENTRIES]),
        "warnings": list(solution.warnings),
        "unproved_digits": in_digits(solution.unproved),
    }


def _equilibrium(solution: Solution, which: int) -> dict[str, Any]:
    one = solution.equilibria[which]
    account = account_of(solution, which)
    return {
        "payoffs": dict(zip(solution.game.players, one.payoffs.tolist(), strict=True)),
        "outcomes": _first(one.outcomes),
        "categories": _first(account.categories),
        "causes": [
            {"category": c.category, "cause": c.cause, "probability": c.probability}
            for c in account.causes
        ],
        "terms": {
            term.name: dict(zip(solution.game.players, term.payoffs, strict=True))
            for term in account.terms
        },
        "strategy": _strategy(solution, _told(solution, account), which),
        "strategy_of": "all" if _is_small(solution) else "likeliest on the path",
        "beliefs": _beliefs(account.beliefs),
        **regret_fields(one.certificate),
        "refinements": dict(one.refinements),
        "variants": one.variants,
        "notes": list(one.notes),
    }


def _first(probabilities: Mapping[str, float]) -> dict[str, float]:
    return dict(itertools.islice(probabilities.items(), MOST_ENTRIES))


def _is_small(solution: Solution) -> bool:
    return len(solution.game.tree.set_player) <= MOST_SETS


def _told(solution: Solution, account: Account) -> Iterable[int]:
    """The information sets whose strategy is told: all, or in large games those accounted for."""
    if _is_small(solution):
        return range(len(solution.game.tree.set_player))
    return [step.information_set for step in account.steps]


def _strategy(solution: Solution, told: Iterable[int], which: int) -> dict[str, Any]:
    one = solution.equilibria[which]
    reach = reach_probabilities(solution.game, one.profile)
    sets = solution.game.tree.information_sets
    return {
        held.label: {
            "player": solution.game.players[held.player],
            "reach": float(reach[list(held.nodes)].sum()),
            "actions": {
                action: float(one.profile[choice])
                for action, choice in zip(held.actions, held.choices, strict=True)
            },
            **_exact_actions(one, held),
        }
        for held in map(sets.__getitem__, told)
    }


def _exact_actions(one: Equilibrium, held: InformationSet) -> dict[str, dict[str, str]]:
    """The probabilities that no float holds, as quotients, under a field of their own."""
    known = {
        action: share
        for action, choice in zip(held.actions, held.choices, strict=True)
        if (share := exact_share(one, choice)) is not None and not written_exactly(share)
    }
    return {"exact": {action: str(share) for action, share in known.items()}} if known else {}


def _beliefs(lines: Any) -> dict[str, Any]:
    beliefs: dict[str, Any] = {}
    for line in lines:
        new = {"player": line.player, "on_path": line.on_path, "nodes": []}
        exact = line.exact_belief
        told = None if exact is None or written_exactly(exact) else str(exact)
        beliefs.setdefault(line.label, new)["nodes"].append(
            {
                "history": line.history,
                "belief": line.belief,
                "exact_belief": told,
                "low": line.low,
                "high": line.high,
                "exact": None if line.exact is None else [str(bound) for bound in line.exact],
            }
        )
    return beliefs
