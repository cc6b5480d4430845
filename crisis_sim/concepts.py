"""The solution concepts: one record each, and nothing else lists them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from crisis_sim.concept import Concept, Promise, Room
from crisis_sim.errors import InputError
from crisis_sim.near_names import listed, nearest
from crisis_sim.option import Option, OptionValue
from crisis_sim.remedy import MessageParts, Remedy

__all__ = [
    "AUTO",
    "CONCEPT",
    "CONCEPTS",
    "CONCEPT_OPTIONS",
    "MOST_ITERATIONS",
    "NASH_METHODS",
    "SWEPT",
    "SWEPT_OPTIONS",
    "concept_for",
    "concept_hint",
    "concepts_taking",
    "options_for",
    "options_told",
    "title_of",
]

AUTO = "auto"
MOST_ITERATIONS = 10_000
"""Iterations of counterfactual regret, unless a number is given."""
_DOMINANCE = {"dominance", "dominant", "iesds", "iewds", "ieds", "iterateddominance"}
_DOMINANCE |= {"rationalizability", "rationalisability", "rationalizable", "rationalisable"}
_PADDING = re.compile(r"[\W_]|equilibri(um|a)|strateg(y|ies)|mini[ms]i[sz]ation$", re.IGNORECASE)

_BEST_FOR_THE_FIRST = (
    "Of several equilibria the one reported is the best for the first player, among equals the "
    "best for the second."
)


NASH_METHODS: Mapping[str, str] = {
    "auto": "all equilibria if they can be enumerated in seconds, else one",
    "enumeration": "all extreme equilibria of a two-player game, exactly",
    "nashpy": "the same, with nashpy's vertex enumeration of the normal form beside it",
    "linear programme": "one equilibrium of a two-player game with a constant sum",
    "lemke": "one equilibrium of a two-player game by Lemke's algorithm on the sequence form",
    "pure": "all pure equilibria, any number of players",
    "supports": "all pure equilibria and mixed ones support by support, any number of players",
}
"""The methods for Nash equilibria that can be asked for, and what each gives."""


def _by_name(*options: Option) -> Mapping[str, Option]:
    return {one.name: one for one in options}


_PRECISION = Option(
    name="precision",
    called="a precision",
    meaning="how closely play follows payoffs, from 0 for play at random",
    kind=float,
    without="the limit of the branch",
    low=0,
    unit="1/payoff units",
    swept=True,
)
_LOGIT = Option(
    name="logit",
    called="a test of the limit of logit",
    meaning="test too which equilibrium the logit branch leads to",
    kind=bool,
    default=False,
)
_METHOD = Option(
    name="method",
    called="a method",
    meaning="how they are found",
    kind=str,
    default="auto",
    choices=NASH_METHODS,
)
_TOL = Option(
    name="tol",
    called="a tolerance",
    meaning="stop at this regret",
    kind=float,
    without="1/10,000 of the range of each player's payoffs",
    low=0,
    unit="payoff units",
)
_ITERATIONS = Option(
    name="iterations",
    called="a number of iterations",
    meaning="at most so many",
    kind=int,
    default=MOST_ITERATIONS,
    low=1,
)

_ALL = (
    Concept(
        name="spe",
        about="subgame-perfect equilibria by backward induction",
        title="subgame-perfect equilibrium",
        meaning=(
            "Every move is the best for whoever makes it, given how everybody plays on from there, "
            "even where play never comes."
        ),
        solver="crisis_sim.solve.backward_induction:solve_backward_induction",
        promise=Promise.EXACT,
        complete={"pure"},
        room=Room.LARGEST,
        perfect=True,
        kernel="crisis_sim.sweep.induction.kernel:InductionKernel",
        pure="pure subgame-perfect equilibria",
        selection=_BEST_FOR_THE_FIRST,
        order=_BEST_FOR_THE_FIRST,
        elsewhere={"spne", "sgpe", "subgameperfect", "subgameperfectnash", "backwardinduction"}
        | {"bi"},
    ),
    Concept(
        name="sequential",
        about="sequential equilibria, with beliefs and refinements",
        title="sequential equilibrium",
        meaning=(
            "Every move is the best for whoever makes it, given what it believes there and how "
            "everybody plays on. Beliefs follow from what is played; where play never comes, they "
            "are those to which rare mistakes would lead."
        ),
        solver="crisis_sim.solve.sequential.solve_sequential:solve_sequential",
        promise=Promise.CERTIFIED,
        complete={"pure"},
        options=_by_name(_LOGIT),
        reports="combinations",
        kernel="crisis_sim.sweep.sequential.kernel:SequentialKernel",
        pure="pure sequential equilibria",
        selection=(
            f"{_BEST_FOR_THE_FIRST} Before all others come those that passive beliefs support, "
            "under which an unexpected move is taken for a mistake and says nothing of what is "
            "hidden. (solve applies refinements such as D1 too, and may put another one first, "
            "even a mixed one.)"
        ),
        order=(
            "Of several equilibria the one reported passes most refinements, limit of logit apart; "
            "among equals those that passive beliefs support come first, then pure ones, then the "
            "best for the first player."
        ),
        elsewhere={"se", "pbe", "wpbe", "pbne", "perfectbayes", "perfectbayesian"}
        | {"tremblinghand", "tremblinghandperfect", "d1", "intuitivecriterion", "intuitive"}
        | {"perfectbayesiannash", "weakperfectbayesian"},
        relation="each is perfect Bayesian, but there can be more of those",
    ),
    Concept(
        name="nash",
        about="Nash equilibria: all extreme ones where they can be enumerated, else one",
        title="Nash equilibrium",
        meaning=(
            "Nobody gains by another plan while the others keep to theirs; what is planned where "
            "play never comes need not be credible."
        ),
        solver="crisis_sim.solve.nash:solve_nash",
        promise=Promise.CERTIFIED,
        complete={"all", "pure"},
        room=Room.LARGE,
        forgetful=True,
        lists=True,
        options=_by_name(_METHOD),
        order=_BEST_FOR_THE_FIRST,
        elsewhere={"ne", "bne", "bayesnash", "bayesian", "bayesiannash", "pure", "purenash", "psne"}
        | {"mixed", "mixednash", "msne"},
        relation="pure ones and mixed ones",
    ),
    Concept(
        name="quantal",
        about="the agent logit equilibrium at a precision, or the limit of its branch",
        title="quantal response equilibrium",
        meaning=(
            "Everybody errs: better actions are taken more often, the more so the higher the "
            "precision."
        ),
        solver="crisis_sim.solve.quantal:solve_quantal",
        promise=Promise.APPROXIMATE,
        room=Room.LARGE,
        options=_by_name(_PRECISION),
        otherwise=(Remedy("solve()", concept="nash"), " may find one"),
        kernel="crisis_sim.sweep.quantal_kernel:QuantalKernel",
        elsewhere={"qre", "aqre", "lqre", "agentqre", "logit", "logitqre", "agentlogit"}
        | {"quantalresponse", "agentquantalresponse"},
    ),
    Concept(
        name="cfr",
        about="one approximate Nash equilibrium by counterfactual regret, for the largest games",
        title="approximate Nash equilibrium",
        meaning=(
            "Nobody gains more than the regret that is told by another plan while the others keep "
            "to theirs."
        ),
        solver="crisis_sim.solve.counterfactual:solve_counterfactual",
        promise=Promise.APPROXIMATE,
        room=Room.LARGEST,
        options=_by_name(_TOL, _ITERATIONS),
        reports="iterations",
        otherwise=(
            Remedy("solve()", concept="cfr", iterations=10 * MOST_ITERATIONS),
            " or more may come nearer",
        ),
        elsewhere={"counterfactualregret"},
    ),
)

CONCEPTS: Mapping[str, Concept] = {one.name: one for one in _ALL}
"""The concepts by name."""
SWEPT: Mapping[str, Concept] = {one.name: one for one in _ALL if one.kernel}
"""Those that can be swept."""
CONCEPT_OPTIONS: Mapping[str, Option] = {
    name: option for one in _ALL for name, option in one.options.items()
}
"""The options of all concepts by name."""
SWEPT_OPTIONS: Mapping[str, Option] = {
    name: option for name, option in CONCEPT_OPTIONS.items() if option.swept
}
"""Those that sweeps need."""


def concept_for(name: str, *, perfect: bool) -> Concept:
    """The concept of a name; ``auto`` chooses by whether information is perfect.

    Raises InputError for an unknown name.
    """
    CONCEPT.check(name)
    return CONCEPTS[("spe" if perfect else "sequential") if name == AUTO else name]


def concept_hint(name: str, among: Collection[str] = (AUTO, *CONCEPTS)) -> MessageParts:
    """A hint for a name that is no concept's: the one that the field calls so, or the near ones."""
    bare = _PADDING.sub("", str(name)).casefold()
    for one in _ALL:
        if one.name in among and bare in (one.name, *one.elsewhere):
            more = f"; {one.relation}" if one.relation and bare != one.name else ""
            return (f"Write '{one.name}', for {one.about}{more}.",)
    if bare in _DOMINANCE:
        return Remedy("dominance()"), " tells what survives iterated elimination."
    return (nearest(name, among),)


CONCEPT = Option(
    name="concept",
    meaning="solution concept",
    kind=str,
    default=AUTO,
    choices=(AUTO, *CONCEPTS),
    hint=concept_hint,
    form="NAME",
)
"""The option by which a concept is named."""


def concepts_taking(option: str) -> list[str]:
    """The names of the concepts that take an option."""
    return [one.name for one in _ALL if option in one.options]


def options_for(
    concept: Concept, given: Mapping[str, object], *, swept: bool = False
) -> dict[str, OptionValue]:
    """Every option of a concept as its solver takes it, given or by default; None is not given.

    With ``swept`` those that a sweep needs, each of which must be given.

    Raises InputError for what is no option of this concept, and for values that cannot be; all
    are told at once.
    """
    asked = {name: value for name, value in given.items() if value is not None}
    takes = {name: one for name, one in concept.options.items() if one.swept or not swept}
    faults = [_foreign(name, concept) for name in asked if name not in takes]
    faults += [takes[name].fault(value) for name, value in asked.items() if name in takes]
    faults += [_missing(one, concept) for name, one in takes.items() if swept and name not in asked]
    told = [part for fault in faults if fault for part in ("; ", *fault)]
    if told:
        raise InputError(*told[1:])
    return {name: one.taken(asked.get(name, one.default)) for name, one in takes.items()}


def _foreign(name: str, concept: Concept) -> MessageParts:
    """What is wrong with an option that a concept does not take."""
    if name not in CONCEPT_OPTIONS:
        return (f"no concept has an option '{name}'. {nearest(name, CONCEPT_OPTIONS)}",)
    if name in concept.options:
        return (f"{CONCEPT_OPTIONS[name].called} is not for sweeps",)
    of = concepts_taking(name)
    concepts = "concept" if len(of) == 1 else "concepts"
    called = CONCEPT_OPTIONS[name].called
    return (f"{called} belongs to the {concepts} {listed(of)}, not to {concept.name}",)


def _missing(option: Option, concept: Concept) -> MessageParts:
    """What is said of an option that a sweep needs."""
    unit = f", in {option.unit}," if option.unit else ""
    told = f"a sweep of the concept {concept.name} needs {option.called}{unit} such as "
    return told, Remedy(option.name, 1)


def options_told(options: Mapping[str, OptionValue]) -> str:
    """The options that are not as by default, but for switches, which find the same.

    >>> options_told({"precision": 2.0}), options_told({"method": "auto"})
    ('precision 2', '')
    """
    told = {name: one for name, one in options.items() if not isinstance(one, bool)}
    return ", ".join(
        f"{name} {one:g}" if isinstance(one, float) else f"{name} {one}"
        for name, one in told.items()
        if one != CONCEPT_OPTIONS[name].default
    )


def title_of(name: str) -> str:
    """What one equilibrium of a concept is called; the name itself for what is none of ours."""
    return CONCEPTS[name].title if name in CONCEPTS else name
