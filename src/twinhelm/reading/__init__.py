"""What other tools export, read into plain rows."""
