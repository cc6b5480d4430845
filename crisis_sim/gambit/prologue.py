"""The head shared by Gambit's formats: kind, version, title and players."""

from __future__ import annotations

from crisis_sim.gambit.tokens import Tokens

__all__ = ["player_names", "read_head"]


def read_head(tokens: Tokens, kind: str, version: int) -> tuple[str, tuple[str, ...]]:
    """Title and player names, read from ``EFG 2 R "title" { "player" ... }``.

    The letter is ``R`` or, in old files, ``D`` for decimals; both kinds may hold any numbers.
    """
    if tokens.raw != kind:
        tokens.unexpected(
            f"the word {kind}", hint="A game tree begins with EFG 2 R, a normal form with NFG 1 R."
        )
    tokens.advance()
    if tokens.raw != str(version):
        tokens.unexpected(f"version {version} of the format")
    tokens.advance()
    if tokens.raw not in ("R", "D"):
        tokens.unexpected("the letter R or D")
    tokens.advance()
    title = tokens.take_text("the title")
    tokens.take("open", "'{' before the names of the players")
    names = []
    while not tokens.at("close"):
        names.append(tokens.take_text("the name of a player"))
    if not names:
        tokens.fail("a game needs at least one player")
    tokens.advance()
    return title, tuple(names)


def player_names(names: tuple[str, ...]) -> list[str]:
    """Names to go by: a player without one is called by its number."""
    return [name or f"Player {number}" for number, name in enumerate(names, start=1)]
