"""What the rights of residents promise."""
