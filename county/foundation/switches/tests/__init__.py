"""What switches promise."""
