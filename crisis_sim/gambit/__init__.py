"""Gambit's file formats: ``.efg`` for game trees, ``.nfg`` for normal forms."""
