"""Answers across areas, to read only: the home of owners."""
