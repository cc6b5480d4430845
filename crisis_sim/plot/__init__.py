"""Figures: for each a pure ``..._data`` and a ``draw_...``."""
