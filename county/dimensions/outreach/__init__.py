"""Targeted prevention: the right notice to the right people, agreed by four eyes, not too often."""
