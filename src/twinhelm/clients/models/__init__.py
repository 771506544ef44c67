"""Clients, their contacts, what is known of their business, and their dated leads."""
