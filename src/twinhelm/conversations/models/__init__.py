"""Mailboxes, conversations and their messages, calls and meetings."""
