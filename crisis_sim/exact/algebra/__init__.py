"""Quantities that depend on parameters: polynomials, their roots, bounds and cost."""
