"""How the inventory reckons, without a database."""
