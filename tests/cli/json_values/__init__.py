"""Every field of every JSON object against a value that was computed otherwise."""
