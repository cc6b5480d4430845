"""Why an answer changes at a threshold or across a boundary, in words and formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction

from crisis_sim.exact.algebra.points import Point, RationalPoint, Undecided
from crisis_sim.exact.algebra.ring import Factor
from crisis_sim.exact.cutting.cells import Cell
from crisis_sim.exact.data.line import ExactNumber, Indifference
from crisis_sim.exact.solving.answers import ExactSolver
from crisis_sim.exact.why.general import General
from crisis_sim.exact.why.reasons import Cause, Reason, Side, causes
from crisis_sim.formula.write import text
from crisis_sim.scenario.given import Values
from crisis_sim.sentence import at_place

__all__ = ["indifferences_at", "words_of_boundary"]


def indifferences_at(
    solver: ExactSolver,
    general: General,
    point: Point,
    cells: tuple[Cell | None, Cell, Cell | None],
    at: ExactNumber,
    name: str,
) -> tuple[Indifference, ...]:
    """What vanishes at a point where the answer changes, and so changes it.

    ``cells`` are those before, at and after the point, which is ``at`` along ``name``.
    """
    left, here, right = cells
    samples = [left.last if left else None, right.sample if right else None]
    sides: list[Side] = []
    for sample in samples:
        if sample is not None:
            inside = RationalPoint(solver.ring, (sample,))
            sides.append((solver.at(inside), inside))
    if here.answer is not None:
        sides.append((here.answer, point))
    there = {name: at.exact if at.exact is not None else Fraction(at.value)}

    def vanishes(factor: Factor) -> bool:
        try:
            return point.sign(factor) == 0
        except Undecided:
            return False

    told = [
        _told(solver, cause, general, there, name, rounded=at.exact is None)
        for cause in causes(solver, sides, vanishes)
    ]
    return tuple({(one.words, one.equation): one for one in told}.values())


def words_of_boundary(
    solver: ExactSolver, factor: Factor, pairs: Iterable[Sequence[Side]]
) -> tuple[str, ...]:
    """What vanishes with a factor between the answers of each of some pairs.

    What does between most of them comes first.
    """
    every = [causes(solver, sides, lambda one: one is factor) for sides in pairs]
    held = {cause.reason.key: cause.reason for found in every[::-1] for cause in found[::-1]}
    counts = Counter(cause.reason.key for found in every for cause in found)
    return tuple(_words(solver, held[key]) for key, _ in counts.most_common())


def _told(
    solver: ExactSolver, cause: Cause, general: General, there: Values, name: str, *, rounded: bool
) -> Indifference:
    reason = cause.reason
    inside: Values = {}
    if isinstance(cause.point, RationalPoint):
        inside = {name: cause.point.values[0]}
    formula = general.formula(cause, inside or there, there, name, rounded=rounded)
    player, label = "", ""
    actions: tuple[str, ...] = ()
    if reason.information_set >= 0:
        held = solver.tree.information_sets[reason.information_set]
        player, label = solver.tree.players[held.player], held.label
        both = dict.fromkeys((reason.action, reason.other))
        actions = tuple(held.actions[action] for action in both)
    elif reason.kind == "tie":
        player = solver.tree.players[reason.action]
    return Indifference(
        kind=reason.kind,
        player=player,
        information_set=label,
        actions=actions,
        words=_words(solver, reason),
        equation=text(solver.ring.equation(cause.factor.polynomial)).replace("==", "="),
        general=formula.text,
        latex=formula.latex,
        solved=formula.solved,
        symbols=formula.symbols,
    )


def _words(solver: ExactSolver, reason: Reason) -> str:
    match reason.kind:
        case "chance":
            place = at_place(solver.tree.label(int(solver.tree.parent[reason.other])))
            return f"'{solver.tree.move_label(reason.other)}' has no chance {place}"
        case "formula":
            return "the scenario's own formulas change"
        case "tie":
            player = _player(solver, reason.action)
            return f"{player} gets the same in both equilibria that are reported beside it"
        case "sign":
            return "a number that the equilibria hang on changes its sign"
    held = solver.tree.information_sets[reason.information_set]
    player, place = _player(solver, held.player), _place(held.label)
    action, other = held.actions[reason.action], held.actions[reason.other]
    if reason.kind == "belief":
        return f"beliefs of {player} under which '{action}' is best begin or end, {place}"
    between = f"{player} is indifferent between '{action}' and '{other}' {place}"
    if reason.kind == "passive":
        return f"{between}, if what was unexpected has not changed what it believes"
    if len(reason.numbers) > 1:
        return f"{between}, at the limit of what it may believe there"
    return between


def _place(label: str) -> str:
    """Where an information set is, with what has happened before it in brackets."""
    situation, after, history = label.partition(", after ")
    return f"{at_place(situation)} (after {history})" if after else at_place(situation)


def _player(solver: ExactSolver, player: int) -> str:
    return solver.tree.shorts[player]
