"""Follows from facts below: templates and recurring work."""
