"""The whole, wired together."""
