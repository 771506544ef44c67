"""Conversations, calls and meetings as JSON."""
