"""Projects, their scope and milestones, and their dated leads."""
