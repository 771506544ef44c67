"""Jobs: My work."""
