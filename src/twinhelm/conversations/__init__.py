"""Every word with a client: mail, calls, meetings and notes."""
