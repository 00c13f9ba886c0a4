"""The doors to tags: officers, and residents on their phones."""
