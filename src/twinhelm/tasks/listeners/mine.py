"""Follows from facts below: My work."""
