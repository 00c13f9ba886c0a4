"""Other systems: partners with keys, what they are told by webhook, and what they report to us."""
