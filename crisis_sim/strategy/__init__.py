"""What a profile means: reach, beliefs, values, best responses, regret. Imports no solver."""
