"""Answers across areas, to read only."""
