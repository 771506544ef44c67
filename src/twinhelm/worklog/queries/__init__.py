"""Answers about the laundry list that are not rows."""
