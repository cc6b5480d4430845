"""What there is to ask of figures, declared once: their kinds, options and sets of measures."""
