"""Shapes of the API: bringing tasks in from other programs."""
