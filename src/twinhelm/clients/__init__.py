"""Companies the agency works for: contacts, business profile, goals, and who leads them."""
