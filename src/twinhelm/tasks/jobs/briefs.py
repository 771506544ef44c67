"""Jobs: briefs and their understanding."""
