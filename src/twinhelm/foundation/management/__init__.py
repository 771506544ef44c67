"""Console commands of the foundation."""
