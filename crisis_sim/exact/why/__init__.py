"""What holds an answer up, in words and formulas."""
