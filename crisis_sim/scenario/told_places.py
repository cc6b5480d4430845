"""What situations are called where they are played."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crisis_sim.scenario.scenario import Outcome, Situation

__all__ = ["with_places_told"]


def with_places_told(
    situations: Mapping[str, Situation], outcomes: Mapping[str, Outcome]
) -> dict[str, Situation]:
    """Situations that go by their labels, or by their names where these are not enough.

    They are not where another situation, or an outcome, has the label. Situations of one
    information set are one place to whoever decides there, and may share a label.
    """
    ends = {text for name, one in outcomes.items() for text in (name, one.label)}
    return {
        name: one if _own(one, situations, ends) else replace(one, told_as=name)
        for name, one in situations.items()
    }


def _own(one: Situation, situations: Mapping[str, Situation], ends: set[str]) -> bool:
    others = [other for other in situations.values() if other is not one]
    alike = [other for other in others if one.label in (other.label, other.name)]
    together = all(other.information_set == one.information_set != "" for other in alike)
    return together and one.label not in ends
