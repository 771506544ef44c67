"""Settings, addresses, API assembly, demo agency and process entry points."""
