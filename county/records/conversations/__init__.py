"""What residents and the county have said to each other."""
