"""What contacts promise."""
