"""Lines, planes and boxes cut into cells with one answer each."""
