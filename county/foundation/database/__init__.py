"""The two roles of PostgreSQL, and the embedded server."""
