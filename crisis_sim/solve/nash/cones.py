"""A player's best-response cone: its plans, and what the opponent could get against each.

For player 1 with realisation plans ``x`` and player 2 with payoffs ``B`` on pairs of sequences,
the cone holds all ``(x, q)`` with ``x >= 0`` a multiple of a plan and, for every information set
``h`` of player 2 and every sequence ``t`` that ends there,

    slack(t) = q[h] - sum of q over the sets that follow t - (B' x)[t]  >=  0,

so that the least ``q`` are the values of player 2's best reply. Every inequality has a label: the
sequences of player 1 (``x[s] >= 0``) and of player 2 (``slack(t) >= 0``). A pair of points, one of
each player's cone, is an equilibrium if and only if at every label one of the two is tight
(von Stengel 1996). With one information set each these are the best-response polyhedra of a
bimatrix game.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crisis_sim.game.sequence_form import Sequences

__all__ = ["Cone", "Words", "narrow", "pack", "plan_coordinates", "primitive", "starting_cone"]

Words = NDArray[np.uint64]
SMALL = 2**31


@dataclass(frozen=True, slots=True)
class Cone:
    """The extreme rays of a cone on which some of the labels' inequalities are imposed.

    Attributes
    ----------
    rays : (rays, labels) slack of each ray at each label, as integers without common divisor;
        int64 or, where they are large, Python integers.
    tight : (rays, words) bits: the imposed labels at which the ray has no slack.
    known : (labels,) whether the label's inequality is imposed.
    dimension : of the cone.
    """

    rays: NDArray[np.int64] | NDArray[np.object_]
    tight: Words
    known: NDArray[np.bool_]
    dimension: int


def starting_cone(
    own: Sequences, other: Sequences, payoffs: NDArray[np.object_], *, own_labels_first: bool
) -> Cone:
    """The simplicial cone on which as many inequalities as it has dimensions are imposed.

    Those are ``x[s] >= 0`` for sequences that determine all others, and ``slack(t) >= 0`` for the
    first sequence of every information set of the opponent. Its rays are the unit vectors in
    these coordinates.

    Parameters
    ----------
    payoffs : (own sequences, sequences of the other) the other player's payoffs, as integers.
    own_labels_first : whether the labels are the own sequences and then the other's, or the other
        way round; the empty ones have none.
    """
    plans, coordinates = plan_coordinates(own)
    dimension = len(coordinates) + len(other.sets)
    rays: NDArray[np.object_] = np.zeros((dimension, own.count + other.count - 2), dtype=object)
    rays[: len(coordinates), : own.count - 1] = plans[1:].T
    # Slot t gathers what the other player gets from sequence t and all that follows it.
    worth: NDArray[np.object_] = np.zeros((other.count, dimension), dtype=object)
    worth[:, : len(coordinates)] = payoffs.T @ plans
    for i in range(len(other.sets) - 1, -1, -1):
        start, stop = int(other.start[i]), int(other.start[i + 1])
        value = worth[start].copy()
        value[len(coordinates) + i] += 1
        rays[:, own.count - 2 + start : own.count - 2 + stop] = (value - worth[start:stop]).T
        worth[other.before[i]] += value
    known = np.zeros(rays.shape[1], dtype=bool)
    known[coordinates - 1] = True
    known[own.count - 2 + other.start[:-1]] = True
    if not own_labels_first:
        rays = np.roll(rays, other.count - 1, axis=1)
        known = np.roll(known, other.count - 1)
    tight = pack((rays == 0).astype(bool) & known)
    return Cone(narrow(primitive(rays)), tight, known, dimension)


def plan_coordinates(own: Sequences) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """(sequences, coordinates) plans as functions of some of their entries, and which those are.

    A sequence is free unless it is the last action at a set whose total is given by other entries.
    What follows a free sequence first adds up to it; what else follows has to agree with that.
    """
    free = np.ones(own.count, dtype=bool)
    leads = np.zeros(own.count, dtype=bool)
    adds_up = np.zeros(len(own.sets), dtype=bool)
    for i, before in enumerate(own.before.tolist()):
        adds_up[i] = bool(free[before]) and not leads[before]
        leads[before] = True
        free[own.start[i + 1] - 1] = adds_up[i]
    coordinates = np.flatnonzero(free & ~leads)
    plans: NDArray[np.object_] = np.zeros((own.count, len(coordinates)), dtype=object)
    plans[coordinates, np.arange(len(coordinates))] = 1
    for i in np.flatnonzero(adds_up)[::-1].tolist():
        plans[own.before[i]] = plans[own.start[i] : own.start[i + 1]].sum(axis=0)
    for i in np.flatnonzero(~adds_up).tolist():
        others = plans[own.start[i] : own.start[i + 1] - 1].sum(axis=0)
        plans[own.start[i + 1] - 1] = plans[own.before[i]] - others
    return plans, coordinates


def primitive(
    rays: NDArray[np.int64] | NDArray[np.object_],
) -> NDArray[np.int64] | NDArray[np.object_]:
    """Rays without common divisors."""
    if not len(rays):
        return rays
    return rays // np.gcd.reduce(rays, axis=1)[:, None]  # type: ignore[no-any-return]


def narrow(
    rays: NDArray[np.int64] | NDArray[np.object_],
) -> NDArray[np.int64] | NDArray[np.object_]:
    """Rays in machine integers where they are small enough to be worked with."""
    if rays.dtype == object and rays.size and max(rays.max(), -rays.min()) < SMALL:
        return rays.astype(np.int64)
    return rays


def pack(bits: NDArray[np.bool_]) -> Words:
    """(rows, labels) booleans as (rows, words) of 64 bits."""
    words = -(-bits.shape[1] // 64)
    padded = np.zeros((len(bits), 64 * words), dtype=bool)
    padded[:, : bits.shape[1]] = bits
    return np.packbits(padded, axis=1, bitorder="little").view(np.uint64)
