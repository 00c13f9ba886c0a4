"""What pushes of WeCom, our own facts and the clock start."""

from county.records.contacts.jobs import mailings, mirror, pushes, transfers, ways

PARTS = (mailings, mirror, pushes, transfers, ways)
"""Loaded with the package, so that each registers its listeners."""
