"""Jobs of the steps of one client."""
