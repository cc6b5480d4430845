"""What a certificate says, in words and as fields of a JSON object."""

from __future__ import annotations

import math
from collections.abc import Sequence

from crisis_sim.report.numbers import number
from crisis_sim.strategy.certificate import Certificate

__all__ = ["in_payoff_units", "regret_fields", "regret_told", "share_told"]

ZERO_WITHIN = 1e-9
"""A regret of no more than this share of what is at stake is told as none to within its size."""
SHARES = {1.0: "all that", 0.5: "half of what"}


def regret_told(certificates: Sequence[Certificate]) -> str:
    """The largest regret of several profiles, in one sentence."""
    regret = max(one.max_regret for one in certificates)
    exact = all(one.exact for one in certificates)
    if exact and regret == 0.0:
        error = max((one.belief_error for one in certificates if one.belief_error > 0), default=0.0)
        beliefs = f"; beliefs on the path within {number(error)} of Bayes' rule" if error else ""
        return f"Nobody gains anything by departing: regret exactly 0{beliefs}."
    if regret == 0.0:
        return "Nobody gains anything by departing, if what counts as equal is so: regret 0."
    if not exact and math.isinf(regret):
        return "No bound of the regret is known."
    told = in_payoff_units(number(regret))
    relative = max(one.relative for one in certificates)
    share = share_told(relative)
    if relative <= ZERO_WITHIN:
        within = told.removeprefix("less than ")
        return f"Nobody gains anything by departing, to within {within}{share}."
    at_most = "" if exact or told.startswith("less") else "at most "
    return f"Largest regret {at_most}{told}{share}."


def in_payoff_units(told: str) -> str:
    """A number as it is told, with its unit."""
    return f"{told} payoff unit" if told == "1" else f"{told} payoff units"


def share_told(relative: float) -> str:
    """A regret as a share of what is at stake, to follow its size; nothing if it is no number."""
    if not math.isfinite(relative):
        return ""
    told = number(relative)
    share = SHARES.get(relative, "nearly all that" if told == "1" else f"{told} of what")
    return f", {share} is at stake there"


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
