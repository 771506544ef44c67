"""Projects: scope, milestones, what makes them technical, and who leads them."""
