"""Parts of the program that a security post can switch off at once (security.md E34)."""
