"""Subgame-perfect equilibria at many points: compiled backward induction."""
