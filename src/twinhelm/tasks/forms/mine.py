"""Forms: My work."""
