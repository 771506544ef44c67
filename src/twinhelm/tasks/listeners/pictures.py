"""Follows from facts below: board and timeline."""
