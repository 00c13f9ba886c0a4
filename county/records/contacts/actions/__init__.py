"""Every write about contacts."""
