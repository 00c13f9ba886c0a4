"""The two roles of PostgreSQL, and the embedded server that runs when no other is named."""
