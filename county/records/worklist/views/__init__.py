"""Pages of the worklist: my day, a task and what is done to it, the calendar, my own settings."""
