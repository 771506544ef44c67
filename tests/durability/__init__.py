"""Drills: what happens when processes die, come late or start twice."""
