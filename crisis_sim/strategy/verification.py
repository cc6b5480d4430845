"""How far a profile is from an equilibrium, and by which moves: the account behind a regret.

Two questions are answered, neither with the help of a solver. Could a player gain by another
strategy for the whole game? If not, the profile is a Nash equilibrium. And is every move best where
it is made, reached or not, given what follows and what is believed there? If so too, no threat in
it is empty.

All is reckoned in exact numbers. Of a profile that is given exactly nothing but 0 counts as no
gain; one whose probabilities were rounded can be measured alone, by a share of what is at stake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.game.game import Floats, Game
from crisis_sim.game.recall import forgetful_sets
from crisis_sim.numbers.rational import ZERO
from crisis_sim.numbers.real import Number, taken_for_zero
from crisis_sim.other_concepts import FORGETFUL, serving
from crisis_sim.shown import AsTable, Shown
from crisis_sim.strategy.certificate import Certificate, rounded_up
from crisis_sim.strategy.exactly import (
    Beliefs,
    ExactPlay,
    Profile,
    exact_beliefs,
    exact_profile,
    floats,
)
from crisis_sim.strategy.gains import (
    MoveGain,
    PlayerGain,
    kindest_beliefs,
    move_gains,
    player_gain,
)

__all__ = ["Verification", "verify"]

ROUNDED = 1e-9
"""The share of what is at stake that counts as no gain where a profile's numbers were rounded."""


@dataclass(frozen=True, eq=False, repr=False)
class Verification(Shown):
    """A profile measured.

    Attributes
    ----------
    profile : (choices,) behaviour probabilities.
    beliefs : (nodes,) the belief at each decision node under which moves were judged.
    payoffs : (players,) expected payoffs.
    outcomes : probability of each outcome that can happen, most likely first.
    players : for each player what it could gain.
    moves : for each information set what could be gained there, in the order of the sets.
    values : (choices,) what each action is worth where it is taken, under the belief.
    certificate : the largest regrets.
    tol, tol_of_moves : the regret that still counts as none, as a share of what is at stake where
        it is had: in strategies for the whole game, and in moves under the beliefs.
    rounded : whether probabilities or beliefs had been rounded, so that the profile was measured,
        not proved.
    unproved : the bits to which numbers were compared that then counted as equal; 0 if all
        comparisons were proved.
    notes : what was done to the numbers as written.
    sequential : whether it is a sequential equilibrium: every move best under beliefs that rare
        mistakes would lead to; None where that was not decided.
    """

    game: Game
    profile: Floats
    beliefs: Floats
    payoffs: Floats
    outcomes: Mapping[str, float]
    players: tuple[PlayerGain, ...]
    moves: tuple[MoveGain, ...]
    values: Floats
    certificate: Certificate
    tol: float
    tol_of_moves: float
    rounded: bool
    unproved: int
    notes: tuple[str, ...] = ()
    sequential: bool | None = None

    @property
    def nash(self) -> bool:
        """Whether no player gains by another strategy: the profile is a Nash equilibrium."""
        return all(one.relative <= self.tol for one in self.players)

    @property
    def rational(self) -> bool:
        """Whether every move, on the path and off it, is best under the beliefs."""
        beliefs_hold = not self.certificate.belief_error > self.tol_of_moves
        return self.nash and not self.gainful and beliefs_hold

    @property
    def caption(self) -> str:
        """Whether it is a Nash equilibrium, and whether every move in it is best."""
        nash = "a Nash equilibrium" if self.nash else "not a Nash equilibrium"
        moves = ", every move best" if self.rational else ""
        return f"{self.game.title}: {nash}{moves}"

    def table(self) -> AsTable:
        """What each player expects, and what it could gain by another strategy."""
        rows = [
            (
                self.game.shorts[one.player],
                *(f"{value:.6g}" for value in (one.payoff, one.regret, one.relative)),
            )
            for one in self.players
        ]
        return ("player", "expects", "could gain", "of stake"), rows

    @property
    def gainful(self) -> tuple[MoveGain, ...]:
        """The moves that could be bettered, those with the largest gain first."""
        found = [move for move in self.moves if move.relative > self.tol_of_moves]
        return tuple(sorted(found, key=lambda move: (-move.gain, move.information_set)))


def verify(
    game: Game,
    profile: Floats | Profile,
    beliefs: Floats | Beliefs | None = None,
    *,
    tol: float | None = None,
    rounded: bool | None = None,
    beliefs_rounded: bool | None = None,
    notes: tuple[str, ...] = (),
) -> Verification:
    """Measure a profile that somebody claims is an equilibrium.

    Some passes over the tree in exact numbers, about a microsecond a node each, and a linear
    programme at each unreached set of several nodes.

    Parameters
    ----------
    profile : (choices,) behaviour probabilities, as exact numbers or as floats, which are taken as
        they are, but that those of an information set are divided by their sum.
    beliefs : (nodes,) beliefs to judge moves by; nan or None where none is given. There Bayes' rule
        is applied, and where the set is not reached the belief that is kindest to what is played.
        Whether such beliefs are consistent with each other is not decided.
    tol : regret that counts as none, as a share of what is at stake where it is had: by default 0
        for exact numbers, and :data:`ROUNDED` for such as were rounded.
    rounded, beliefs_rounded : whether they were; by default floats other than 0 and 1 are taken to
        have been.
    notes : what else is to be told of how the profile was read.

    Raises
    ------
    NotSolved
        Imperfect recall, under which a best response in behaviour need not be one in strategies.
    """
    if len(forgetful_sets(game.tree)):
        raise NotSolved(
            "the regret of behaviour is defined for perfect recall, which this game lacks; ",
            *serving(FORGETFUL),
        )
    if rounded is None:
        rounded = _may_be_rounded(profile)
    if beliefs_rounded is None:
        beliefs_rounded = beliefs is not None and _may_be_rounded(beliefs)
    if isinstance(profile, np.ndarray):
        profile = exact_profile(game.tree, profile)
    if isinstance(beliefs, np.ndarray):
        beliefs = exact_beliefs(game.tree, beliefs)
    any_rounded = rounded or beliefs_rounded
    tols = (ROUNDED * rounded, ROUNDED * any_rounded) if tol is None else (tol, tol)
    with taken_for_zero() as unproved:
        measured = _measure(ExactPlay(game, profile), beliefs, tols)
    least = min(unproved, default=0)
    return replace(measured, rounded=any_rounded, unproved=least, notes=notes)


def _may_be_rounded(numbers: Floats | Sequence[Number | None]) -> bool:
    if not isinstance(numbers, np.ndarray):
        return False
    return not bool(np.all((numbers == 0.0) | (numbers == 1.0) | np.isnan(numbers)))


def _measure(
    play: ExactPlay, given: Sequence[Number | None] | None, tols: tuple[float, float]
) -> Verification:
    held, kinds = kindest_beliefs(play, given)
    worth = play.action_values(held)
    players = tuple(player_gain(play, player, tols[0]) for player in range(len(play.game.players)))
    moves = tuple(move_gains(play, worth, kinds))
    pairs = zip(play.bayes, held, strict=True)
    errors = (abs(a - b) for a, b in pairs if a is not None and b is not None and a is not b)
    return Verification(
        game=play.game,
        profile=floats(play.profile),
        beliefs=floats(held),
        payoffs=floats(play.values[0]),
        outcomes=_outcomes(play),
        players=players,
        moves=moves,
        values=floats([value for own in worth for value in own or ()]),
        certificate=Certificate(
            player_regret=max((one.regret for one in players), default=0.0),
            agent_regret=max((move.gain for move in moves), default=0.0),
            belief_error=rounded_up(max(errors, default=ZERO)),
            relative=max([one.relative for one in players] + [one.relative for one in moves]),
            exact=True,
        ),
        tol=tols[0],
        tol_of_moves=tols[1],
        rounded=False,
        unproved=0,
    )


def _outcomes(play: ExactPlay) -> dict[str, float]:
    """The outcomes that can happen with their probabilities, most likely first."""
    tree = play.tree
    chances: list[Number] = [ZERO] * len(tree.outcomes)
    outcome_of = tree.rows.tolist()
    for node in tree.terminals.tolist():
        if play.reach[node] != 0:
            chances[outcome_of[play.row[node]]] += play.reach[node]
    possible = [outcome for outcome, chance in enumerate(chances) if chance != 0]
    possible.sort(key=chances.__getitem__, reverse=True)
    return {tree.outcomes[outcome]: rounded_up(chances[outcome]) for outcome in possible}
