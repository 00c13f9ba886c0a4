"""Doors of enterprises: their own page and staff, signing in, and the officers' list."""
