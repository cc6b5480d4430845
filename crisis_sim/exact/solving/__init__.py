"""Equilibria in quantities, by signs alone."""
