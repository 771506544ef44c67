"""Step 1: the laundry list, sorting, split, switches."""
