"""Photographs, scans and documents kept with a record."""
