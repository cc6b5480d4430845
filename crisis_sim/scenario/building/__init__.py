"""From the fields of a file to a scenario."""
