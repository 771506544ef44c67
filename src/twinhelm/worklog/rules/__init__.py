"""Pure functions of plain values: no Django here."""
