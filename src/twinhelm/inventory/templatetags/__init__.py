"""How the inventory writes its figures."""
