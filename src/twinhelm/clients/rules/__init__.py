"""Pure functions about clients: addresses, names, dated decisions."""
