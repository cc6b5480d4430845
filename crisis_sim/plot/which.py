"""Which of several equilibria a figure shows, told as ``solve`` lists them."""

from __future__ import annotations

from crisis_sim.solve.solution import Solution

__all__ = ["which_told"]


def which_told(solution: Solution, which: int) -> str:
    """Its number, of how many, and its most likely outcome; empty for the only one."""
    count = len(solution.equilibria)
    if count == 1:
        return ""
    likeliest = next(iter(solution.equilibria[which].outcomes))
    return f"{which + 1} of {count} ('{solution.family.scenario.ends.label(likeliest)}')"
