"""What a scenario file means, ready to be unfolded: formulas parsed, names resolved."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from crisis_sim.errors import InputError, ScenarioError
from crisis_sim.formula.evaluate import Algebra, evaluate
from crisis_sim.formula.expression import Expression, names_in
from crisis_sim.near_names import nearest
from crisis_sim.remedy import Remedy
from crisis_sim.scenario.assumed_names import assumption_of, names_in_texts, refuse_twice
from crisis_sim.scenario.dependence import circles, depending_on, in_order, weights
from crisis_sim.scenario.ends import Ends
from crisis_sim.scenario.given import Values, exact
from crisis_sim.scenario.merged import merged, situations_under
from crisis_sim.scenario.own_labels import own_labels
from crisis_sim.scenario.positions import Document, Keys
from crisis_sim.shown import Brief, in_short

if TYPE_CHECKING:
    from crisis_sim.scenario.model import Finding, Source
    from crisis_sim.scenario.prior import Prior

__all__ = [
    "ELAPSED",
    "PLAIN",
    "Assumption",
    "Cited",
    "Definition",
    "Move",
    "Outcome",
    "Parameter",
    "Player",
    "Range",
    "Scenario",
    "Situation",
    "Term",
    "Variable",
]

T = TypeVar("T")
PLAIN = "payoff"
"""The term of an outcome's payoffs that the file gives no name."""
ELAPSED = "elapsed"
"""In payoff formulas, the days that have passed since the story began."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Where something comes from: source and paragraphs, and stated, inferred or assumed."""

    source: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Player:
    """A side that chooses: ``label`` is for prose, ``short`` for tables, figures and accounts."""

    name: str
    label: str
    short: str


Range = tuple[Fraction, Fraction]
"""The least and the greatest number."""


@dataclass(frozen=True, slots=True, repr=False)
class Parameter(Brief):
    """A number that can be changed, swept and drawn at random."""

    name: str
    default: Fraction
    range: Range | None
    prior: Prior | None
    unit: str
    meaning: str
    label: str
    cited: Cited


@dataclass(frozen=True, slots=True, repr=False)
class Definition(Brief):
    """A named formula of parameters, of other definitions and perhaps of the state of play."""

    name: str
    expression: Expression
    unit: str
    meaning: str
    label: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Variable:
    """A state variable: words (stored as their place in ``values``), a flag, or whole numbers.

    ``low`` and ``high`` bound whole numbers and may be formulas of parameters. ``raised_by`` is the
    player who wants an issue settled, -1 where nobody is named.
    """

    name: str
    values: tuple[str, ...]
    low: Expression | None
    high: Expression | None
    start: int
    issue: bool
    label: str
    labels: Mapping[str, str] = field(hash=False)
    cited: Cited
    raised_by: int = -1
    meaning: str = ""

    @property
    def flag(self) -> bool:
        """Whether it is simply true or false."""
        return self.values == ("false", "true")

    def show(self, value: int) -> str:
        """The value as reports call it."""
        if not self.values:
            return str(value)
        return self.labels.get(self.values[value], self.values[value])

    def in_full(self, value: int) -> str:
        """The value as formulas name it, with what reports call it."""
        name, label = self.values[value] if self.values else str(value), self.show(value)
        return name if name == label else f"{name} ({label})"


@dataclass(frozen=True, slots=True, repr=False)
class Move(Brief):
    """An action, or a chance event with its probability.

    ``told_as`` is its label, or its name where another that may stand beside it has the label; see
    :mod:`crisis_sim.scenario.told_moves`.
    """

    name: str
    label: str
    told_as: str
    to: str
    when: Expression | None
    changes: tuple[tuple[str, Expression], ...]
    seen_by: frozenset[int]
    probability: Expression | None
    available: bool
    cited: Cited


@dataclass(frozen=True, slots=True, repr=False)
class Situation(Brief):
    """A place in the story; ``player`` is -1 where chance decides. ``takes`` is in days.

    ``told_as`` is what those who play know it as: its label, or its name where another situation
    or an outcome has the label; see :mod:`crisis_sim.scenario.told_places`.
    """

    name: str
    label: str
    told_as: str
    meaning: str
    player: int
    moves: tuple[Move, ...]
    takes: Expression | None
    information_set: str
    cited: Cited

    def called(self, move: str) -> str:
        """The label of a move, or its name where the label is another's too."""
        return own_labels({one.name: one.label for one in self.moves})[move]


@dataclass(frozen=True, slots=True, repr=False)
class Term(Brief):
    """A named part of the payoffs: for each player a formula, or None for nothing."""

    name: str
    label: str
    when: Expression | None
    payoffs: tuple[Expression | None, ...]
    cited: Cited


@dataclass(frozen=True, slots=True, repr=False)
class Outcome(Brief):
    """An end of the story; ``terms`` are its own, beside those that hold everywhere."""

    name: str
    label: str
    meaning: str
    category: str
    cause: str
    colour: str
    settles: tuple[tuple[str, Expression], ...]
    terms: tuple[Term, ...]
    cited: Cited


@dataclass(frozen=True, slots=True, repr=False)
class Assumption(Brief):
    """A named what-if; ``available`` and ``seen_by`` are keyed by situation and move."""

    name: str
    label: str
    question: str
    sets: Mapping[str, Expression] = field(hash=False)
    available: Mapping[tuple[str, str], bool] = field(hash=False)
    seen_by: Mapping[tuple[str, str], frozenset[int]]
    cited: Cited
    note: str


@dataclass(frozen=True, eq=False, repr=False)
class Scenario:
    """A crisis: who can do what when, who knows what, and what the ends are worth.

    ``name`` is how the scenario is called on the command line, ``file`` where it was read,
    ``digest`` the SHA-256 of its text, and ``document`` places a problem in it. ``assumed`` names
    the assumptions that have been applied, ``overrides`` what they put in the place of numbers.
    """

    name: str
    file: str
    digest: str
    title: str
    players: tuple[Player, ...]
    outcomes: Mapping[str, Outcome]
    document: Document
    about: str = ""
    begins: str = ""
    payoff_unit: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    variables: Mapping[str, Variable] = field(default_factory=dict)
    terms: tuple[Term, ...] = ()
    start: str = ""
    situations: Mapping[str, Situation] = field(default_factory=dict)
    assumptions: Mapping[str, Assumption] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    assumed: tuple[str, ...] = ()
    overrides: Mapping[str, Expression] = field(default_factory=dict)

    def __repr__(self) -> str:
        under = "".join(f", assuming {name}" for name in self.assumed)
        return in_short(self, f"{self.title}{under}")

    def assuming(self, *names: str) -> Scenario:
        """The scenario under named assumptions, beside those already applied.

        A text may join several with ``+``.

        Raises
        ------
        InputError
            An unknown name, one that is given twice, assumptions that contradict each other, or
            formulas that they make circular.
        """
        given = names_in_texts(names, self.assumptions)
        refuse_twice(given)
        chosen = [assumption_of(self, name) for name in dict.fromkeys((*self.assumed, *given))]
        sets = merged(chosen, "sets", "a value")
        situations = situations_under(chosen, self.situations)
        assumed = tuple(one.name for one in chosen)
        scenario = replace(self, situations=situations, assumed=assumed, overrides=sets)
        scenario._check_formulas()
        return scenario

    def _check_formulas(self) -> None:
        """Refuse formulas that assumptions have made circular, or too large to write out."""
        under = f"under {' and '.join(self.assumed)}"
        for loop in circles(self.formulas):
            path = " -> ".join(loop)
            raise InputError(f"{under}, '{loop[0]}' is defined by itself: {path}")
        for name, weight in weights(self.formulas, self.of_state).items():
            if weight.too_much:
                raise InputError(f"{under}, the formula of '{name}' grows too large")

    @cached_property
    def formulas(self) -> Mapping[str, Expression]:
        """Definitions, and what assumptions put in the place of parameters and definitions."""
        own = {name: definition.expression for name, definition in self.definitions.items()}
        return own | dict(self.overrides)

    @cached_property
    def of_state(self) -> frozenset[str]:
        """The formulas that depend on the state of play, directly or through others."""
        return depending_on(self.formulas, [*self.variables, ELAPSED])

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The formulas that do not depend on the state, each after those that it uses."""
        own = {
            name: formula for name, formula in self.formulas.items() if name not in self.of_state
        }
        return in_order(own)

    def reached_from(self, names: Iterable[str], given: Collection[str] = ()) -> frozenset[str]:
        """These names, and all that the formulas they stand for, unless given, are made of."""
        reached, stack = set(), list(names)
        while stack:
            name = stack.pop()
            if name not in reached:
                reached.add(name)
                if name in self.formulas and name not in given:
                    stack.extend(names_in(self.formulas[name]))
        return frozenset(reached)

    def roots_of(self, names: Iterable[str]) -> frozenset[str]:
        """The parameters and state variables that these names come down to."""
        return frozenset(name for name in self.reached_from(names) if name not in self.formulas)

    @property
    def bare(self) -> bool:
        """Whether it tells no story, but names players and outcomes alone, as Gambit's files do."""
        return not self.situations

    def bind(self, values: Values) -> dict[str, Fraction]:
        """The values from which all others follow: those given, and defaults of the rest.

        Raises
        ------
        InputError
            A name that is neither a parameter nor a definition, a definition that depends on the
            state of play, or a value that is not a finite number.
        """
        bound = {
            name: parameter.default
            for name, parameter in self.parameters.items()
            if name not in self.overrides
        }
        for name, value in values.items():
            if name not in self.parameters and name not in self.definitions:
                self.refuse_without_parameters()
                known = nearest(name, [*self.parameters, *self.definitions])
                raise InputError(f"{self.name} has no parameter '{name}'. {known}")
            if name in self.of_state:
                made_of = ", ".join(sorted(self.roots_of([name]) & set(self.parameters)))
                raise InputError(
                    f"'{name}' depends on the state of play; set what it is made of: {made_of}"
                )
            bound[name] = exact(value, name)
        return bound

    def refuse_without_parameters(self) -> None:
        """Raise InputError where nothing can vary, as in what Gambit's files hold."""
        if not self.parameters and not self.definitions:
            raise InputError(
                f"{self.name} has no parameters; write it as a scenario to give its numbers names"
            )

    def definitions_at(
        self,
        algebra: Algebra[T],
        values: Mapping[str, T],
        *,
        only: Collection[str] | None = None,
    ) -> dict[str, T]:
        """``values`` and the value of every formula, or ``only`` some, that they do not give."""
        known = dict(values)
        for name in self.order:
            if name not in known and (only is None or name in only):
                known[name] = evaluate(self.formulas[name], algebra, known)
        return known

    def problem(
        self, keys: Keys, message: str, *, hint: str = "", remedy: Remedy | None = None
    ) -> ScenarioError:
        """An error at the place in the file that ``keys`` lead to."""
        document = self.document
        place = Document(document.lines, document.data, document.places)
        place.add(keys, message, hint=hint, at_key=True)
        return ScenarioError(self.file, [replace(one, remedy=remedy) for one in place.problems])

    @cached_property
    def called(self) -> Mapping[str, str]:
        """Situations and outcomes by their labels; by their names where others have the label."""
        labels = {name: one.label for name, one in self.situations.items()}
        return own_labels(labels | {name: one.label for name, one in self.outcomes.items()})

    @cached_property
    def shorts(self) -> Mapping[str, str]:
        """By player what tables, figures and accounts call it."""
        return {player.name: player.short for player in self.players}

    @cached_property
    def ends(self) -> Ends:
        """The outcomes by name, and the categories that gather them."""
        labels = {name: self.called[name] for name in self.outcomes}
        categories = {name: one.category or name for name, one in self.outcomes.items()}
        colours = {name: one.colour for name, one in self.outcomes.items() if one.colour}
        return Ends(categories, labels, colours)
