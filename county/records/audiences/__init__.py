"""Whom a notice is for: expressions over tags, places and ages, counted in milliseconds."""
