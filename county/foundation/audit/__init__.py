"""Who looked at whose file, and why."""
