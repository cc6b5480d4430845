"""Exact answers put into words: numbers, equilibria and indifferences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from crisis_sim.exact.algebra.line_roots import End, rational_bounds
from crisis_sim.exact.algebra.points import AlgebraicRoot
from crisis_sim.exact.data.line import ExactNumber, Held, Standing
from crisis_sim.exact.solving.answers import Answer, EquilibriumPlay, ExactSolver
from crisis_sim.game.tree import CHANCE, TERMINAL
from crisis_sim.numbers.real import MOST_BITS
from crisis_sim.numbers.unproved import equal_unproved

__all__ = ["assumed_notes", "describe_end", "describe_play", "describe_standing"]


def describe_end(end: End, name: str) -> ExactNumber:
    """An end of a cell as a number with its proof."""
    if isinstance(end, Fraction):
        return ExactNumber(float(end), "rational", end, end, exact=end)
    low, high = rational_bounds(end, 128)
    low, high = _shortened(low, high)
    value = float((low + high) / 2)
    if isinstance(end, AlgebraicRoot):
        polynomial = describe_polynomial([int(c) for c in end.polynomial.coeffs()], name)
        return ExactNumber(value, "algebraic", low, high, polynomial=polynomial)
    return ExactNumber(value, "enclosed", low, high)


def _shortened(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    """Decimals around an interval, outwards: eighteen places, more below a thousandth."""
    size = max(abs(low), abs(high))
    smaller = len(str(int(1 / size))) if size else 1
    scale = 10 ** (18 + (smaller if smaller > 3 else 0))
    below = (low * scale).__floor__()
    above = (high * scale).__ceil__()
    return Fraction(below, scale), Fraction(above, scale)


def describe_polynomial(coefficients: list[int], name: str) -> str:
    """A polynomial in one name, highest power first."""
    written = ""
    for power in range(len(coefficients) - 1, -1, -1):
        value = coefficients[power]
        if value:
            sign = ("-" if value < 0 else "") if not written else (" - " if value < 0 else " + ")
            written += sign + _monomial(abs(value), power, name)
    return written or "0"


def _monomial(value: int, power: int, name: str) -> str:
    if power == 0:
        return str(value)
    variable = name if power == 1 else f"{name}**{power}"
    return variable if value == 1 else f"{value} * {variable}"


def describe_standing(solver: ExactSolver, answer: Answer) -> Standing:
    """An answer in words; the decisions stand where it was given."""
    return Standing(
        tuple(describe_play(solver, play) for play in answer.plays),
        tuple(describe_play(solver, play) for play in answer.undecided),
        answer.undefined,
    )


def describe_play(solver: ExactSolver, play: EquilibriumPlay) -> Held:
    """One equilibrium in words, where the decisions stand."""
    chances = solver.outcome_chances(play)
    likely = [name for name, chance in chances.items() if solver.decisions.sign(chance) > 0]
    order = {name: i for i, name in enumerate(solver.tree.outcomes)}
    return Held(
        outcomes=tuple(sorted(likely, key=order.__getitem__)),
        moves=tuple(dict.fromkeys(_moves(solver, play))),
        passive=play.passive,
        variants=play.variants,
    )


def _moves(solver: ExactSolver, play: EquilibriumPlay) -> Iterator[tuple[str, str, str]]:
    tree, parts = solver.tree, solver.parts
    stack = [0]
    while stack:
        node = stack.pop()
        children = parts.children[node]
        if parts.mover[node] == TERMINAL:
            continue
        if parts.mover[node] == CHANCE:
            stack += [
                child
                for child in reversed(children)
                if solver.decisions.sign(parts.chance[child]) > 0
            ]
            continue
        held = tree.information_sets[parts.set_of[node]]
        action = play.actions[held.index]
        yield tree.players[held.player], held.label, held.actions[action]
        stack.append(children[action])


def assumed_notes(solver: ExactSolver, numbers: Iterable[ExactNumber] = ()) -> tuple[str, ...]:
    """What a reader should know of an answer: what was left out, and which numbers are enclosed."""
    notes = []
    if solver.ring.unproved:
        notes.append(equal_unproved(MOST_BITS))
    if not solver.perfect:
        notes.append(
            "mixed equilibria are not followed, nor are they in a sweep: they may be missing "
            "anywhere, and where there is no pure one there is a mixed one"
        )
    if any(number.kind == "enclosed" for number in numbers):
        notes.append(
            "a formula is irrational: a number that depends on it is told as a decimal within an "
            "interval that is proved to hold it"
        )
    return tuple(notes)
