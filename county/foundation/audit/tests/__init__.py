"""What audit promises."""
