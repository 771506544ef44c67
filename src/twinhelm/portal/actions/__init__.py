"""What is done for contacts who want to come in."""
