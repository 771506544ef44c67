"""Shapes of input, one file per topic."""
