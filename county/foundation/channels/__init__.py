"""Ways to reach a person; each folder is one."""
