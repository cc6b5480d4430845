"""Labels by which things of one kind are told apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

__all__ = ["own_labels"]


def own_labels(labels: Mapping[str, str]) -> dict[str, str]:
    """By name what to call a thing: its label, but its name where the label is another's too.

    >>> own_labels({"US": "America", "USSR": "Moscow", "Cuba": "Moscow"})
    {'US': 'America', 'USSR': 'USSR', 'Cuba': 'Cuba'}
    """
    often = Counter([*labels.values(), *(name for name in labels if labels[name] != name)])
    return {name: label if often[label] == 1 else name for name, label in labels.items()}
