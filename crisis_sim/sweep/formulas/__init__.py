"""Formulas of a family as straight-line arithmetic, compiled, with bounds of rounding errors."""
