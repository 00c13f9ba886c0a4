"""What conversations promise."""
