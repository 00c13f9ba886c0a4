"""What waits for whom, and by when."""
