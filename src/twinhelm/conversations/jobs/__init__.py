"""Work in the background, one file per topic."""
