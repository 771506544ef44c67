"""Follows from facts below: comments, files and watching."""
