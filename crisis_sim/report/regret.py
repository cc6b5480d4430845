"""What a certificate says, in words and as fields of a JSON object."""

from __future__ import annotations

import math
from collections.abc import Sequence

from crisis_sim.strategy.certificate import Certificate

__all__ = ["regret_fields", "regret_told", "share_told"]


def regret_told(certificates: Sequence[Certificate]) -> str:
    """The largest regret of several profiles, in one sentence."""
    regret = max(one.max_regret for one in certificates)
    exact = all(one.exact for one in certificates)
    if exact and regret == 0.0:
        error = max((one.belief_error for one in certificates if one.belief_error > 0), default=0.0)
        beliefs = f"; beliefs on the path within {error:.1e} of Bayes' rule" if error else ""
        return f"Nobody gains anything by departing: regret exactly 0{beliefs}."
    share = share_told(max(one.relative for one in certificates))
    if exact:
        return f"Largest regret {regret:.1e} payoff units{share}."
    return f"Largest regret at most {regret:.1e} payoff units{share}."


def share_told(relative: float) -> str:
    """A regret as a share of what is at stake, to follow its size; nothing if it is no number."""
    return f", {relative:.1e} of what is at stake there" if math.isfinite(relative) else ""


def regret_fields(certificate: Certificate) -> dict[str, float | bool]:
    """The regrets as every JSON object gives them."""
    return {
        "max_regret": certificate.max_regret,
        "player_regret": certificate.player_regret,
        "agent_regret": certificate.agent_regret,
        "belief_error": certificate.belief_error,
        "relative_regret": certificate.relative,
        "exact": certificate.exact,
    }
