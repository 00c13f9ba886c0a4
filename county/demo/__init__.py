"""A county that never was, played through the same verbs as a real one."""
