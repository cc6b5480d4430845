"""Exact answers: where equilibria change, under which conditions they hold, and the proof."""
