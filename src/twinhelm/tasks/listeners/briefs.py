"""Follows from facts below: briefs and their understanding."""
