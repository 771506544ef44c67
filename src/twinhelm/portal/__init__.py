"""The client’s own pages: the only area that a contact reaches."""
