"""What the inventory does when something happens below it, one file per topic."""
