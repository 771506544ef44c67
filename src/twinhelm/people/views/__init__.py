"""The pages about the agency, its people and one's own account."""
