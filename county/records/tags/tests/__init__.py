"""What tags promise."""
