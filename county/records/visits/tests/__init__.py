"""What visits promise."""
