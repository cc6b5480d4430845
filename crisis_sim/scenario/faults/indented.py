"""Fields that are indented otherwise than what they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from crisis_sim.scenario import model
from crisis_sim.scenario.faults.fault import HELD, SHORT, names_of
from crisis_sim.scenario.faults.right_form import HOLDERS, as_known
from crisis_sim.scenario.positions import Document, Keys

__all__ = ["set_right"]

MOST = 20
"""Fields that are put where they belong."""
MOST_STRANGE = 200
"""Fields of no known place that are looked into."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a mapping of the file is: a part with fields, or the parts that it holds by name."""

    part: type[model.Part]
    by_name: bool
    short: bool = False
    """Whether a plain value can stand for a part."""

    def has(self, name: str) -> bool:
        """Whether a name is that of a field here."""
        return not self.by_name and name in names_of(self.part)

    def is_strange(self, name: str, value: Any) -> bool:
        """Whether neither a field nor a part can stand under a name with such a value."""
        if not self.by_name:
            free = self.part.model_config.get("extra") == "allow"
            return not free and name not in names_of(self.part)
        if isinstance(value, dict):
            return not self.fits(value)
        return value is None or not self.short

    def holds_all(self, value: Any) -> bool:
        """Whether a value has fields of the part, and no others but parts of its kind."""
        own = names_of(self.part)
        return self.fits(value) and all(
            name in own or self.holds_all(held) for name, held in value.items()
        )

    def fits(self, value: Any) -> bool:
        """Whether a value has some of the fields of the part."""
        return isinstance(value, dict) and not set(names_of(self.part)).isdisjoint(value)


def set_right(document: Document) -> bool:
    """Record the fields that are indented too little or too far, and put them where they belong.

    So nothing is said of what follows from where they stand. Whether there are any.
    """
    for count in range(MOST):
        found = next(_misplaced(document), None)
        if found is None:
            return count > 0
        _tell(document, *found)
        _move(document, *found)
    return True


def _misplaced(document: Document) -> Iterator[tuple[Keys, Keys]]:
    """Fields on lines of their own that are strange where they stand, and where each belongs."""
    looked = 0
    for keys, place in document.places.items():
        holder = document.value(keys[:-1]) if keys else None
        kind = _kind(keys[:-1])
        own_line = not document.lines[place.key_line][: place.key_column].strip()
        if kind is None or not isinstance(holder, dict) or keys[-1] not in holder or not own_line:
            continue
        name = str(keys[-1])
        strange = kind.is_strange(name, holder[name]) or _is_wanted(document, keys)
        if strange and not as_known(name, _free(kind, holder)):
            target = _further_in(document, keys) or _further_out(document, keys, kind)
            if target:
                yield keys, target
            looked += 1
            if looked > MOST_STRANGE:
                return


def _is_wanted(document: Document, keys: Keys) -> bool:
    """Whether a name further in is that of a field that the file must have, and has not."""
    name, fields = keys[-1], model.File.model_fields.values()
    wanted = [one for one, of in zip(names_of(model.File), fields, strict=True) if of.is_required()]
    return name in wanted and name not in document.data


def _free(kind: _Kind, holder: dict[str, Any]) -> list[str]:
    return [] if kind.by_name else [one for one in names_of(kind.part) if one not in holder]


def _kind(keys: Keys) -> _Kind | None:
    """What stands at a place, if a scenario has such a place."""
    kind = _Kind(model.File, by_name=False)
    for key in keys:
        if kind.by_name:
            kind = _Kind(kind.part, by_name=False)
        elif not kind.has(str(key)) or key not in HELD:
            return None
        else:
            kind = _Kind(HELD[str(key)], key in HOLDERS, short=key in SHORT)
    return kind


def _further_in(document: Document, keys: Keys) -> Keys | None:
    """Where a field would stand in what comes right before it, which has none of that name."""
    names = [str(one) for one in document.value(keys[:-1])]
    before, name = names[: names.index(str(keys[-1]))], str(keys[-1])
    at: Keys = (*keys[:-1], *before[-1:])
    while before and (kind := _kind(at)):
        held = document.value(at)
        free = held is None or (isinstance(held, dict) and name not in held)
        if kind.has(name) and free and _column(document, at) is not None:
            return (*at, name)
        if not isinstance(held, dict) or not held:
            return None
        at = (*at, next(reversed(held)))
    return None


def _further_out(document: Document, keys: Keys, inner: _Kind) -> Keys | None:
    """Where a field, or a part, would stand around what it stands in."""
    name, value = str(keys[-1]), document.value(keys)
    for at in (keys[:count] for count in range(len(keys) - 2, -1, -1)):
        kind, held = _kind(at), document.value(at)
        other = not (inner.by_name and inner.fits(value))
        named = kind is not None and kind.by_name and kind.holds_all(value) and other
        if kind and (kind.has(name) or named) and name not in held:
            return (*at, name)
    return None


def _column(document: Document, at: Keys) -> int | None:
    """How many spaces stand before the fields of a part; None where it is written in one line."""
    place, first = document.places[at], next(iter(document.value(at) or ()), None)
    if first is None:
        return place.key_column + 2
    inner = document.places[(*at, first)]
    return None if at and inner.key_line == place.key_line else inner.key_column


def _tell(document: Document, keys: Keys, target: Keys) -> None:
    column = _column(document, target[:-1])
    if column == document.places[keys].key_column:
        return  # what it stands in was told
    spaces = f"begins with {column} spaces" if column else "begins without a space"
    hint = f"To be part of '{target[-2]}', it {spaces}." if target[1:] else f"Its line {spaces}."
    kind = _kind(keys[:-1])
    among = f"'{keys[-1]}' stands among the names of '{keys[-2]}'" if kind and kind.by_name else ""
    message = among or f"unknown field '{keys[-1]}'"
    document.add(keys, message, hint=hint, at_key=True)


def _move(document: Document, keys: Keys, target: Keys) -> None:
    """Put a field where it belongs, and under a name without a value what comes after it."""
    moved, line = {keys: target}, document.places[keys].key_line
    if document.value(keys) is None and len(target) < len(keys):
        around = (keys[:count] for count in range(len(target), len(keys)))
        inner = ((*at, name) for at in around for name in document.value(at))
        after = (one for one in inner if document.places[one].key_line > line)
        moved.update({one: (*target, one[-1]) for one in after})
    for one, new in moved.items():
        _put(document, one, new)
    document.places = {_named(one, moved): place for one, place in document.places.items()}
    document.refused = {_named(one, moved) for one in document.refused}


def _put(document: Document, keys: Keys, target: Keys) -> None:
    holder = document.value(target[:-1])
    if holder is None:
        holder = document.value(target[:-2])[target[-2]] = {}
    holder[target[-1]] = document.value(keys[:-1]).pop(keys[-1])


def _named(keys: Keys, moved: Mapping[Keys, Keys]) -> Keys:
    """A place as it is called when what it is part of has been moved."""
    for count in range(1, len(keys) + 1):
        if keys[:count] in moved:
            return (*moved[keys[:count]], *keys[count:])
    return keys
