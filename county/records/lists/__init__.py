"""Lists in and out: residents and enterprises from a sheet, and lists that leave with four eyes."""
