"""The county at a glance."""
