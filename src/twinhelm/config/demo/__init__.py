"""Northlight, the demo agency: its people, clients and half a year of entries, the same for everybody on the same day."""
