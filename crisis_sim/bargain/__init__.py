"""The bargaining view: packages over a scenario's issues, and what theory says of them."""
