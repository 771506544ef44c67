"""Follows from facts below: bringing tasks in from other programs."""
