"""Pages about contacts in WeCom."""
