"""Words of the area for templates."""
