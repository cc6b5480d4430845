"""What the codes of equilibria stand for, in words."""

from __future__ import annotations

from collections import Counter

from crisis_sim.game.tree import Tree
from crisis_sim.sweep.block import Play

__all__ = ["PlayTexts"]


class PlayTexts:
    """Names the plays of one tree; different plays have different names."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        sets = tree.information_sets
        self.repeated = {name for name, n in Counter(one.label for one in sets).items() if n > 1}
        self.known: dict[int, str] = {}

    def text(self, play: Play) -> str:
        """Who chooses what and where, in the order in which the story comes to it."""
        return "; ".join(self.choice(choice) for choice in play) or "nobody chooses"

    def choice(self, choice: int) -> str:
        """One choice: ``US: Turkey in secret (the offer)``."""
        if choice not in self.known:
            held = self.tree.information_sets[int(self.tree.choice_set[choice])]
            place = choice - held.choices.start
            action = held.actions[place]
            if held.actions.count(action) > 1 or not action:
                action = f"{action or 'action'} [{place + 1}]"
            where = held.label
            if where in self.repeated or not where:
                where = f"{where} [{held.index + 1}]".strip()
            self.known[choice] = f"{self.tree.shorts[held.player]}: {action} ({where})"
        return self.known[choice]
