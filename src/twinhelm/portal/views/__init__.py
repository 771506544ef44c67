"""The pages that a contact reaches."""
