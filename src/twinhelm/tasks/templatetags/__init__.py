"""Words of the work in templates."""
