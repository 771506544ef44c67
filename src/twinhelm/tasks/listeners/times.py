"""Follows from facts below: timer, timesheet and weeks."""
