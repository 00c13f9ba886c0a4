"""What the office knows: pure functions and reviewed files."""
