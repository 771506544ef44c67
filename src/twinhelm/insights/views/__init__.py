"""Pages across areas, one file per page."""
