"""What pages and the API ask."""
