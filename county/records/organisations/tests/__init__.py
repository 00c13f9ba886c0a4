"""What organisations promise."""
