"""Jobs: the list, the page of one task and views that are kept."""
