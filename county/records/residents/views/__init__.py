"""Pages of residents' files: the file itself, its people, doubles, looks, one's own data."""
