"""Numbers that are known exactly: rationals, and irrational numbers as expressions."""
