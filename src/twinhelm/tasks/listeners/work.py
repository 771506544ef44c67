"""Follows from facts below: single tasks: adding, changing, placing, depending, blocking."""
