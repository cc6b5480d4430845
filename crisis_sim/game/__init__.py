"""A finite extensive-form game as flat arrays."""
