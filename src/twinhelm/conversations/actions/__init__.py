"""What the area does: one module for each kind of thing."""
