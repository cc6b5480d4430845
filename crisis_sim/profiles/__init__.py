"""Profiles that people write: read, with every mistake placed and the nearest name."""
