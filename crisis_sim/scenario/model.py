"""The fields of a scenario file: their names, kinds and meaning.

The JSON Schema that editors use (:mod:`crisis_sim.scenario.schema`) and the reference in the
documentation are generated from here, so each field says what it is for. Names, formulas and the
sense of the whole are checked later.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
)

from crisis_sim.scenario.field_values import (
    Citation,
    Colour,
    Concept,
    Constant,
    Date,
    Figure,
    Formula,
    Identifier,
    Phrase,
    Prose,
    Status,
    Words,
)
from crisis_sim.shown import in_short

__all__ = [
    "SHIPPED_NAME",
    "Action",
    "Assumption",
    "ChanceMove",
    "Cited",
    "Definition",
    "File",
    "Finding",
    "Issue",
    "Outcome",
    "Parameter",
    "Part",
    "Player",
    "Situation",
    "Source",
    "StateVariable",
    "Term",
]

SHIPPED_NAME = r"^[a-z0-9-]{1,80}$"

_SOURCE = "A source and where in it: 'cable 7', 'cable 10-11, 13', 'history ch. 3, pp. 40-42'."
_NOTE = "A remark for readers of the file."
_LABEL = "How reports and figures call it."
_SHORT = "A short name for figures."
_UNIT = "What it is measured in."
_MEANING = "What it stands for, in a sentence."
_MOST_NAMES = 1000
_MOST_VARIABLES = 50
_MOST_TERMS = 100
_MOST_MOVES = 100


def _kind(value: object) -> str:
    if isinstance(value, (dict, BaseModel)):
        return "full"
    if isinstance(value, list):
        return "list"
    return "flag" if isinstance(value, bool) else "short"


# Where a short form is allowed, the kind of value written says which form is meant, so that a
# mistake is reported for that form alone.
_BY_KIND = Discriminator(_kind)


class Part(BaseModel):
    """Keys are written with spaces; a key that is not known is an error."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=lambda name: name.replace("_", " "),
        allow_inf_nan=False,
        strict=True,
    )

    def __repr__(self) -> str:
        return in_short(self, ", ".join(f"{name}={value!r}" for name, value in self))


class Cited(Part):
    """What can be traced to a source."""

    source: Citation | None = Field(None, description=_SOURCE)
    status: Status | None = Field(
        None, description="Whether the source states this, it is inferred, or the modeller's guess."
    )
    note: Prose | None = Field(None, description=_NOTE)


class Source(Part):
    """A document that the scenario cites."""

    title: Prose = Field(description="The title of the document.")
    author: Prose | None = Field(None, description="Who wrote it.")
    date: Date | None = Field(None, description="When it was written.")
    archive: Prose | None = Field(None, description="Where the document is kept.")
    citation: Prose | None = Field(
        None, description="The full reference, as a bibliography has it."
    )
    paragraphs: int | None = Field(
        None,
        ge=1,
        le=9999,
        description="How many numbered paragraphs it has; unused ones are then listed.",
    )
    note: Prose | None = Field(None, description=_NOTE)


class Player(Part):
    """A side that chooses."""

    label: Phrase = Field(description="The player's name in reports.")
    short: Phrase | None = Field(
        None,
        description="A short name for tables, figures and accounts; the player's own name if none "
        "is given, or if another has it.",
    )
    note: Prose | None = Field(None, description=_NOTE)


class Parameter(Cited):
    """A number that can be changed, swept and drawn at random."""

    default: Constant = Field(description="The value unless another is given.")
    range: Annotated[list[Constant], Field(min_length=2, max_length=2)] | None = Field(
        None, description="Least and greatest plausible value."
    )
    prior: Annotated[str, StringConstraints(max_length=200)] | None = Field(
        None, description="Distribution for random draws, such as beta(3, 7) or uniform(0, 1)."
    )
    unit: Phrase | None = Field(None, description=_UNIT)
    meaning: Prose | None = Field(None, description=_MEANING)
    label: Phrase | None = Field(None, description=_SHORT)


class Definition(Cited):
    """A named formula; a value given for it overrides it."""

    formula: Formula = Field(description="What it is worked out from.")
    unit: Phrase | None = Field(None, description=_UNIT)
    meaning: Prose | None = Field(None, description=_MEANING)
    label: Phrase | None = Field(None, description=_SHORT)


class Issue(Cited):
    """Something bargained over. Its first level is the state of things without agreement."""

    levels: Annotated[list[Identifier], Field(min_length=2, max_length=20)] = Field(
        description="The ways in which it can be settled; the first holds without agreement."
    )
    raised_by: Phrase | None = Field(None, description="The player who wants it settled.")
    label: Phrase | None = Field(None, description=_LABEL)
    meaning: Prose | None = Field(None, description=_MEANING)


class StateVariable(Cited):
    """Something that has happened, remembered through the story.

    Either ``values``, a list of words of which the first holds at the start, or whole numbers
    ``from`` .. ``to``.
    """

    values: Words | None = Field(
        None, description="The words it can be; the first holds at the start."
    )
    from_: Annotated[int, Field(ge=-1_000_000, le=1_000_000)] | None = Field(
        None, alias="from", description="The least whole number it can be, and its first."
    )
    to: Formula | None = Field(
        None, description="The greatest whole number it can be; parameters may be used."
    )
    start: Identifier | int | None = Field(None, description="The value at the start.")
    labels: dict[Identifier, Phrase] = Field({}, description="How values are called in reports.")
    meaning: Prose | None = Field(None, description=_MEANING)


class Move(Cited):
    """What an action and a chance event have in common."""

    to: Phrase = Field(description="The situation or outcome that follows.")
    label: Phrase | None = Field(
        None, description=f"{_LABEL} They use the name where one beside it has the label too."
    )
    when: Formula | None = Field(None, description="It exists only where this condition holds.")
    set: dict[Identifier, Formula] = Field({}, description="State variables it changes.")
    seen_by: Literal["all", "none"] | list[Phrase] | None = Field(
        None, description="The players who observe it; all unless said otherwise."
    )
    available: bool = Field(True, description="False: it exists only under an assumption.")


class Action(Move):
    """One thing a player can do in a situation."""


class ChanceMove(Move):
    """One thing that may happen by chance."""

    probability: Formula = Field(description="A formula, or 'the rest' for what is left over.")


class Situation(Cited):
    """A place in the story where one player, or chance, decides what comes next."""

    label: Phrase | None = Field(None, description=_LABEL)
    meaning: Prose | None = Field(None, description=_MEANING)
    player: Phrase | None = Field(None, description="Who decides here.")
    actions: (
        Annotated[
            dict[
                Phrase,
                Annotated[
                    Annotated[Action, Tag("full")] | Annotated[Phrase, Tag("short")], _BY_KIND
                ],
            ],
            Field(max_length=_MOST_MOVES),
        ]
        | None
    ) = Field(None, description="What the player can do: for each action what it leads to.")
    chance: Annotated[dict[Phrase, ChanceMove], Field(max_length=_MOST_MOVES)] | None = Field(
        None, description="What may happen, instead of a player's actions."
    )
    takes: str | int | float | None = Field(
        None, description="Time that passes here, such as '1 day'."
    )
    information_set: Phrase | None = Field(
        None,
        description="Situations of one player with the same word here cannot be told apart by it; "
        "instead of what the player has observed.",
    )


class Term(Cited):
    """One named part of the payoffs, counted in every outcome where ``when`` holds.

    Beside the fields below, each player's name is a field that holds a formula.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Formula]

    when: Formula | None = Field(None, description="It counts only where this condition holds.")
    label: Phrase | None = Field(None, description=_LABEL)


class Outcome(Cited):
    """An end of the story and what it is worth to each side."""

    label: Phrase | None = Field(None, description=_LABEL)
    meaning: Prose | None = Field(None, description=_MEANING)
    settles: dict[Identifier, Formula] = Field(
        {}, description="The level at which each issue is settled; the others stay at their first."
    )
    category: Phrase | None = Field(None, description="A kind of outcome, such as war.")
    cause: Phrase | None = Field(None, description="What brought it about, for accounts by cause.")
    # Nothing after the colon is a fault: '#' begins a remark where there are no quotation marks.
    colour: Colour = Field(
        "", description="Of its fill in figures, such as '#004488'; its pattern stays."
    )
    payoffs: dict[
        Phrase,
        Annotated[Annotated[Term, Tag("full")] | Annotated[Formula, Tag("short")], _BY_KIND],
    ] = Field(
        {},
        max_length=_MOST_TERMS,
        description="Named terms, each with a formula a player; or one formula a player.",
    )


class Assumption(Cited):
    """A named what-if: values, and which actions exist or who sees what."""

    question: Prose | None = Field(None, description="The question a class would ask.")
    label: Phrase | None = Field(None, description=_LABEL)
    set: dict[Identifier, Formula] = Field(
        {}, description="Parameters or definitions and their values or formulas."
    )
    available: dict[Phrase, dict[Phrase, bool]] = Field(
        {}, description="By situation, which actions exist."
    )
    seen_by: dict[Phrase, dict[Phrase, Literal["all", "none"] | list[Phrase]]] = Field(
        {}, description="By situation, who observes a move."
    )


class Finding(Part):
    """Something known of this game, checked by the tests and by ``crisis-sim check --findings``."""

    claim: Prose = Field(description="The finding in words.")
    assuming: Phrase | list[Phrase] = Field([], description="Assumptions under which it holds.")
    at: dict[Identifier, Figure] = Field({}, description="Values at which it holds.")
    concept: Concept = Field("auto", description="The solution concept it is a finding of.")
    equilibria: int | None = Field(None, ge=0, description="How many equilibria there are.")
    outcome: Phrase | None = Field(
        None, description="The outcome or category that has probability one."
    )
    probabilities: dict[Phrase, Figure] = Field(
        {}, description="Probabilities of outcomes or categories."
    )
    payoffs: dict[Phrase, Figure] = Field({}, description="Expected payoffs.")
    values: dict[Phrase, dict[Phrase, Figure]] = Field(
        {}, description="By situation, what each action is worth to the player who moves there."
    )
    strategy: dict[Phrase, dict[Phrase, Figure]] = Field(
        {}, description="By situation, probabilities of actions."
    )
    refinements: dict[Phrase, bool] = Field(
        {}, description="Refinements that the equilibrium passes or fails."
    )
    within: Figure = Field(1e-9, gt=0, description="Largest difference of a number.")
    source: Citation | None = Field(None, description=_SOURCE)


class File(Part):
    """A scenario: what each side of a crisis wants, offers, fears and knows."""

    title: Phrase = Field(description="What the scenario is called.")
    about: Prose | None = Field(None, description="What the scenario is about, in a paragraph.")
    begins: Date | None = Field(None, description="The date on which the story begins.")
    payoff_unit: Phrase | None = Field(
        None,
        description="What one unit of payoff means; by its name where a parameter sets it, such as "
        "`1/W of the cost of a war`.",
    )
    sources: dict[Identifier, Source] = Field(
        {}, description="The documents cited, each under a short name.", max_length=_MOST_NAMES
    )
    parameters_from: Annotated[str, StringConstraints(pattern=SHIPPED_NAME)] | None = Field(
        None,
        description="A shipped scenario whose parameters, definitions and sources this one uses.",
    )
    players: dict[
        Phrase,
        Annotated[Annotated[Player, Tag("full")] | Annotated[Phrase, Tag("short")], _BY_KIND],
    ] = Field(min_length=1, max_length=10, description="The sides that choose.")
    parameters: dict[
        Identifier,
        Annotated[Annotated[Parameter, Tag("full")] | Annotated[Constant, Tag("short")], _BY_KIND],
    ] = Field(
        {}, description="Numbers that can be changed, swept and drawn.", max_length=_MOST_NAMES
    )
    definitions: dict[
        Identifier,
        Annotated[Annotated[Definition, Tag("full")] | Annotated[Formula, Tag("short")], _BY_KIND],
    ] = Field({}, description="Named formulas.", max_length=_MOST_NAMES)
    issues: dict[Identifier, Issue] = Field(
        {}, description="What is bargained over.", max_length=_MOST_VARIABLES
    )
    state: dict[
        Identifier,
        Annotated[
            Annotated[StateVariable, Tag("full")]
            | Annotated[Words, Tag("list")]
            | Annotated[bool, Tag("flag")],
            _BY_KIND,
        ],
    ] = Field(
        {}, description="What has happened, as far as it matters later.", max_length=_MOST_VARIABLES
    )
    terms: dict[Phrase, Term] = Field(
        {}, description="Parts of the payoffs of every outcome.", max_length=_MOST_TERMS
    )
    start: Phrase = Field(description="The situation in which the story begins.")
    situations: dict[Phrase, Situation] = Field(
        min_length=1,
        max_length=_MOST_NAMES,
        description="The places in the story where a player or chance decides.",
    )
    outcomes: dict[Phrase, Outcome] = Field(
        min_length=1, max_length=_MOST_NAMES, description="The ends of the story."
    )
    assumptions: dict[Phrase, Assumption] = Field(
        {}, description="Named what-ifs.", max_length=_MOST_NAMES
    )
    findings: list[Finding] = Field(
        [], description="What is known of this game, checked by the tests.", max_length=_MOST_NAMES
    )
