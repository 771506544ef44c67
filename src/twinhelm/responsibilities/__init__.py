"""The fourteen lines of the laundry list, in two families."""
