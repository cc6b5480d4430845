"""Tables that people have, whichever program wrote them: text, workbooks, Parquet, Stata."""
