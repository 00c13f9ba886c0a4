"""What residents promise."""
