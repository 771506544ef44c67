"""What a contact may read."""
