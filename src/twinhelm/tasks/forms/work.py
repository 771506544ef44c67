"""Forms: single tasks: adding, changing, placing, depending, blocking."""
