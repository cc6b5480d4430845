"""Formulas: parsed once against a whitelist, then evaluated over several kinds of number."""
