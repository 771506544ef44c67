"""Step 2: what clients and projects need, who fits, and dated decisions of who leads."""
