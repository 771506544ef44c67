"""Words that every area needs."""
