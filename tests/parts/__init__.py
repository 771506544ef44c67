"""Real servers for tests, the demo and durability runs: started on loopback, stopped by their own process."""
