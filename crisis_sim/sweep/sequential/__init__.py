"""All pure sequential equilibria at many points: one compiled search."""
