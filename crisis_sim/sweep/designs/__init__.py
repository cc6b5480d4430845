"""Which points are swept: axes, draws, tables, and the plan of a sweep."""
