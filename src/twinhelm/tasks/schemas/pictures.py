"""Shapes of the API: board and timeline."""
