"""What pushes of WeCom, our own facts and the clock start."""

from county.records.contacts.jobs import pushes

PARTS = (pushes,)
"""Loaded with the package, so that each registers its listeners."""
