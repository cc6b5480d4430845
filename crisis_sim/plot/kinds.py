"""Every kind of figure by name: what it shows, and how to make it from a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crisis_sim.errors import InputError, nearest
from crisis_sim.exact.thresholds import find_thresholds
from crisis_sim.plot.metrics import text_width
from crisis_sim.plot.picture import Picture
from crisis_sim.plot.request import Request

__all__ = ["KINDS", "Kind", "make_picture"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of figure; ``needs`` is how many parameters it follows, at least."""

    meaning: str
    make: Callable[[Request], Picture]
    needs: int = 0


def make_picture(kind: str, request: Request) -> Picture:
    """A figure of a kind.

    Raises
    ------
    InputError
        An unknown kind, too few parameters, or what the kind itself refuses.
    NotSolved
        The game has no equilibrium that was found.
    """
    if kind not in KINDS:
        raise InputError(f"no kind of figure '{kind}'. {nearest(kind, KINDS, most=30)}")
    for number in range(KINDS[kind].needs):
        request.axis(kind, number)
    return KINDS[kind].make(request)


def _tree(request: Request) -> Picture:
    from crisis_sim.plot.tree_alt import tree_alt
    from crisis_sim.plot.tree_data import tree_data
    from crisis_sim.plot.tree_root import find_root
    from crisis_sim.plot.tree_scene import tree_scene
    from crisis_sim.plot.tree_upright import FOLDED_TO, upright_scene

    solution, which = request.solution, request.equilibrium
    root = find_root(solution, request.root, which) if request.root else 0
    family = request.family() if request.formulas else None
    if request.upright:
        data = tree_data(solution, which, full=request.full, root=root, most=FOLDED_TO)
        scene = upright_scene(data, text_width, width=request.width, title=request.title)
    else:
        data = tree_data(solution, which, family=family, full=request.full, root=root)
        scene = tree_scene(data, text_width, width=request.width, title=request.title)
    return Picture(scene, tree_alt(data))


def _matrix(request: Request) -> Picture:
    from crisis_sim.plot.matrix import matrix_data, matrix_picture

    data = matrix_data(request.games.game(request.values))
    return matrix_picture(data, text_width, width=request.width, title=request.title)


def _payoff_space(request: Request) -> Picture:
    from crisis_sim.bargain.view import bargaining_view
    from crisis_sim.plot.payoff_space import payoff_space_picture

    concept = request.concept
    view = bargaining_view(
        request.games, request.values, disagreement=request.disagreement, concept=concept
    )
    return payoff_space_picture(view, text_width, width=request.width, title=request.title)


def _statics(request: Request) -> Picture:
    from crisis_sim.plot.along import along
    from crisis_sim.plot.statics import statics_picture

    axis, concept = request.axis("statics"), request.concept
    ends = (axis.low, axis.high)
    data = along(request.games, axis.name, request.values, ends=ends, concept=concept)
    return statics_picture(data, text_width, width=request.width, title=request.title)


def _thresholds(request: Request) -> Picture:
    from crisis_sim.plot.ladder import ladder_data, ladder_picture

    axis, games = request.axis("thresholds"), request.games
    found = find_thresholds(games, axis.name, request.values, low=axis.low, high=axis.high)
    data = ladder_data(found, games.scenario)
    return ladder_picture(data, text_width, width=request.width, title=request.title)


def _regions(request: Request) -> Picture:
    from crisis_sim.exact.regions import find_regions
    from crisis_sim.plot.plane import plane_data, plane_picture

    one, two = request.axis("regions"), request.axis("regions", 1)
    found = find_regions(
        request.games,
        one.name,
        two.name,
        request.values,
        across_range=(one.low, one.high),
        up_range=(two.low, two.high),
    )
    data = plane_data(found, request.games.scenario)
    return plane_picture(data, text_width, width=request.width, title=request.title)


def _quantal(request: Request) -> Picture:
    from crisis_sim.plot.branch import branch_picture, followed

    scenario = request.games.scenario
    branch = followed(request.games.game(request.values))
    groups = scenario.ends.categories
    return branch_picture(
        branch, text_width, width=request.width, title=request.title, groups=groups
    )


def _risk(request: Request) -> Picture:
    from crisis_sim.plot.risk import risk_data, risk_picture
    from crisis_sim.plot.tree_root import find_root

    solution, which = request.solution, request.equilibrium
    root = find_root(solution, request.root, which) if request.root else 0
    family = request.family()
    data = risk_data(solution, family, which, outcome=request.outcome, root=root)
    return risk_picture(data, text_width, width=request.width, title=request.title)


def _assumptions(request: Request) -> Picture:
    from crisis_sim.comparison import compare
    from crisis_sim.plot.side_by_side import cases_data, cases_picture

    games = request.games
    names = games.scenario.assumptions
    if not names:
        raise InputError(f"{games.scenario.name} names no assumptions to put side by side")
    cases = compare(games, [(name,) for name in names], request.values, concept=request.concept)
    data = cases_data(games.scenario, cases)
    return cases_picture(data, text_width, width=request.width, title=request.title)


def _tornado(request: Request) -> Picture:
    from crisis_sim.plot.tornado import tornado_data, tornado_picture

    data = tornado_data(request.games, request.values, of=request.outcome, concept=request.concept)
    return tornado_picture(data, text_width, width=request.width, title=request.title)


def _sensitivity(request: Request) -> Picture:
    from crisis_sim.plot.influences import influences_picture
    from crisis_sim.plot.tornado import measure_of
    from crisis_sim.sweep.sensitivity import analyse_sensitivity

    games = request.games
    name, payoff = measure_of(games, request.outcome)
    found = analyse_sensitivity(
        games,
        outcome="" if payoff else name,
        payoff=name if payoff else "",
        samples=request.samples,
        seed=request.seed,
        values=request.values,
        concept=request.concept,
    )
    return influences_picture(
        found, games.scenario, text_width, width=request.width, title=request.title
    )


def _timelines(request: Request) -> Picture:
    from crisis_sim.plot.timelines import timelines_picture
    from crisis_sim.simulate import simulate

    family = request.family()
    data = simulate(
        request.solution, family, request.equilibrium, plays=request.plays, seed=request.seed
    )
    labels = {name: one.label for name, one in request.games.scenario.outcomes.items()}
    return timelines_picture(
        data, text_width, width=request.width, title=request.title, labels=labels
    )


def _page(request: Request) -> Picture:
    from crisis_sim.plot.page import page_picture

    return page_picture(request)


KINDS = {
    "page": Kind("one page: the tree over the regions of two parameters, or along one", _page),
    "tree": Kind("the game tree with an equilibrium on it", _tree),
    "matrix": Kind("the payoff matrix with best responses", _matrix),
    "bargain": Kind("the payoff space: packages, frontier, solutions", _payoff_space),
    "statics": Kind("payoffs and outcomes along a parameter (-x)", _statics, 1),
    "thresholds": Kind("the exact thresholds along a parameter (-x), as a ladder", _thresholds, 1),
    "regions": Kind("the plane of two parameters (-x A -x B), cut exactly", _regions, 2),
    "quantal": Kind("the branch of logit equilibria along precision", _quantal),
    "risk": Kind("where the risk of an outcome comes from, by action, cause and day", _risk),
    "assumptions": Kind("the scenario's assumptions side by side", _assumptions),
    "tornado": Kind("one parameter at a time, at both ends of its range", _tornado),
    "sensitivity": Kind("how much an answer depends on each parameter (Sobol)", _sensitivity),
    "timelines": Kind("plays drawn at random, day by day", _timelines),
}
"""Kinds of figure by name."""
