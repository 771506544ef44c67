"""Real servers for tests and the demo: started on loopback, each with a folder and a port of its own."""
