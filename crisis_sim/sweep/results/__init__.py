"""What a sweep gives: columns, codes, summaries, and the objects of pandas and xarray."""
