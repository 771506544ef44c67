"""Pages about what is said with clients."""
