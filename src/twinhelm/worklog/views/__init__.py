"""The area's pages, one file per topic."""
