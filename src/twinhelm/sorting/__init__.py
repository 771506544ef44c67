"""Text to responsibility: plain Python, no framework."""
