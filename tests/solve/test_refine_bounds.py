"""Messages by which nobody can gain are passed over, whoever is believed to have sent them."""

from __future__ import annotations

import numpy as np

from crisis_sim.errors import NotSolved
from crisis_sim.solve.refine.messages import unsent_messages
from crisis_sim.solve.refine.path import path_of
from crisis_sim.solve.refine.responses import Responses, each_alone
from crisis_sim.solve.sequential.assessment import first_consistent
from crisis_sim.solve.sequential.parts import Parts
from tests.solve.kinds_of_games import signalling


def test_nobody_gains_more_than_the_bound() -> None:
    met = reached = 0
    for seed in range(40):
        parts = Parts(signalling(np.random.default_rng(seed), 2), 10_000)
        for played in parts.solve():
            equilibrium, _ = first_consistent(parts, played)
            if equilibrium is None or equilibrium.exact is None:
                continue
            path = path_of(parts.game, equilibrium.exact.profile)
            responses = Responses(parts, path, {})
            for message in unsent_messages(parts, path).messages:
                bounds = responses.most(message)
                try:
                    gains = responses.gains(message, each_alone(range(len(message.senders))))
                except NotSolved:
                    continue
                met += 1
                for own, bound in zip(zip(*gains, strict=True), bounds, strict=True):
                    assert max(own) <= bound
                    reached += max(own) == bound
    assert met
    assert reached
