"""Sequential equilibria (Kreps and Wilson 1982)."""
