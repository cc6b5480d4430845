"""What exact questions answer: plain frozen data."""
