"""Nash equilibria: all of them where they can be enumerated, one where they cannot."""
