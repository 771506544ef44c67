"""Shapes of the API: the list, the page of one task and views that are kept."""
