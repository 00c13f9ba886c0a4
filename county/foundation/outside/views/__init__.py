"""Doors: administrators' pages about other systems, and Open311."""
