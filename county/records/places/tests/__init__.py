"""What places promise."""
