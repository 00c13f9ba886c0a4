"""County governance platform."""
