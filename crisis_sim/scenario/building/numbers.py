"""Parameters, definitions and state variables, as a file declares them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from crisis_sim.formula.expression import Expression, Number
from crisis_sim.formula.other_notations import per_cent
from crisis_sim.scenario import model
from crisis_sim.scenario.dependence import circles, depending_on, weights
from crisis_sim.scenario.faults.right_form import as_range, of_prior
from crisis_sim.scenario.positions import Keys
from crisis_sim.scenario.prior import Prior, parse_prior
from crisis_sim.scenario.reader import RESERVED, ZERO, Reader, Written
from crisis_sim.scenario.scenario import ELAPSED, Cited, Definition, Parameter, Range, Variable

__all__ = ["read_definitions", "read_parameters", "read_variables"]


def read_parameters(reader: Reader) -> dict[str, Parameter]:
    """The file's own parameters."""
    return {name: _parameter(reader, name, one) for name, one in reader.file.parameters.items()}


def _parameter(reader: Reader, name: str, one: model.Parameter | Written) -> Parameter:
    keys: Keys = ("parameters", name)
    if not isinstance(one, model.Parameter):
        return Parameter(name, reader.constant(keys, one), None, None, "", "", name, Cited())
    before = len(reader.document.problems)
    default = reader.constant((*keys, "default"), one.default)
    own = _range(reader, (*keys, "range"), one.range)
    outside = own is not None and not own[0] <= default <= own[1]
    if outside and len(reader.document.problems) == before:
        bounds = " to ".join(str(bound) for bound in one.range or ())
        message = f"the default {one.default} lies outside its range, {bounds}"
        hint = _beyond_one(default) if one.unit == "probability" else ""
        hint = hint or "Widen the range, or change the default."
        reader.document.add((*keys, "default"), message, hint=hint)
    return Parameter(
        name=name,
        default=default,
        range=own,
        prior=_prior(reader, (*keys, "prior"), one.prior),
        unit=one.unit or "",
        meaning=one.meaning or "",
        label=one.label or name,
        cited=reader.cited(keys, one),
    )


def _beyond_one(default: Fraction) -> str:
    """The hint for a number that no probability is, but perhaps one of per cent."""
    if 0 <= default <= 1:
        return ""
    written = f": write {per_cent(str(default))}" if 1 < default <= 100 else ""
    return f"A probability is from 0 to 1{written}."


def _range(reader: Reader, keys: Keys, bounds: Sequence[Written] | None) -> Range | None:
    """The least and the greatest value; what is wrong with them is recorded."""
    if not bounds:
        return None
    add = reader.document.add
    if any(";" in str(bound) for bound in bounds):
        hint = as_range(reader.document.list_at(keys))
        add(keys, "a comma, not a semicolon, separates entries", hint=hint)
        return None
    before = len(reader.document.problems)
    low, high = (reader.constant((*keys, i), bound) for i, bound in enumerate(bounds))
    if low > high and len(reader.document.problems) == before:
        add(keys, "the range runs downwards", hint=f"Write [{bounds[1]}, {bounds[0]}].")
    return low, high


def _prior(reader: Reader, keys: Keys, text: str | None) -> Prior | None:
    if text is None:
        return None
    try:
        return parse_prior(text)
    except ValueError as error:
        message, hint = of_prior(error)
        reader.document.add(keys, message, hint=hint)
        return None


def read_definitions(reader: Reader) -> dict[str, Definition]:
    """The file's own definitions; circular ones and those that grow too large are recorded."""
    result = {name: _definition(reader, name, one) for name, one in reader.file.definitions.items()}
    taken = {*reader.file.parameters, *reader.file.issues, *reader.file.state}
    formulas = {
        name: definition.expression
        for name, definition in (result | reader.base_definitions | result).items()
        if name not in taken
    }
    found = circles(formulas)
    for loop in found:
        message = f"'{loop[0]}' is defined by itself: {' -> '.join(loop)}"
        hint = "Let one of them do without the others."
        reader.document.add(("definitions", loop[0]), message, hint=hint, at_key=True)
    if not found:
        _weigh(reader, formulas)
    return result


def _weigh(reader: Reader, formulas: Mapping[str, Expression]) -> None:
    scope = reader.scope
    roots = {*scope.words, *scope.flags, *scope.counts, ELAPSED}
    for name, weight in weights(formulas, depending_on(formulas, roots)).items():
        if weight.too_much:
            reader.too_much(("definitions", name), weight)
            return
        reader.weights[name] = weight


def _definition(reader: Reader, name: str, one: model.Definition | Written) -> Definition:
    keys: Keys = ("definitions", name)
    scope = reader.timed()
    if not isinstance(one, model.Definition):
        return Definition(name, reader.formula(keys, one, scope=scope), "", "", name, Cited())
    return Definition(
        name=name,
        expression=reader.formula((*keys, "formula"), one.formula, scope=scope),
        unit=one.unit or "",
        meaning=one.meaning or "",
        label=one.label or name,
        cited=reader.cited(keys, one),
    )


def read_variables(reader: Reader) -> dict[str, Variable]:
    """Issues first, then the other state variables."""
    issues = {name: _issue(reader, name, one) for name, one in reader.file.issues.items()}
    others = {name: _variable(reader, name, one) for name, one in reader.file.state.items()}
    return issues | others


def _issue(reader: Reader, name: str, one: model.Issue) -> Variable:
    keys: Keys = ("issues", name)
    raised_by = -1
    if one.raised_by is not None:
        reader.named((*keys, "raised by"), one.raised_by, reader.player_numbers, "player")
        raised_by = reader.player_numbers.get(one.raised_by, -1)
    _distinct(reader, (*keys, "levels"), one.levels)
    label, cited = one.label or name, reader.cited(keys, one)
    levels, meaning = tuple(one.levels), one.meaning or ""
    return Variable(name, levels, None, None, 0, True, label, {}, cited, raised_by, meaning)


def _variable(reader: Reader, name: str, one: model.StateVariable | list[str] | bool) -> Variable:
    keys: Keys = ("state", name)
    if isinstance(one, bool):
        return Variable(name, ("false", "true"), None, None, int(one), False, name, {}, Cited())
    if isinstance(one, list):
        _distinct(reader, keys, one)
        return Variable(name, tuple(one), None, None, 0, False, name, {}, Cited())
    cited = reader.cited(keys, one)
    if one.values is not None:
        return _word_variable(reader, keys, one, cited)
    return _count_variable(reader, keys, one, cited)


def _count_variable(reader: Reader, keys: Keys, one: model.StateVariable, cited: Cited) -> Variable:
    name = str(keys[-1])
    if one.from_ is None or one.to is None:
        reader.document.add(
            keys,
            "expected values, or from and to",
            hint="As in [calm, tense] or {from: 0, to: 3}.",
            at_key=True,
        )
        return Variable(name, (), ZERO, ZERO, 0, False, name, {}, cited)
    high = reader.formula((*keys, "to"), one.to, scope=reader.scope.without_state())
    start = one.from_ if one.start is None else one.start
    if not isinstance(start, int):
        reader.document.add((*keys, "start"), f"expected a whole number, found '{start}'")
        start = one.from_
    low = Number(Fraction(one.from_))
    meaning = one.meaning or ""
    return Variable(name, (), low, high, start, False, name, {}, cited, meaning=meaning)


def _word_variable(reader: Reader, keys: Keys, one: model.StateVariable, cited: Cited) -> Variable:
    name, values = str(keys[-1]), tuple(one.values or ())
    _distinct(reader, (*keys, "values"), values)
    for field in ("from", "to"):
        if field in one.model_fields_set or f"{field}_" in one.model_fields_set:
            message = f"'{name}' has values, so it has no '{field}'"
            reader.document.add((*keys, field), message, at_key=True)
    for word in one.labels:
        reader.named((*keys, "labels", word), word, values, "value", at_key=True)
    start = values[0] if one.start is None else str(one.start)
    known = reader.named((*keys, "start"), start, values, "value")
    place = values.index(start) if known else 0
    labels, meaning = dict(one.labels), one.meaning or ""
    return Variable(name, values, None, None, place, False, name, labels, cited, meaning=meaning)


def _distinct(reader: Reader, keys: Keys, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for i, value in enumerate(values):
        if value in seen:
            reader.document.add((*keys, i), f"'{value}' stands here twice")
        if value in RESERVED:
            reader.document.add((*keys, i), f"'{value}' is a word of the formula language")
        seen.add(value)
