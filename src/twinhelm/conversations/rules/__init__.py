"""Pure functions of plain values."""
