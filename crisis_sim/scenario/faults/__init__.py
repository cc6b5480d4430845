"""What is wrong with the text of a scenario file, and what to write instead."""
