"""Jobs: timer, timesheet and weeks."""
