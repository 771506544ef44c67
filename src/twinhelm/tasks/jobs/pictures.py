"""Jobs: board and timeline."""
