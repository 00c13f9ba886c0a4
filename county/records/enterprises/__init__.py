"""Who speaks for an enterprise: its legal representative, the staff they let in, and their door."""
