"""How the change reckons, without a database."""
