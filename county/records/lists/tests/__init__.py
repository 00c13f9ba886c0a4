"""What lists in and out promise."""
