"""How the change writes its figures."""
