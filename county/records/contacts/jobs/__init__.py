"""What pushes of WeCom, our own facts and the clock start."""

from county.records.contacts.jobs import mirror, pushes

PARTS = (mirror, pushes)
"""Loaded with the package, so that each registers its listeners."""
