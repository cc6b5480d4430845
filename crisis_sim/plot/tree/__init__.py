"""The picture of a solved game tree."""
